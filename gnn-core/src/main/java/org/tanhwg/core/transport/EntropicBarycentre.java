package org.tanhwg.core.transport;

import java.util.Arrays;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * Entropic Wasserstein barycentre on a fixed support, argmin_p Σ_k λ_k OT_ε(p, a_k) with the entropy relative to the counting
 * measure, by iterative Bregman projections in the log domain.
 *
 * <p>Source: Benamou et al., SIAM J. Sci. Comput. 37(2), 2015.
 */
public final class EntropicBarycentre {
    private static final double TOLERANCE = 1e-10;
    private static final int LIMIT = 20_000;

    private EntropicBarycentre() {}

    /**
     * @param law the barycentre, a probability on the n points of its support
     * @param marginalResidual weighted mean over the laws of Σ_j |column sum_j − a_kj|
     */
    public record Result(double[] law, double marginalResidual, int iterations, Status status) implements Status.Reported {
        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }

    /** Solves to a marginal residual of 1e-10 within 20,000 iterations; arguments as in the other {@code solve}. */
    public static Result solve(double[][] laws, double[] weights, double[][] cost, double epsilon) {
        return solve(laws, weights, cost, epsilon, TOLERANCE, LIMIT);
    }

    /**
     * Solves to the given marginal residual within the given number of iterations.
     *
     * @param laws K × m, each a probability
     * @param weights λ ≥ 0, sum 1, one per law
     * @param cost n × m, from the support of the barycentre to that of the laws
     * @param epsilon > 0, in units of cost; at least 1e-12 of the largest
     * @throws IllegalArgumentException if an argument is not as described
     */
    public static Result solve(double[][] laws, double[] weights, double[][] cost, double epsilon, double tolerance,
            int maxIterations) {
        Checks.size("weights.length", Checks.probability("weights", weights).length, laws.length);
        for (int k = 0; k < laws.length; k++) {
            Checks.size("laws[" + k + "].length", Checks.probability("laws[" + k + "]", laws[k]).length, laws[0].length);
        }
        Problem.checkCost(cost, Checks.atLeast("cost.length", cost.length, 1), laws[0].length);
        Problem.checkEpsilon(epsilon, cost);
        Checks.positive("tolerance", tolerance);
        Checks.atLeast("maxIterations", maxIterations, 1);
        return iterate(laws, weights, LogKernel.of(cost), cost.length, epsilon, tolerance, maxIterations);
    }

    private static Result iterate(double[][] laws, double[] weights, LogKernel kernel, int n, double epsilon, double tolerance,
            int maxIterations) {
        LogKernel transposed = kernel.transposed();
        // log scalings of the plans diag(e^u) K diag(e^v)
        double[][] u = new double[laws.length][n], v = new double[laws.length][];
        for (int k = 0; k < laws.length; k++) v[k] = fit(laws[k], transposed.logSums(u[k], epsilon));
        double[] logLaw;
        double residual;
        int iterations = 0;
        do {
            logLaw = new double[n];
            for (int k = 0; k < laws.length; k++) {
                u[k] = kernel.logSums(v[k], epsilon);
                for (int i = 0; i < n; i++) logLaw[i] += weights[k] * u[k][i];
            }
            residual = 0;
            for (int k = 0; k < laws.length; k++) {
                for (int i = 0; i < n; i++) u[k][i] = logLaw[i] - u[k][i];
                double[] next = fit(laws[k], transposed.logSums(u[k], epsilon));
                for (int j = 0; j < next.length; j++) {
                    if (laws[k][j] > 0) residual += weights[k] * laws[k][j] * Math.abs(Math.expm1(v[k][j] - next[j]));
                }
                v[k] = next;
            }
            iterations++;
        } while (residual > tolerance && iterations < maxIterations);
        return new Result(normalised(logLaw), residual, iterations,
                residual <= tolerance ? Status.CONVERGED : Status.ITERATION_LIMIT);
    }

    /** log of the scaling that gives the columns their masses. */
    private static double[] fit(double[] masses, double[] logSums) {
        double[] scaling = new double[masses.length];
        for (int j = 0; j < masses.length; j++) scaling[j] = Math.log(masses[j]) - logSums[j];
        return scaling;
    }

    private static double[] normalised(double[] logMasses) {
        double largest = Arrays.stream(logMasses).max().orElseThrow();
        double[] masses = Arrays.stream(logMasses).map(x -> Math.exp(x - largest)).toArray();
        double total = Problem.sum(masses);
        return Arrays.stream(masses).map(w -> w / total).toArray();
    }
}
