package org.tanhwg.core.transport;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.DiscreteMeasure;

/** The distance that memory fields induce between units (Rem 1.3): W₂ of their measures Σ_x w_x δ_(x, m_x) on X×K, for any metric on the inputs X. */
public final class UnitGeometry {
    private UnitGeometry() {}

    /** A metric between inputs, by their numbers. */
    @FunctionalInterface
    public interface InputMetric {
        /** d(x, x') ≥ 0; 0 for equal inputs. */
        double distance(int x, int other);

        /** All inputs at the same distance {@code length > 0}: a star tree (theory §1). */
        static InputMetric equal(double length) {
            Checks.positive("length", length);
            return (x, other) -> x == other ? 0 : length;
        }

        /** Pixels on their grid, plane after plane, row after row: Euclidean, a step to the next pixel is {@code pixel > 0}, and so is one to the next plane. */
        static InputMetric grid(int height, int width, double pixel) {
            Checks.atLeast("height", height, 1);
            Checks.atLeast("width", width, 1);
            Checks.positive("pixel", pixel);
            int plane = height * width;
            return (x, other) -> {
                double across = x % width - other % width, down = x % plane / width - other % plane / width,
                        deep = x / plane - other / plane;
                return pixel * Math.sqrt(across * across + down * down + deep * deep);
            };
        }
    }

    /**
     * The measure of a unit: an atom for each synapse with mass.
     *
     * @param inputs x of each atom, all different
     * @param masses &gt; 0; divided by their sum
     * @param amplitudes m of each atom
     */
    public record UnitMeasure(int[] inputs, double[] masses, double[] amplitudes) {
        /** @throws IllegalArgumentException if there is no atom, or the sizes differ */
        public UnitMeasure {
            Checks.atLeast("inputs.length", inputs.length, 1);
            Checks.size("amplitudes.length", Checks.finite("amplitudes", amplitudes).length, inputs.length);
            Checks.size("masses.length", masses.length, inputs.length);
            inputs = inputs.clone();
            masses = DiscreteMeasure.probabilities(masses);
            amplitudes = amplitudes.clone();
        }

        @Override public int[] inputs() { return inputs.clone(); }
        @Override public double[] masses() { return masses.clone(); }
        @Override public double[] amplitudes() { return amplitudes.clone(); }

        /** ∫ s² dμ. */
        public double secondMoment() {
            return IntStream.range(0, masses.length).mapToDouble(i -> masses[i] * amplitudes[i] * amplitudes[i]).sum();
        }

        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }

    /** W₂(p, q) for d² = d_X² + |s − s'|². */
    public static double distance(UnitMeasure p, UnitMeasure q, InputMetric metric) {
        double[][] cost = new double[p.inputs.length][q.inputs.length];
        for (int i = 0; i < cost.length; i++)
            for (int j = 0; j < cost[i].length; j++) {
                double d = metric.distance(p.inputs[i], q.inputs[j]), s = p.amplitudes[i] - q.amplitudes[j];
                cost[i][j] = d * d + s * s;
            }
        return Math.sqrt(Math.max(0, ExactTransport.solve(p.masses, q.masses, cost).cost()));
    }

    /**
     * A bound on what a distance between two units can do — ours: if different inputs are at least {@code gap} apart and none is larger than {@code largest}, then
     * <pre>|Σ_x a_x (O_x − O'_x)| ≤ A d (1 + 2 M / ℓ),   M = (∫ s² dμ)^½</pre>
     * since the plan moves at most d²/ℓ² of the mass to other inputs, and amplitudes by d in the mean (Cauchy and Schwarz).
     *
     * @param distance d = W₂ ≥ 0
     * @param largest A ≥ |a_x|
     * @param moment M of either unit
     * @param gap ℓ &gt; 0
     */
    public static double deviation(double distance, double largest, double moment, double gap) {
        return largest * Checks.nonNegative("distance", distance) * (1 + 2 * moment / Checks.positive("gap", gap));
    }

    /**
     * Points in space whose distances are as near to the given ones as classical scaling brings them (Torgerson 1952): of −½ J D² J the directions of greatest eigenvalue.
     *
     * @param distances symmetric, n × n, finite
     * @param dimensions of the space, ≥ 1
     * @return n points; where fewer directions have a positive eigenvalue, the rest is 0
     */
    public static double[][] embedding(double[][] distances, int dimensions) {
        Checks.atLeast("dimensions", dimensions, 1);
        int n = distances.length;
        if (n == 0) return new double[0][];
        double[] rows = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            Checks.size("distances[" + i + "].length", Checks.finite("distances[" + i + "]", distances[i]).length, n);
            for (double d : distances[i]) rows[i] += d * d / n;
            all += rows[i] / n;
        }
        var centred = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) centred.set(i, j, -.5 * (distances[i][j] * distances[i][j] - rows[i] - rows[j] + all));
        var eigen = new Symmetric(centred);
        double[] values = eigen.values();
        DMatrixRMaj vectors = eigen.vectors();
        int[] order = IntStream.range(0, n).boxed().sorted((a, b) -> Double.compare(values[b], values[a])).mapToInt(i -> i)
                .toArray();
        double[][] points = new double[n][dimensions];
        for (int k = 0; k < Math.min(dimensions, n); k++) {
            int from = order[k];
            if (values[from] <= eigen.floor()) break;
            double[] column = IntStream.range(0, n).mapToDouble(i -> vectors.get(i, from)).toArray();
            double most = Arrays.stream(column).boxed().max((a, b) -> Double.compare(Math.abs(a), Math.abs(b))).orElseThrow();
            for (int i = 0; i < n; i++) points[i][k] = Math.signum(most) * Math.sqrt(values[from]) * column[i]; // whichever sign the solver chose
        }
        return points;
    }
}
