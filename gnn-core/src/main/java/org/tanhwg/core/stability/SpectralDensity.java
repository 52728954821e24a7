package org.tanhwg.core.stability;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Symmetric;

/** How the eigenvalues of a symmetric operator are distributed: means tr f(H)/n, exact or estimated with a standard error. */
public final class SpectralDensity {
    private final double[][] nodes;
    private final double[][] weights;

    private SpectralDensity(double[][] nodes, double[][] weights) {
        this.nodes = nodes;
        this.weights = weights;
    }

    /** A mean over all directions. @param standardError 0 where the mean is exact */
    public record Mean(double value, double standardError) {}

    /**
     * Exact: the matrix is written out, one product for each column, and solved.
     *
     * @param product v ↦ Hv, as for {@link Lanczos#leading}
     */
    public static SpectralDensity exact(int dimension, UnaryOperator<double[]> product) {
        var matrix = new DMatrixRMaj(Checks.atLeast("dimension", dimension, 1), dimension);
        double[] unit = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = 1;
            double[] column = product.apply(unit);
            for (int j = 0; j < dimension; j++) matrix.set(j, i, column[j]);
            unit[i] = 0;
        }
        double[] equal = new double[dimension];
        Arrays.fill(equal, 1.0 / dimension);
        return new SpectralDensity(new double[][] {new Symmetric(matrix).values()}, new double[][] {equal});
    }

    /**
     * Stochastic Lanczos quadrature: the mean over random directions. A step function f is blurred over about (π/2·steps)² of the spectrum's width at its ends.
     *
     * @param steps directions of the iteration for each probe
     * @param probes at least 2, so that their spread tells the error
     */
    public static SpectralDensity estimated(int dimension, UnaryOperator<double[]> product, int steps, int probes,
            RandomGenerator random) {
        Checks.atLeast("steps", steps, 1);
        Checks.atLeast("probes", probes, 2);
        double[][] nodes = new double[probes][];
        double[][] weights = new double[probes][];
        for (int i = 0; i < probes; i++) {
            double[][] rule = Lanczos.quadrature(dimension, product, steps, random);
            nodes[i] = rule[0];
            weights[i] = rule[1];
        }
        return new SpectralDensity(nodes, weights);
    }

    /** tr f(H)/n. */
    public Mean mean(DoubleUnaryOperator f) {
        double sum = 0, squares = 0;
        for (int i = 0; i < nodes.length; i++) {
            double one = 0;
            for (int k = 0; k < nodes[i].length; k++) one += weights[i][k] * f.applyAsDouble(nodes[i][k]);
            sum += one;
            squares += one * one;
        }
        int n = nodes.length;
        double variance = n == 1 ? 0 : Math.max(0, squares - sum * sum / n) / (n - 1);
        return new Mean(sum / n, Math.sqrt(variance / n));
    }

    /** Share of the directions whose eigenvalue lies in ({@code above}, {@code upTo}]. */
    public Mean share(double above, double upTo) {
        return mean(v -> v > above && v <= upTo ? 1 : 0);
    }
}
