package org.tanhwg.core.diffusion;

import java.util.Arrays;
import java.util.SplittableRandom;
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

    int count() { return features.numRows; }

    /** What is done with a block of examples. */
    interface Block {
        void take(int epoch, int block, DMatrixRMaj features, DMatrixRMaj targets);
    }

    /** Passes over all examples in blocks of {@code batch}, the last one smaller, in another order each epoch. */
    void inBlocks(int batch, int epochs, long seed, Block block) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] order = shuffled(count(), seed, epoch);
            for (int from = 0, k = 0; from < order.length; from += batch, k++) {
                int to = Math.min(from + batch, order.length);
                block.take(epoch, k, rows(features, order, from, to), rows(targets, order, from, to));
            }
        }
    }

    /** Numbers below {@code count} in an order of their own for each epoch. */
    private static int[] shuffled(int count, long seed, int epoch) {
        var random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (epoch + 1));
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1), swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** Rows {@code order[from]} to {@code order[to − 1]}. */
    private static DMatrixRMaj rows(DMatrixRMaj all, int[] order, int from, int to) {
        DMatrixRMaj rows = new DMatrixRMaj(to - from, all.numCols);
        for (int i = from; i < to; i++)
            System.arraycopy(all.data, order[i] * all.numCols, rows.data, (i - from) * all.numCols, all.numCols);
        return rows;
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
