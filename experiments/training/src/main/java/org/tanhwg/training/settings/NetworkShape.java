package org.tanhwg.training.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    static final String EXAMPLE = "lenet5, vgg-small, resnet8 or, in a configuration file, a list such as [{conv: 20, kernel: 5}, {pool: 2}, {dense: 500}]";
    private static final Map<String, List<Part>> NAMED = Map.of("lenet5",
            List.of(Part.conv(20, 5, false), Part.pool(2), Part.conv(50, 5, false), Part.pool(2), Part.dense(500)),
            "vgg-small", Stream.concat(Stream.of(32, 64, 128)
                    .flatMap(units -> Stream.of(Part.conv(units, 3, true), Part.conv(units, 3, true), Part.pool(2))),
                    Stream.of(Part.dense(256))).toList(),
            "resnet8", List.of(Part.conv(16, 3, true).normal(), Part.residual(16, 1), Part.residual(32, 2), Part.residual(64, 2),
                    Part.globalPool("average")));

    /** @throws IllegalArgumentException if there is no part */
    public NetworkShape {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) throw new IllegalArgumentException("network lists no parts: must be " + EXAMPLE);
    }

    /**
     * One part; exactly one of {@code conv}, {@code pool}, {@code residual}, {@code global-pool} and {@code dense} is given.
     *
     * @param conv channels of a convolution
     * @param kernel its side (3 unless said)
     * @param stride steps of its kernel, or of a block's first one (1 unless said)
     * @param padding valid, which is none and the default, or same
     * @param normalised whether batch normalisation comes between the kernel and the activation (false unless said)
     * @param pool side and stride of the window whose maximum is taken
     * @param residual channels of a block of two normalised kernels of 3x3, to which what came in is added
     * @param globalPool what is taken of each map: average or max
     * @param dense units of a fully connected layer
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(Integer conv, Integer kernel, Integer stride, String padding, Boolean normalised, Integer pool,
            Integer residual, String globalPool, Integer dense) {
        private static final Set<String> KEYS = Set.of("conv", "kernel", "stride", "padding", "normalised", "pool", "residual",
                "global-pool", "dense");

        /** @throws IllegalArgumentException naming what is wrong */
        public Part {
            if (Stream.of(conv, pool, residual, globalPool, dense).filter(Objects::nonNull).count() != 1)
                throw new IllegalArgumentException(
                        "network has a part without one of conv, pool, residual, global-pool and dense, or with several: must be "
                                + EXAMPLE);
            if (conv == null && (kernel != null || padding != null || normalised != null)
                    || conv == null && residual == null && stride != null)
                throw new IllegalArgumentException(
                        "network has kernel, stride, padding or normalised on a part without conv: must be " + EXAMPLE);
            if (conv != null || residual != null) {
                if (stride == null) stride = 1;
                Checks.atLeast("network has stride", stride, 1);
            }
            if (conv != null) {
                if (kernel == null) kernel = 3;
                if (padding == null) padding = "valid";
                if (!padding.equals("valid") && !padding.equals("same"))
                    throw new IllegalArgumentException("network has padding = " + padding + ": must be valid or same");
                Checks.atLeast("network has conv", conv, 1);
                Checks.atLeast("network has kernel", kernel, 1);
            }
            if (pool != null) Checks.atLeast("network has pool", pool, 1);
            if (residual != null) Checks.atLeast("network has residual", residual, 1);
            if (globalPool != null && !globalPool.equals("average") && !globalPool.equals("max"))
                throw new IllegalArgumentException("network has global-pool = " + globalPool + ": must be average or max");
            if (dense != null) Checks.atLeast("network has dense", dense, 1);
        }

        static Part conv(int channels, int kernel, boolean same) {
            return new Part(channels, kernel, 1, same ? "same" : "valid", null, null, null, null, null);
        }

        static Part pool(int side) { return new Part(null, null, null, null, null, side, null, null, null); }

        static Part dense(int units) { return new Part(null, null, null, null, null, null, null, null, units); }

        static Part residual(int channels, int stride) {
            return new Part(null, null, stride, null, null, null, channels, null, null);
        }

        static Part globalPool(String kind) { return new Part(null, null, null, null, null, null, null, kind, null); }

        /** This convolution with batch normalisation. */
        Part normal() {
            return new Part(conv, kernel, stride, padding, true, null, null, null, null);
        }

        /** Whether batch normalisation follows the kernel. */
        public boolean isNormalised() {
            return Boolean.TRUE.equals(normalised);
        }

        /** Whether the picture keeps its size but for strides. */
        public boolean same() {
            return "same".equals(padding) || residual != null;
        }

        /** Channels above it. */
        public int channels(int below) {
            return conv != null ? conv : residual != null ? residual : below;
        }

        /** As in a file. */
        @JsonValue public Map<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            if (pool != null) values.put("pool", pool);
            if (dense != null) values.put("dense", dense);
            if (globalPool != null) values.put("global-pool", globalPool);
            if (residual != null) values.put("residual", residual);
            if (conv != null) {
                values.put("conv", conv);
                values.put("kernel", kernel);
            }
            if (stride != null && stride != 1) values.put("stride", stride);
            if (conv != null && same()) values.put("padding", padding);
            if (isNormalised()) values.put("normalised", true);
            return values;
        }

        @Override public String toString() {
            return values().toString();
        }

        private static Part of(Object given) {
            if (!(given instanceof Map<?, ?> map) || !KEYS.containsAll(map.keySet()))
                throw new IllegalArgumentException("network has the part " + given + ": must be " + EXAMPLE);
            return new Part(number(map, "conv"), number(map, "kernel"), number(map, "stride"), text(map, "padding"),
                    flag(map, "normalised"), number(map, "pool"), number(map, "residual"), text(map, "global-pool"),
                    number(map, "dense"));
        }

        private static Integer number(Map<?, ?> map, String key) {
            Object value = map.get(key);
            if (value == null || value instanceof Integer) return (Integer) value;
            throw new IllegalArgumentException("network has " + key + " = " + value + ": must be a whole number");
        }

        private static String text(Map<?, ?> map, String key) {
            return map.get(key) == null ? null : map.get(key).toString();
        }

        private static Boolean flag(Map<?, ?> map, String key) {
            Object value = map.get(key);
            if (value == null || value instanceof Boolean) return (Boolean) value;
            throw new IllegalArgumentException("network has " + key + " = " + value + ": must be true or false");
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

    /** Whether it has a part that branches. */
    public boolean isGraph() {
        return parts.stream().anyMatch(part -> part.residual() != null);
    }

    /** Checks that pictures of that shape go through. @throws IllegalArgumentException naming the part and the shapes */
    public void fit(ImageShape pictures) {
        int height = pictures.height();
        int width = pictures.width();
        String flat = null;
        var sizes = new ArrayList<String>(List.of(height + "x" + width));
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String which = "network: part " + (i + 1) + ", " + part;
            if (part.dense() != null) {
                flat = "a dense part";
                continue;
            }
            if (flat != null)
                throw new IllegalArgumentException(which + " comes above " + flat + ": maps come before");
            if (part.globalPool() != null) {
                flat = "global-pool";
                continue;
            }
            int window = part.residual() != null ? 3 : part.conv() != null ? part.kernel() : part.pool();
            int stride = part.pool() != null ? part.pool() : part.stride();
            if (!part.same() && (window > height || window > width))
                throw new IllegalArgumentException(
                        which + ": pictures of " + pictures + " are " + height + "x" + width
                                + " there, smaller than its window; sizes so far: " + String.join(", ", sizes));
            if (stride > Math.max(height, width))
                throw new IllegalArgumentException(
                        which + ": pictures of " + pictures + " are " + height + "x" + width
                                + " there, and its stride leaves a single place; sizes so far: " + String.join(", ", sizes));
            height = part.same() ? (height + stride - 1) / stride : (height - window) / stride + 1;
            width = part.same() ? (width + stride - 1) / stride : (width - window) / stride + 1;
            sizes.add(height + "x" + width);
        }
    }
}
