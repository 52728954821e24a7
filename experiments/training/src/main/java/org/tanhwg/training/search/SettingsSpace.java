package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/** Settings of a training, some of them open: a vector in the unit cube, one number for each open place, fixes them. */
final class SettingsSpace extends NestedSpace<Map<String, Object>> {
    private final String name;
    private final Map<String, ParameterSpace<?>> spaces;

    /**
     * Numbers the open places.
     *
     * @param name what messages call it
     */
    SettingsSpace(String name, Map<String, ParameterSpace<?>> spaces) {
        super(new ArrayList<>(spaces.values()));
        this.name = name;
        this.spaces = new LinkedHashMap<>(spaces);
        int place = 0;
        for (ParameterSpace<?> leaf : collectLeaves()) leaf.setIndices(place++);
    }

    /** Values of all keys. */
    @Override public Map<String, Object> getValue(double[] vector) {
        var values = new LinkedHashMap<String, Object>();
        spaces.forEach((key, space) -> values.put(key, space.getValue(vector)));
        return values;
    }

    /** The keys that are open. */
    Set<String> open() {
        var open = new LinkedHashSet<>(spaces.keySet());
        open.removeIf(key -> spaces.get(key).numParameters() == 0);
        return open;
    }

    /** Their values. */
    Map<String, Object> parameters(double[] vector) {
        Map<String, Object> values = getValue(vector);
        values.keySet().retainAll(open());
        return values;
    }

    /** @throws org.tanhwg.training.run.UserError when they are not settings, naming this space and the key */
    TrainSettings settings(double[] vector) {
        return SettingsReader.read(Map.of(), Optional.of(new ConfigFile(name, getValue(vector))));
    }

    /** Settings half-way in every open place. */
    TrainSettings typical() { return settings(middle()); }

    /**
     * Goes to both ends of each open place, the others half-way.
     *
     * @throws org.tanhwg.training.run.UserError when those are not settings
     */
    void requireSound() {
        typical();
        for (int place = 0; place < numParameters(); place++) {
            for (double end : List.of(0., 1.)) {
                double[] vector = middle();
                vector[place] = end;
                settings(vector);
            }
        }
    }

    private double[] middle() {
        double[] middle = new double[numParameters()];
        Arrays.fill(middle, .5);
        return middle;
    }
}
