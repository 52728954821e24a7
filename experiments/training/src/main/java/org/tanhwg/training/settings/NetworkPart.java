package org.tanhwg.training.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;

/** One part of a {@link NetworkShape}; all sizes are at least 1. */
public sealed interface NetworkPart {
    /** As in a file. */
    Map<String, Object> values();

    /** What takes maps and gives maps. */
    sealed interface Maps extends NetworkPart {
        /** Side of the window that it looks through. */
        int window();

        /** Steps of that window; of a block's first one. */
        int stride();

        /** Whether maps keep their size but for strides. */
        boolean same();

        /** Maps that it gives. @param below maps that it takes */
        int channels(int below);
    }

    /** A convolution. @param same whether the picture is padded with zeros @param normalised whether batch normalisation comes between kernel and activation */
    record Conv(int channels, int kernel, int stride, boolean same, boolean normalised) implements Maps {
        /** @throws IllegalArgumentException naming what is wrong */
        public Conv {
            Checks.atLeast("network has conv", channels, 1);
            Checks.atLeast("network has kernel", kernel, 1);
            Checks.atLeast("network has stride", stride, 1);
        }

        @Override public int window() { return kernel; }

        @Override public int channels(int below) { return channels; }

        @Override public Map<String, Object> values() {
            var values = new LinkedHashMap<String, Object>(Map.of("conv", channels));
            values.put("kernel", kernel);
            if (stride != 1) values.put("stride", stride);
            if (same) values.put("padding", "same");
            if (normalised) values.put("normalised", true);
            return values;
        }
    }

    /** The maximum over windows that lie side by side. */
    record Pool(int side) implements Maps {
        /** @throws IllegalArgumentException naming what is wrong */
        public Pool {
            Checks.atLeast("network has pool", side, 1);
        }

        @Override public int window() { return side; }

        @Override public int stride() { return side; }

        @Override public boolean same() { return false; }

        @Override public int channels(int below) { return below; }

        @Override public Map<String, Object> values() { return Map.of("pool", side); }
    }

    /** A block of two normalised kernels of 3x3, to which what came in is added. */
    record Residual(int channels, int stride) implements Maps {
        /** @throws IllegalArgumentException naming what is wrong */
        public Residual {
            Checks.atLeast("network has residual", channels, 1);
            Checks.atLeast("network has stride", stride, 1);
        }

        @Override public int window() { return 3; }

        @Override public boolean same() { return true; }

        @Override public int channels(int below) { return channels; }

        @Override public Map<String, Object> values() {
            var values = new LinkedHashMap<String, Object>(Map.of("residual", channels));
            if (stride != 1) values.put("stride", stride);
            return values;
        }
    }

    /** One number for each map. @param largest whether that is its maximum, and not its mean */
    record GlobalPool(boolean largest) implements NetworkPart {
        @Override public Map<String, Object> values() { return Map.of("global-pool", largest ? "max" : "average"); }
    }

    /** A fully connected layer. */
    record Dense(int units) implements NetworkPart {
        /** @throws IllegalArgumentException naming what is wrong */
        public Dense {
            Checks.atLeast("network has dense", units, 1);
        }

        @Override public Map<String, Object> values() { return Map.of("dense", units); }
    }

    /** From a map with one of conv, pool, residual, global-pool and dense, and what goes with it. @throws IllegalArgumentException saying what would be right */
    static NetworkPart of(Object given) {
        List<String> kinds = List.of("conv", "pool", "residual", "global-pool", "dense");
        List<String> windows = List.of("kernel", "padding", "normalised", "stride");
        if (!(given instanceof Map<?, ?> map)
                || !Stream.concat(kinds.stream(), windows.stream()).toList().containsAll(map.keySet()))
            throw new IllegalArgumentException("network has the part " + given + ": must be " + NetworkShape.EXAMPLE);
        List<String> kind = kinds.stream().filter(key -> map.get(key) != null).toList();
        if (kind.size() != 1)
            throw new IllegalArgumentException("network has a part without one of " + String.join(", ", kinds.subList(0, 4))
                    + " and dense, or with several: must be " + NetworkShape.EXAMPLE);
        boolean conv = kind.contains("conv");
        if (windows.stream().anyMatch(
                key -> map.get(key) != null && !conv && !(kind.contains("residual") && key.equals("stride"))))
            throw new IllegalArgumentException(
                    "network has kernel, stride, padding or normalised on a part without conv: must be " + NetworkShape.EXAMPLE);
        return switch (kind.get(0)) {
            case "conv" -> new Conv(number(map, "conv", 1), number(map, "kernel", 3), number(map, "stride", 1),
                    word(map, "padding", "valid", "same"), flag(map, "normalised"));
            case "pool" -> new Pool(number(map, "pool", 1));
            case "residual" -> new Residual(number(map, "residual", 1), number(map, "stride", 1));
            case "global-pool" -> new GlobalPool(word(map, "global-pool", "average", "max"));
            default -> new Dense(number(map, "dense", 1));
        };
    }

    private static int number(Map<?, ?> map, String key, int otherwise) {
        Object value = map.get(key);
        if (value == null) return otherwise;
        if (value instanceof Integer number) return number;
        throw new IllegalArgumentException("network has " + key + " = " + value + ": must be a whole number");
    }

    /** Whether it is the second word; the first is what it is unless said. */
    private static boolean word(Map<?, ?> map, String key, String first, String second) {
        Object value = map.get(key);
        if (value == null || value.equals(first)) return false;
        if (value.equals(second)) return true;
        throw new IllegalArgumentException("network has " + key + " = " + value + ": must be " + first + " or " + second);
    }

    private static boolean flag(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value == null || value instanceof Boolean) return Boolean.TRUE.equals(value);
        throw new IllegalArgumentException("network has " + key + " = " + value + ": must be true or false");
    }
}
