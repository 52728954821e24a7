package org.tanhwg.core.diffusion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;

/**
 * The closed form B = (XᵀX + λ s I)⁻¹XᵀY on centred examples, s the mean of the diagonal of XᵀX.
 *
 * @param regularization λ; a larger one gives up precision of the drift for weights that bear more noise off the flat
 */
public record Ridge(double regularization) implements ReadoutSolver {
    public Ridge {
        Checks.positive("regularization", regularization);
    }

    @Override public Readout solve(LatentMap map, double[][] latent, double[][] targets) {
        Samples samples = Samples.of(map, latent, targets);
        DMatrixRMaj moments = CommonOps_DDRM.multTransA(samples.features(), samples.targets(), null);
        return samples.readout(ReadoutSolver.solve(normal(samples, regularization), moments));
    }

    /** XᵀX + λ s I. */
    static DMatrixRMaj normal(Samples samples, double regularization) {
        DMatrixRMaj gram = samples.gram();
        double ridge = regularization * CommonOps_DDRM.trace(gram) / gram.numCols;
        for (int i = 0; i < gram.numRows; i++) gram.add(i, i, ridge);
        return gram;
    }
}
