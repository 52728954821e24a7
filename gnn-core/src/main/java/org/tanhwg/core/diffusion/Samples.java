package org.tanhwg.core.diffusion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Features and targets of a linear regression, centred.
 *
 * @param features X, one row for each example
 * @param targets Y
 */
record Samples(DMatrixRMaj features, DMatrixRMaj targets, double[] featureMeans, double[] targetMeans) {

    static Samples of(LatentMap map, double[][] latent, double[][] targets) {
        DMatrixRMaj x = new DMatrixRMaj(latent.length, map.neurons());
        double[] row = new double[map.neurons()];
        for (int e = 0; e < latent.length; e++) {
            map.lift(latent[e], row);
            LatentMap.activate(row);
            System.arraycopy(row, 0, x.data, e * row.length, row.length);
        }
        DMatrixRMaj y = new DMatrixRMaj(targets);
        return new Samples(x, y, centre(x), centre(y));
    }

    private static double[] centre(DMatrixRMaj a) {
        double[] means = CommonOps_DDRM.sumCols(a, null).data;
        for (int j = 0; j < a.numCols; j++) means[j] /= a.numRows;
        for (int i = 0; i < a.numRows; i++) for (int j = 0; j < a.numCols; j++) a.data[i * a.numCols + j] -= means[j];
        return means;
    }

    int count() {
        return features.numRows;
    }

    /** XᵀX. */
    DMatrixRMaj gram() {
        DMatrixRMaj gram = new DMatrixRMaj(features.numCols, features.numCols);
        CommonOps_DDRM.multInner(features, gram);
        return gram;
    }

    /** The readout with these centred weights, N rows of length p. */
    Readout readout(DMatrixRMaj weights) {
        double[] bias = targetMeans.clone();
        for (int i = 0; i < weights.numRows; i++)
            for (int o = 0; o < weights.numCols; o++) bias[o] -= weights.get(i, o) * featureMeans[i];
        return new Readout(CommonOps_DDRM.transpose(weights, null).get2DData(), bias);
    }
}
