package org.tanhwg.core.diffusion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;

/**
 * The Tan–HWG step, one block of examples at a time: (I + (τ/n)XXᵀ)r = XB − Y, B⁺ = B − (τ/n)Xᵀr (theory §4.1 with uniform mass and h = 1), the
 * exact implicit step of all synapses together, stable for every τ.
 *
 * @param tau τ, in units in which mass is 1 for each synapse
 * @param batch n, examples in a block
 * @param epochs passes over the examples; over the second half of them B is averaged
 * @param seed of the order of examples
 */
public record BlockStep(double tau, int batch, int epochs, long seed) implements ReadoutSolver {
    public BlockStep {
        Checks.positive("tau", tau);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("epochs", epochs, 1);
    }

    @Override public Readout solve(LatentMap map, double[][] latent, double[][] targets) {
        Samples samples = Samples.of(map, latent, targets);
        DMatrixRMaj weights = new DMatrixRMaj(samples.features().numCols, samples.targets().numCols), sum = weights.createLike();
        samples.inBlocks(batch, epochs, seed, (epoch, block, x, y) -> {
            step(x, y, weights);
            if (epoch >= epochs / 2) CommonOps_DDRM.addEquals(sum, weights);
        });
        int blocks = (samples.count() + batch - 1) / batch;
        CommonOps_DDRM.divide(sum, (epochs - epochs / 2) * blocks);
        return samples.readout(sum);
    }

    /** Solves the smaller of the two systems that give the same step. */
    private void step(DMatrixRMaj x, DMatrixRMaj y, DMatrixRMaj weights) {
        double rate = tau / x.numRows;
        boolean dual = x.numRows <= x.numCols;
        DMatrixRMaj residual = ReadoutSolver.residual(x, weights, y);
        DMatrixRMaj system = new DMatrixRMaj(1, 1);
        if (dual) CommonOps_DDRM.multOuter(x, system);
        else CommonOps_DDRM.multInner(x, system);
        CommonOps_DDRM.scale(rate, system);
        for (int i = 0; i < system.numRows; i++) system.add(i, i, 1);
        DMatrixRMaj move = dual ? CommonOps_DDRM.multTransA(x, ReadoutSolver.solve(system, residual), null)
                : ReadoutSolver.solve(system, CommonOps_DDRM.multTransA(x, residual, null));
        CommonOps_DDRM.addEquals(weights, -rate, move);
    }
}
