package org.tanhwg.training.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.Optimizer;

/**
 * From YAML to a space. A value stands for itself, a list for its entries, and a mapping for an open place: {@code uniform: [low, high]},
 * {@code log-uniform: [low, high]}, {@code integer: [low, high]} or {@code choice: [values]}, whose values may hold open places again.
 */
final class SpaceReader {
    private static final List<String> KINDS = List.of("uniform", "log-uniform", "integer", "choice");
    /** Data sets do not compare. */
    private static final List<String> NEVER_OPEN = List.of("data", "data-dir");
    private static final MathContext SHORT = new MathContext(4);

    private final String name;

    private SpaceReader(String name) { this.name = name; }

    /**
     * Reads a space.
     *
     * @param name what messages call it
     * @throws UserError naming the key, what stands there and what would be right
     */
    static SettingsSpace read(String name, Map<String, Object> values) {
        var reader = new SpaceReader(name);
        var spaces = new LinkedHashMap<String, ParameterSpace<?>>();
        values.forEach((key, value) -> spaces.put(key, reader.space(key, value)));
        if (spaces.containsKey("target-kept")) spaces.remove("beta"); // which is steered
        for (String key : NEVER_OPEN)
            if (spaces.containsKey(key) && spaces.get(key).numParameters() > 0)
                throw reader.wrong(key, values.get(key), "one value; search each data set by itself");
        var space = new SettingsSpace(name, spaces);
        space.requireSound();
        Optimizer optimizer = space.typical().optimizer();
        for (String key : space.open())
            if (!space.open().contains("optimizer") && !optimizer.uses(key))
                throw new UserError(name + ": " + key + ": makes no difference to " + optimizer + "; write a space without it");
        return space;
    }

    private ParameterSpace<?> space(String key, Object value) {
        if (key.equals("network") && value instanceof List<?>) return new FixedValue<>(value); // its parts are mappings too
        if (value instanceof List<?> list) {
            var entries = new NestedSpace.Entries(list.stream().<ParameterSpace<?>>map(entry -> space(key, entry)).toList());
            return entries.numParameters() == 0 ? new FixedValue<>(value) : entries;
        }
        if (!(value instanceof Map<?, ?> map)) return new FixedValue<>(value);
        String known = "one of " + KINDS.stream().map(kind -> "{" + kind + ": [...]}").collect(Collectors.joining(", "));
        if (map.size() != 1) throw wrong(key, value, known);
        String kind = String.valueOf(map.keySet().iterator().next());
        if (!KINDS.contains(kind))
            throw wrong(key, value,
                    known + ConfigFile.nearest(kind, KINDS).map(near -> "; did you mean " + near + "?").orElse(""));
        if (!(map.get(kind) instanceof List<?> items) || items.isEmpty()) throw wrong(key, value, "a list after " + kind);
        return kind.equals("choice") ? choice(key, items) : interval(key, kind, items);
    }

    private ParameterSpace<?> choice(String key, List<?> items) {
        List<ParameterSpace<?>> options = items.stream().<ParameterSpace<?>>map(item -> space(key, item)).toList();
        if (options.size() == 1) return options.get(0);
        if (options.stream().allMatch(option -> option.numParameters() == 0))
            return new DiscreteParameterSpace<>(List.copyOf(items));
        return new NestedSpace.Choice(new DiscreteParameterSpace<>(IntStream.range(0, options.size()).boxed().toList()), options);
    }

    private ParameterSpace<?> interval(String key, String kind, List<?> ends) {
        double[] range = ends.stream().mapToDouble(SpaceReader::number).toArray();
        if (range.length != 2 || !(range[0] <= range[1]))
            throw wrong(key, Map.of(kind, ends), "two numbers, the lower one first");
        if (kind.equals("integer")) {
            int low = (int) range[0];
            int high = (int) range[1];
            if (low != range[0] || high != range[1]) throw wrong(key, Map.of(kind, ends), "two whole numbers");
            return low == high ? new FixedValue<>(low) : new IntegerParameterSpace(low, high);
        }
        boolean log = kind.equals("log-uniform");
        if (log && !(range[0] > 0)) throw wrong(key, Map.of(kind, ends), "two numbers > 0");
        if (range[0] == range[1]) return new FixedValue<>(range[0]);
        return new Short(log ? new LogUniformDistribution(range[0], range[1]) : new UniformRealDistribution(range[0], range[1]));
    }

    /** NaN for what is not a number. */
    private static double number(Object value) {
        try { // 1e-5 without a point is text in YAML
            double number = Double.parseDouble(String.valueOf(value));
            return Double.isInfinite(number) ? Double.NaN : number;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private UserError wrong(String key, Object value, String right) {
        String shown = value instanceof Map<?, ?> map
                ? map.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).collect(Collectors.joining(", ", "{", "}"))
                : String.valueOf(value);
        return new UserError(name + ": " + key + " = " + shown + ": must be " + right);
    }

    /** Values to four significant digits: they are read and typed again, and no result depends on a fifth. */
    private static final class Short extends ContinuousParameterSpace {
        private final double low;
        private final double high;

        Short(RealDistribution distribution) {
            super(distribution);
            low = distribution.getSupportLowerBound();
            high = distribution.getSupportUpperBound();
        }

        @Override public Double getValue(double[] vector) {
            double value = new BigDecimal(super.getValue(vector)).round(SHORT).doubleValue();
            return Math.min(high, Math.max(low, value));
        }
    }
}
