package org.tanhwg.core.transport;

import java.util.Arrays;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The dual of entropic transport between probabilities a and b at one ε, as a concave function of g alone: f always is the best
 * answer to g, so that P_ij = a_i b_j exp((f_i + g_j − c_ij)/ε) has the right row sums and only the columns are left to fit.
 */
final class EntropicDual {
    private static final double LEAST_DAMPING = 1e-14, MOST_DAMPING = 1e-2, SUFFICIENT = 1e-4, SHORTEST_STEP = 1e-6;

    private final LogKernel kernel, transposed;
    private final double[] a, b, logA, logB;
    private final double epsilon;

    /**
     * A point of the dual and what is known there.
     *
     * @param next the g of a Sinkhorn iteration from here
     * @param columnSums of the plan
     * @param value ⟨a, f⟩ + ⟨b, g⟩, the dual objective since the plan has total mass 1
     * @param residual Σ_j |column sum_j − b_j|
     */
    record Point(double[] f, double[] g, double[] next, double[] columnSums, double value, double residual) {}

    EntropicDual(LogKernel kernel, LogKernel transposed, double[] a, double[] b, double epsilon) {
        this.kernel = kernel;
        this.transposed = transposed;
        this.a = a;
        this.b = b;
        this.epsilon = epsilon;
        logA = Arrays.stream(a).map(Math::log).toArray();
        logB = Arrays.stream(b).map(Math::log).toArray();
    }

    Point at(double[] g) {
        double[] f = answer(kernel, logB, g), next = answer(transposed, logA, f), sums = new double[b.length];
        double value = 0, residual = 0;
        for (int i = 0; i < a.length; i++) value += a[i] * f[i];
        for (int j = 0; j < b.length; j++) {
            value += b[j] * g[j];
            // without mass the exponent has no bound
            if (b[j] > 0) sums[j] = b[j] * Math.exp((g[j] - next[j]) / epsilon);
            residual += Math.abs(sums[j] - b[j]);
        }
        return new Point(f, g, next, sums, value, residual);
    }

    /** Potential −ε log Σ exp((other − c)/ε + logMasses), under which one side's sums fit. */
    private double[] answer(LogKernel kernel, double[] logMasses, double[] other) {
        double[] logWeights = new double[other.length];
        for (int k = 0; k < other.length; k++) logWeights[k] = logMasses[k] + other[k] / epsilon;
        double[] potential = kernel.logSums(logWeights, epsilon);
        for (int k = 0; k < potential.length; k++) potential[k] *= -epsilon;
        return potential;
    }

    /** The point after one damped Newton step with line search; {@code from} itself if no step length helps. */
    Point newton(Point from) {
        double[] direction = direction(from);
        double slope = 0;
        for (int j = 0; j < b.length; j++) slope += (b[j] - from.columnSums[j]) * direction[j];
        if (!(slope > 0)) return from;
        for (double step = 1; step >= SHORTEST_STEP; step /= 2) {
            double[] g = from.g.clone();
            for (int j = 0; j < g.length; j++) g[j] += step * direction[j];
            Point to = at(g);
            // near the optimum the value no longer shows progress, the residual does
            if (to.residual < from.residual / 2 || to.value > from.value + SUFFICIENT * step * slope) return to;
        }
        return from;
    }

    /** Solves (diag(c) − Pᵀ diag(1/a) P + damping·diag(b)) d = ε(b − c) with c the column sums. */
    private double[] direction(Point p) {
        int n = a.length, m = b.length;
        double damping = Math.max(LEAST_DAMPING, Math.min(MOST_DAMPING, p.residual));
        DMatrixRMaj half = new DMatrixRMaj(n, m);
        for (int i = 0; i < n; i++) {
            if (a[i] == 0) continue;
            double root = Math.sqrt(a[i]);
            for (int j = 0; j < m; j++) half.set(i, j, Math.exp(logMass(p, i, j)) / root);
        }
        DMatrixRMaj hessian = new DMatrixRMaj(m, m), right = new DMatrixRMaj(m, 1), solution = new DMatrixRMaj(m, 1);
        CommonOps_DDRM.multInner(half, hessian);
        CommonOps_DDRM.changeSign(hessian);
        for (int j = 0; j < m; j++) {
            // an empty column has no equation of its own
            hessian.add(j, j, b[j] > 0 ? p.columnSums[j] + damping * b[j] : 1);
            right.set(j, epsilon * (b[j] - p.columnSums[j]));
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(m);
        if (!solver.setA(hessian)) return new double[m];
        solver.solve(right, solution);
        return solution.data;
    }

    /** The plan at a point. */
    double[][] plan(Point p) {
        double[][] plan = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) plan[i][j] = Math.exp(logMass(p, i, j));
        }
        return plan;
    }

    private double logMass(Point p, int i, int j) {
        return logA[i] + logB[j] + (p.f[i] + p.g[j] - kernel.cost(i, j)) / epsilon;
    }
}
