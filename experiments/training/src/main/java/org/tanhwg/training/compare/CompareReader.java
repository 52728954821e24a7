package org.tanhwg.training.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.training.compare.CompareSettings.Grid;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.Optimizer;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.SettingsReader;

/** Settings of a comparison from their sources: command line before configuration file before preset before the defaults. */
public final class CompareReader {
    private static final List<String> PRESETS = List.of("paper");
    private static final List<String> LISTS = List.of("optimizers", "data", "seeds");
    /** What a comparison decides for each run; all other settings of a training may be shared. */
    private static final List<String> DECIDED = List.of("preset", "optimizer", "data", "data-dir", "seed", "epochs", "eta",
            "beta",
            "keep", "validation");

    private CompareReader() {}

    /** Keys of a comparison's configuration, in order. */
    public static List<String> keys() {
        return List.copyOf(SettingsReader.keys(CompareSettings.class).keySet());
    }

    /** Keys of the settings of a training that all runs of a comparison may share. */
    public static List<String> shared() {
        var keys = new ArrayList<>(SettingsReader.keys().keySet());
        keys.removeAll(DECIDED);
        return keys;
    }

    /**
     * Settings of a comparison.
     *
     * @param given values by key, as typed
     * @param training settings that all runs share, as typed
     * @throws UserError naming the option, or file and key, the value and what would be right
     */
    public static CompareSettings read(Map<String, String> given, Map<String, String> training, Optional<String> preset,
            Optional<Path> config) {
        Map<String, Object> values = resource("default");
        preset.ifPresent(name -> {
            if (!PRESETS.contains(name))
                throw new UserError("--preset = " + name + ": must be one of " + String.join(", ", PRESETS));
            values.putAll(resource(name));
        });
        Optional<ConfigFile> file = config.map(path -> ConfigFile.read(path, keys()));
        Map<?, ?> grids = (Map<?, ?>) values.get("grids");
        file.ifPresent(f -> values.putAll(f.values()));
        values.putAll(given);
        for (String key : LISTS) {
            if (values.get(key) instanceof String list) values.put(key, SettingsReader.words(list));
            if (!values.containsKey(key)) {
                throw new UserError("no " + key + " given: a comparison needs --optimizers, --data and --seeds, or --preset "
                        + String.join("|", PRESETS));
            }
        }
        List<String> data = values.get("data") instanceof List<?> list
                ? list.stream().map(name -> OwnData.resolve(String.valueOf(name))).toList() : List.of();
        if (!data.isEmpty()) values.put("data", data);
        values.put("grids", grids(values, grids, file));
        Map<String, Object> common = common(values.get("training"), training, data, file);
        values.put("training", common);
        return SettingsReader.convert(values, CompareSettings.class, key -> given.containsKey(key) || file.isEmpty()
                || !file.get().values().containsKey(key) ? "--" + key : file.get().name() + ": " + key);
    }

    /** The settings of a comparison that was begun. @throws UserError when the folder holds none */
    public static CompareSettings read(RunFolder folder) {
        return read(Map.of(), Map.of(), Optional.empty(), Optional.of(folder.config()));
    }

    /** Those of the optimizers that take part; what the user says of one replaces the grid of that one. */
    private static Map<String, Grid> grids(Map<String, Object> values, Map<?, ?> known, Optional<ConfigFile> file) {
        List<String> names = Arrays.stream(Optimizer.values()).map(Optimizer::toString).toList();
        String place = file.map(ConfigFile::name).orElse("comparison") + ": grids";
        Map<String, Object> own = ConfigFile.section(place, values.get("grids"), names).values();
        var used = new LinkedHashMap<String, Grid>();
        for (Object name : (List<?>) values.get("optimizers")) {
            if (!names.contains(String.valueOf(name)))
                throw new UserError("optimizers = " + name + ": must be among " + String.join(", ", names));
            String where = place + ": " + name;
            Object mapping = own.getOrDefault(name.toString(), known.get(name));
            Map<String, Object> grid = ConfigFile.section(where, mapping, List.copyOf(SettingsReader.keys(Grid.class).keySet()))
                    .values();
            used.put(name.toString(), SettingsReader.convert(grid, Grid.class, key -> where + ": " + key));
        }
        return used;
    }

    /** What is said of one's own data holds for each of them. */
    private static Map<String, Object> common(Object inFile, Map<String, String> given, List<String> data,
            Optional<ConfigFile> file) {
        String name = file.map(ConfigFile::name).orElse("comparison") + ": training";
        var common = new LinkedHashMap<>(ConfigFile.section(name, inFile, shared()).values());
        Map<String, Object> typed = new LinkedHashMap<>();
        for (String one : data) {
            var its = new LinkedHashMap<String, Object>(common);
            its.put("data", one);
            SettingsReader.read(Map.of(), Optional.of(new ConfigFile(name, its)));
            Map<String, Object> all = SettingsReader.values(SettingsReader.read(given, Optional.of(new ConfigFile(name, its))));
            given.keySet().forEach(key -> typed.put(key, all.get(key)));
        }
        common.putAll(typed);
        return common;
    }

    private static Map<String, Object> resource(String name) {
        try (InputStream in = CompareReader.class.getResourceAsStream("/comparisons/" + name + ".yaml")) {
            return new LinkedHashMap<>(ConfigFile.parse("comparisons/" + name + ".yaml", in.readAllBytes(), keys()).values());
        } catch (IOException e) {
            throw new UncheckedIOException("comparison " + name, e);
        }
    }
}
