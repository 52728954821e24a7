package org.tanhwg.training.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.ImageShape;

/**
 * A network of convolutions: its parts from the pictures to the last hidden layer. As text it is a name, such as {@code lenet5}; in YAML also a list such as
 * {@code [{conv: 20, kernel: 5}, {pool: 2}, {dense: 500}]}.
 */
public record NetworkShape(List<Part> parts) {
    /** What messages show of the setting. */
    static final String EXAMPLE = "lenet5, vgg-small or, in a configuration file, a list such as [{conv: 20, kernel: 5}, {pool: 2}, {dense: 500}]";
    private static final Map<String, List<Part>> NAMED = Map.of("lenet5",
            List.of(Part.conv(20, 5, false), Part.pool(2), Part.conv(50, 5, false), Part.pool(2), Part.dense(500)),
            "vgg-small", Stream.concat(Stream.of(32, 64, 128)
                    .flatMap(units -> Stream.of(Part.conv(units, 3, true), Part.conv(units, 3, true), Part.pool(2))),
                    Stream.of(Part.dense(256))).toList());

    /** @throws IllegalArgumentException if there is no part */
    public NetworkShape {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) throw new IllegalArgumentException("network lists no parts: must be " + EXAMPLE);
    }

    /**
     * One part; exactly one of {@code conv}, {@code pool} and {@code dense} is given.
     *
     * @param conv channels of a convolution
     * @param kernel its side (3 unless said)
     * @param stride steps of its kernel (1 unless said)
     * @param padding valid, which is none and the default, or same
     * @param pool side and stride of the window whose maximum is taken
     * @param dense units of a fully connected layer
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(Integer conv, Integer kernel, Integer stride, String padding, Integer pool, Integer dense) {
        private static final Set<String> KEYS = Set.of("conv", "kernel", "stride", "padding", "pool", "dense");

        /** @throws IllegalArgumentException naming what is wrong */
        public Part {
            if (Stream.of(conv != null, pool != null, dense != null).filter(given -> given).count() != 1)
                throw new IllegalArgumentException(
                        "network has a part without one of conv, pool and dense, or with several: must be " + EXAMPLE);
            if (conv == null && (kernel != null || stride != null || padding != null))
                throw new IllegalArgumentException(
                        "network has kernel, stride or padding on a part without conv: must be " + EXAMPLE);
            if (conv != null) {
                if (kernel == null) kernel = 3;
                if (stride == null) stride = 1;
                if (padding == null) padding = "valid";
                if (!padding.equals("valid") && !padding.equals("same"))
                    throw new IllegalArgumentException("network has padding = " + padding + ": must be valid or same");
                Checks.atLeast("network has conv", conv, 1);
                Checks.atLeast("network has kernel", kernel, 1);
                Checks.atLeast("network has stride", stride, 1);
            }
            if (pool != null) Checks.atLeast("network has pool", pool, 1);
            if (dense != null) Checks.atLeast("network has dense", dense, 1);
        }

        static Part conv(int channels, int kernel, boolean same) {
            return new Part(channels, kernel, 1, same ? "same" : "valid", null, null);
        }

        static Part pool(int side) { return new Part(null, null, null, null, side, null); }

        static Part dense(int units) { return new Part(null, null, null, null, null, units); }

        /** Whether the picture keeps its size but for strides. */
        public boolean same() {
            return "same".equals(padding);
        }

        /** As in a file. */
        @JsonValue public Map<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            if (pool != null) values.put("pool", pool);
            if (dense != null) values.put("dense", dense);
            if (conv == null) return values;
            values.put("conv", conv);
            values.put("kernel", kernel);
            if (stride != 1) values.put("stride", stride);
            if (same()) values.put("padding", padding);
            return values;
        }

        @Override public String toString() {
            return values().toString();
        }

        private static Part of(Object given) {
            if (!(given instanceof Map<?, ?> map) || !KEYS.containsAll(map.keySet()))
                throw new IllegalArgumentException("network has the part " + given + ": must be " + EXAMPLE);
            return new Part(number(map, "conv"), number(map, "kernel"), number(map, "stride"),
                    map.get("padding") == null ? null : map.get("padding").toString(), number(map, "pool"), number(map, "dense"));
        }

        private static Integer number(Map<?, ?> map, String key) {
            Object value = map.get(key);
            if (value == null || value instanceof Integer) return (Integer) value;
            throw new IllegalArgumentException("network has " + key + " = " + value + ": must be a whole number");
        }
    }

    /** From a name or a list of parts. @throws IllegalArgumentException saying what would be right */
    @JsonCreator public static NetworkShape of(Object given) {
        if (given instanceof List<?> list) return new NetworkShape(list.stream().map(Part::of).toList());
        List<Part> named = given == null ? null : NAMED.get(given.toString());
        if (named == null) throw new IllegalArgumentException("network = " + given + ": must be " + EXAMPLE);
        return new NetworkShape(named);
    }

    /** Its name if it has one, else its parts. */
    @JsonValue public Object shown() {
        return NAMED.entrySet().stream().filter(entry -> entry.getValue().equals(parts)).map(e -> (Object) e.getKey()).findFirst()
                .orElse(parts);
    }

    @Override public String toString() {
        return shown().toString();
    }

    /** Checks that pictures of that shape go through. @throws IllegalArgumentException naming the part and the shapes */
    public void fit(ImageShape pictures) {
        int height = pictures.height();
        int width = pictures.width();
        boolean flat = false;
        var sizes = new ArrayList<String>(List.of(height + "x" + width));
        for (Part part : parts) {
            if (part.dense() != null) flat = true;
            else
                if (flat)
                    throw new IllegalArgumentException("network: " + part + " above a dense part: pictures come before");
                else {
                    int window = part.conv() != null ? part.kernel() : part.pool();
                    int stride = part.conv() != null ? part.stride() : part.pool();
                    if (!part.same() && (window > height || window > width))
                        throw new IllegalArgumentException(
                                "network: " + part + ": pictures of " + pictures + " are " + height + "x" + width
                                        + " there, smaller than its window; sizes so far: " + String.join(", ", sizes));
                    height = part.same() ? (height + stride - 1) / stride : (height - window) / stride + 1;
                    width = part.same() ? (width + stride - 1) / stride : (width - window) / stride + 1;
                    sizes.add(height + "x" + width);
                }
        }
    }
}
