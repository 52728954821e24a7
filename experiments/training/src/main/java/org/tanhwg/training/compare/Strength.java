package org.tanhwg.training.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.OptionalDouble;

/** How hard an optimizer prunes: by β, by the share it keeps, or not at all. */
record Strength(OptionalDouble beta, OptionalDouble keep) {
    private static final MathContext DIGITS = new MathContext(3);

    /**
     * The strength for a run of another length. β acts once a step, on weights whose noise averages out as the run gets longer: β√steps keeps the
     * share of living weights about the same (found on MNIST between 12 and 40 epochs).
     */
    Strength forSteps(long steps) {
        if (beta.isEmpty()) return this;
        return new Strength(OptionalDouble.of(rounded(beta.getAsDouble() * Math.sqrt((double) Grid.STEPS / steps))), keep);
    }

    /** As settings of a training. */
    Map<String, Object> settings() {
        if (beta.isPresent()) return Map.of("beta", beta.getAsDouble());
        return keep.isPresent() ? Map.of("keep", keep.getAsDouble()) : Map.of();
    }

    /** {@code -beta-0.001}, for the name of a folder; empty for none. */
    String suffix() {
        if (beta.isPresent()) return "-beta-" + text(beta.getAsDouble());
        return keep.isPresent() ? "-keep-" + text(keep.getAsDouble()) : "";
    }

    static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
