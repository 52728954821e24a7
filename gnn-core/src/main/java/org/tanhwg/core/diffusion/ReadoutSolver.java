package org.tanhwg.core.diffusion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** How the readout of a network is found from examples: least squares of B tanh(Mz + r0) + b − y over rows y. */
public sealed interface ReadoutSolver permits Ridge, SparseReadout, ConsolidatedReadout, BlockStep, Adam {

    /**
     * Solves.
     *
     * @param latent z, one row for each example
     * @param targets y
     */
    Readout solve(LatentMap map, double[][] latent, double[][] targets);

    /** A⁻¹R for a positive definite A, which is destroyed. @throws ArithmeticException if A is singular to rounding */
    static DMatrixRMaj solve(DMatrixRMaj a, DMatrixRMaj right) {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(a.numRows);
        if (!solver.setA(a)) throw new ArithmeticException("the normal equations are singular; a larger regularization helps");
        DMatrixRMaj solution = new DMatrixRMaj(a.numRows, right.numCols);
        solver.solve(right, solution);
        return solution;
    }

    /** XB − Y. */
    static DMatrixRMaj residual(DMatrixRMaj x, DMatrixRMaj weights, DMatrixRMaj y) {
        DMatrixRMaj residual = CommonOps_DDRM.mult(x, weights, null);
        CommonOps_DDRM.subtractEquals(residual, y);
        return residual;
    }

    /** Solves with the rows and columns {@code support} of A alone. */
    static double[] restricted(DMatrixRMaj normal, double[] moments, int[] support) {
        DMatrixRMaj system = new DMatrixRMaj(support.length, support.length), right = new DMatrixRMaj(support.length, 1);
        for (int i = 0; i < support.length; i++) {
            for (int j = 0; j < support.length; j++) system.set(i, j, normal.get(support[i], support[j]));
            right.set(i, 0, moments[support[i]]);
        }
        return support.length == 0 ? new double[0] : solve(system, right).data;
    }
}
