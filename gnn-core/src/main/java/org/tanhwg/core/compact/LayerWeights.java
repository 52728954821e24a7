package org.tanhwg.core.compact;

import java.util.Objects;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * A fully connected layer with all its weights, zeros included: a'_y = σ(Σ_x O_xy a_x + b_y), theory §1. Its arrays are not copied.
 *
 * @param inputs at least 0
 * @param units at least 1
 * @param weights O_xy, finite, unit after unit: units × inputs
 * @param biases b_y, finite
 */
public record LayerWeights(int inputs, int units, float[] weights, float[] biases, Activation activation) {

    /** @throws IllegalArgumentException if sizes do not match or a number is not finite */
    public LayerWeights {
        Checks.atLeast("inputs", inputs, 0);
        Checks.atLeast("units", units, 1);
        Checks.size("weights.length", weights.length, Math.multiplyExact(inputs, units));
        Checks.size("biases.length", biases.length, units);
        requireFinite("weights", weights);
        requireFinite("biases", biases);
        Objects.requireNonNull(activation, "activation");
    }

    float weight(int unit, int input) { return weights[unit * inputs + input]; }

    /** Number of weights of each unit that are not exactly 0. */
    public int[] living() {
        int[] living = new int[units];
        for (int i = 0; i < weights.length; i++) if (weights[i] != 0) living[i / inputs]++;
        return living;
    }

    static void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++)
            if (!Float.isFinite(values[i]))
                throw new IllegalArgumentException(name + "[" + i + "] = " + values[i] + ": must be finite");
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
