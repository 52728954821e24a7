package org.tanhwg.core.transport;

import java.util.Arrays;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * Entropic optimal transport: min ⟨C, P⟩ + ε KL(P | a ⊗ b) over couplings P of a and b.
 *
 * <p>Sinkhorn's iteration in the log domain, with ε lowered in stages to its value; where it crawls, damped Newton steps on the
 * dual take over, so that small ε converges too. Entropies that differ by terms of the marginals have the same plan. Sources:
 * Schmitzer, SIAM J. Sci. Comput. 41(3), 2019; Feydy et al., AISTATS 2019 (divergence).
 */
public final class Sinkhorn {
    private static final double TOLERANCE = 1e-10;
    private static final int LIMIT = 2000;
    /** ε falls by this factor once the residual of a stage is below its tolerance; Newton follows this many plain iterations. */
    private static final double STAGE = 0.5, STAGE_TOLERANCE = 1e-2;
    private static final int SWEEPS = 10;

    private Sinkhorn() {}

    /**
     * The entropic plan and its potentials, P_ij = a_i b_j exp((f_i + g_j − c_ij)/ε) for masses of total 1.
     *
     * @param plan n × m, finite whatever the status
     * @param cost ⟨C, P⟩, without the entropy
     * @param value ⟨a, f⟩ + ⟨b, g⟩ = ⟨C, P⟩ + ε KL(P | a ⊗ b) at the optimum, never above it before
     * @param marginalResidual Σ |row sum − a_i| + Σ |column sum − b_j|
     * @param iterations Sinkhorn iterations and Newton steps, all stages
     */
    public record Result(double[][] plan, double[] f, double[] g, double cost, double value,
            double marginalResidual, int iterations, Status status) implements Status.Reported {
        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }

    /**
     * S_ε(a, b) = OT_ε(a, b) − ½ OT_ε(a, a) − ½ OT_ε(b, b), debiased: 0 for a = b.
     *
     * @param marginalResidual the worst of the three problems
     */
    public record Divergence(double value, double marginalResidual, int iterations, Status status) implements Status.Reported {}

    /**
     * Solves to a marginal residual of 1e-10 of the mass, within 2000 iterations.
     *
     * @param a source masses ≥ 0, n
     * @param b target masses ≥ 0, m; total as that of a within 1e-9 of it
     * @param cost n × m, magnitudes ≤ 1e300
     * @param epsilon > 0, in units of cost; at least 1e-12 of the largest
     * @throws IllegalArgumentException if an argument is not as described
     */
    public static Result solve(double[] a, double[] b, double[][] cost, double epsilon) {
        return solve(a, b, cost, epsilon, TOLERANCE, LIMIT);
    }

    /** As {@link #solve(double[], double[], double[][], double)} with another tolerance, relative to the mass, and limit. */
    public static Result solve(double[] a, double[] b, double[][] cost, double epsilon, double tolerance, int maxIterations) {
        Problem.check(a, b, cost);
        Checks.positive("tolerance", tolerance);
        Checks.atLeast("maxIterations", maxIterations, 1);
        Problem.checkEpsilon(epsilon, cost);
        // Newton's matrix has the size of b
        if (b.length > a.length) return flip(solve(b, a, transpose(cost), epsilon, tolerance, maxIterations));

        double[] p = shares(a), q = shares(b);
        LogKernel kernel = LogKernel.of(cost), transposed = kernel.transposed();
        EntropicDual dual;
        EntropicDual.Point point;
        double[] g = new double[b.length];
        double stage = Problem.largest(cost);
        int iterations = 0;
        do {
            stage = Math.max(epsilon, stage * STAGE);
            dual = new EntropicDual(kernel, transposed, p, q, stage);
            point = dual.at(g);
            double goal = stage > epsilon ? STAGE_TOLERANCE : tolerance;
            for (int sweeps = 0; point.residual() > goal && iterations < maxIterations; iterations++) {
                EntropicDual.Point next = sweeps < SWEEPS ? point : dual.newton(point);
                if (next == point) {
                    next = dual.at(point.next());
                    sweeps = sweeps < SWEEPS ? sweeps + 1 : SWEEPS / 2;
                }
                point = next;
            }
            g = point.next();
        } while (stage > epsilon);
        return result(dual.plan(point), point, a, b, cost, tolerance, iterations);
    }

    /**
     * Debiased Sinkhorn divergence.
     *
     * @param costAB n × m between the supports
     * @param costAA n × n within the support of a
     * @param costBB m × m within the support of b
     * @throws IllegalArgumentException as {@link #solve(double[], double[], double[][], double)} does
     */
    public static Divergence divergence(double[] a, double[] b, double[][] costAB, double[][] costAA, double[][] costBB,
            double epsilon) {
        Result[] parts = {solve(a, b, costAB, epsilon), solve(a, a, costAA, epsilon), solve(b, b, costBB, epsilon)};
        return new Divergence(parts[0].value - 0.5 * (parts[1].value + parts[2].value),
                Arrays.stream(parts).mapToDouble(Result::marginalResidual).max().orElseThrow(),
                Arrays.stream(parts).mapToInt(Result::iterations).sum(),
                Arrays.stream(parts).allMatch(Result::converged) ? Status.CONVERGED : Status.ITERATION_LIMIT);
    }

    private static Result result(double[][] plan, EntropicDual.Point point, double[] a, double[] b, double[][] cost,
            double tolerance, int iterations) {
        double[] columns = b.clone();
        double total = Problem.sum(a);
        double moved = 0, residual = 0;
        for (int i = 0; i < a.length; i++) {
            double row = a[i];
            for (int j = 0; j < b.length; j++) {
                plan[i][j] *= total;
                moved += plan[i][j] * cost[i][j];
                row -= plan[i][j];
                columns[j] -= plan[i][j];
            }
            residual += Math.abs(row);
        }
        for (double column : columns) residual += Math.abs(column);
        return new Result(plan, point.f(), point.g(), moved, total * point.value(), residual, iterations,
                point.residual() <= tolerance ? Status.CONVERGED : Status.ITERATION_LIMIT);
    }

    private static double[] shares(double[] masses) {
        double total = Problem.sum(masses);
        return Arrays.stream(masses).map(w -> w / total).toArray();
    }

    private static Result flip(Result r) {
        return new Result(transpose(r.plan), r.g, r.f, r.cost, r.value, r.marginalResidual, r.iterations, r.status);
    }

    private static double[][] transpose(double[][] matrix) {
        double[][] flipped = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) flipped[j][i] = matrix[i][j];
        }
        return flipped;
    }
}
