package org.tanhwg.core.memory;

import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Euclidean;

/**
 * A modern Hopfield network over vectors: the update is z⁺ = Σ_i π_i x_i with π = softmax(−β|x_i − z|²) (theory §6, commuting case).
 *
 * <p>A retrieval looks at all patterns only when it has moved so far that it must. Safe for several threads. Source of the update:
 * Ramsauer et al., ICLR 2021, there for dot products.
 */
public final class VectorMemory implements AssociativeMemory<double[]> {
    private final double beta;
    private final Precision precision;
    private final double[][] patterns;
    private final double spread;
    private final Products<?> products;

    /** A memory that computes in double precision. */
    public VectorMemory(double[][] patterns, double beta) {
        this(patterns, beta, Precision.DOUBLE);
    }

    /**
     * Stores patterns.
     *
     * @param patterns at least one, all of one length ≥ 1; copied
     * @param beta β > 0, in 1/distance²
     * @throws IllegalArgumentException naming what is wrong
     */
    public VectorMemory(double[][] patterns, double beta, Precision precision) {
        this.beta = Checks.positive("beta", beta);
        this.precision = precision;
        Checks.atLeast("patterns.length", patterns.length, 1);
        this.patterns = new double[patterns.length][];
        double[] centre = new double[patterns[0].length];
        for (int i = 0; i < patterns.length; i++) {
            this.patterns[i] = Checks.finite("patterns[" + i + "]", patterns[i]).clone();
            Checks.size("patterns[" + i + "].length", patterns[i].length, centre.length);
            for (int k = 0; k < centre.length; k++) centre[k] += patterns[i][k] / patterns.length;
        }
        spread = Math.sqrt(Arrays.stream(patterns).mapToDouble(x -> squaredDistance(x, centre)).sum() / patterns.length);
        products = new Products<>(this.patterns, centre, precision.lanes());
    }

    private VectorMemory(VectorMemory of, double beta) {
        this.beta = Checks.positive("beta", beta);
        precision = of.precision;
        patterns = of.patterns;
        spread = of.spread;
        products = of.products;
    }

    @Override public VectorMemory withBeta(double other) { return new VectorMemory(this, other); }

    @Override public int size() { return patterns.length; }

    @Override public Euclidean space() { return new Euclidean(patterns[0].length); }

    @Override public double beta() { return beta; }

    public Precision precision() { return precision; }

    @Override public double[] pattern(int i) {
        return patterns[Checks.index("i", i, patterns.length)].clone();
    }

    @Override public double energy(double[] z) { return gibbs(z).energy(); }

    @Override public double[] weights(double[] z) {
        double[] weights = new double[patterns.length];
        Gibbs gibbs = gibbs(z);
        Arrays.setAll(weights, gibbs::weight);
        return weights;
    }

    @Override public double[] update(double[] z) { return average(gibbs(z)); }

    @Override public List<Retrieval<double[]>> retrieve(List<double[]> cues, Stopping stopping) {
        double[][] points = new double[cues.size()][];
        for (int q = 0; q < points.length; q++) points[q] = space().member("cues.get(" + q + ")", cues.get(q)).clone();
        return new VectorRetrieval(this, stopping).run(points);
    }

    Products<?> products() { return products; }

    double tolerance(Stopping stopping) {
        return stopping.tolerance() == 0 ? 0 : Math.max(stopping.tolerance(), precision.leastTolerance());
    }

    /** Root mean square distance of the patterns from their centre. */
    double spread() { return spread; }

    /** |x_i − z|². */
    double squaredDistance(int i, double[] z) { return squaredDistance(patterns[i], z); }

    /** Σ_j π_j x_j. */
    double[] average(Gibbs gibbs) {
        double[] sum = new double[patterns[0].length];
        int j = 0;
        for (; j + 3 < gibbs.count(); j += 4) {
            addFour(sum, patterns[gibbs.pattern(j)], patterns[gibbs.pattern(j + 1)], patterns[gibbs.pattern(j + 2)],
                    patterns[gibbs.pattern(j + 3)], gibbs.weight(j), gibbs.weight(j + 1), gibbs.weight(j + 2),
                    gibbs.weight(j + 3));
        }
        for (; j < gibbs.count(); j++) {
            double[] x = patterns[gibbs.pattern(j)];
            for (int k = 0; k < sum.length; k++) sum[k] += gibbs.weight(j) * x[k];
        }
        return sum;
    }

    static double squaredDistance(double[] x, double[] z) {
        double even = 0, odd = 0;
        int k = 0;
        for (; k + 1 < x.length; k += 2) {
            double a = x[k] - z[k], b = x[k + 1] - z[k + 1];
            even += a * a;
            odd += b * b;
        }
        return k < x.length ? even + odd + (x[k] - z[k]) * (x[k] - z[k]) : even + odd;
    }

    static double square(double[] z) {
        double sum = 0;
        for (double v : z) sum += v * v;
        return sum;
    }

    private Gibbs gibbs(double[] z) {
        space().member("z", z);
        Gibbs gibbs = new Gibbs(beta, patterns.length);
        for (int i = 0; i < patterns.length; i++) gibbs.add(i, squaredDistance(patterns[i], z));
        gibbs.normalise();
        return gibbs;
    }

    private static void addFour(double[] to, double[] x0, double[] x1, double[] x2, double[] x3, double a0, double a1, double a2,
            double a3) {
        for (int k = 0; k < to.length; k++) to[k] += a0 * x0[k] + a1 * x1[k] + a2 * x2[k] + a3 * x3[k];
    }

    /** What the products of a state with all patterns are computed in. */
    public enum Precision {
        /**
         * {@code float}: twice as fast. Squared distances are off by about 1e-6 of the patterns' squared norm, unless few patterns matter
         * for a state; those few are then taken in {@code double}. A tolerance below 1e-6 counts as 1e-6.
         */
        SINGLE(Lanes.FLOAT, 1e-6),
        /** {@code double}. */
        DOUBLE(Lanes.DOUBLE, 0);

        private final Lanes<?> lanes;
        private final double leastTolerance;

        Precision(Lanes<?> lanes, double leastTolerance) {
            this.lanes = lanes;
            this.leastTolerance = leastTolerance;
        }

        Lanes<?> lanes() { return lanes; }

        /** In the units of {@link Stopping#tolerance}. */
        double leastTolerance() { return leastTolerance; }
    }
}
