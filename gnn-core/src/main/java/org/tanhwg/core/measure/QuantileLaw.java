package org.tanhwg.core.measure;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.measure.Law.VectorLaw;

/**
 * A law on R given by K atoms of equal mass q_1 ≤ … ≤ q_K, its quantile function in steps (theory §5).
 *
 * @param quantiles ascending; copied in and out
 */
public record QuantileLaw(double[] quantiles) implements VectorLaw<Double> {

    /** @throws IllegalArgumentException if there is no atom, one is not finite, or they do not ascend */
    public QuantileLaw {
        quantiles = Checks.finite("quantiles", quantiles).clone();
        for (int k = 1; k < quantiles.length; k++) {
            if (quantiles[k] < quantiles[k - 1]) {
                throw new IllegalArgumentException(
                        "quantiles[" + k + "] = " + quantiles[k] + ": must be >= quantiles[" + (k - 1) + "] = "
                                + quantiles[k - 1]);
            }
        }
    }

    /** The law of equal masses at the given values, in any order. */
    public static QuantileLaw of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new QuantileLaw(sorted);
    }

    @Override public double[] quantiles() { return quantiles.clone(); }

    public int size() { return quantiles.length; }

    @Override public Double mean() { return Arrays.stream(quantiles).sum() / quantiles.length; }

    @Override public double variance() {
        double mean = mean();
        return Arrays.stream(quantiles).map(q -> (q - mean) * (q - mean)).sum() / quantiles.length;
    }

    @Override public double secondMoment() {
        return Arrays.stream(quantiles).map(q -> q * q).sum() / quantiles.length;
    }

    @Override public QuantileLaw translated(Double by) {
        return new QuantileLaw(Arrays.stream(quantiles).map(q -> q + by).toArray());
    }

    @Override public QuantileLaw scaled(double factor) {
        return of(Arrays.stream(quantiles).map(q -> factor * q).toArray());
    }

    @Override public Double sample(RandomGenerator random) {
        return quantiles[random.nextInt(quantiles.length)];
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
