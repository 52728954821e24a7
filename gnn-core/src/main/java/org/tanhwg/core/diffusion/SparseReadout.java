package org.tanhwg.core.diffusion;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;

/**
 * A {@link Ridge} solution most of whose weights are exactly 0. From each row of B the weight whose loss costs least, b_i²/[A⁻¹]_ii for the
 * normal matrix A, goes first and the others make up for it, one after the other (Hassibi and Stork, Optimal Brain Surgeon, 1993): features of
 * tanh are so much alike that thresholds on |b_i| say little.
 *
 * @param kept largest share of the weights of a row that stay
 * @param regularization λ, as of {@link Ridge}
 */
public record SparseReadout(double kept, double regularization) implements ReadoutSolver {
    public SparseReadout {
        Checks.inHalfOpen("kept", kept, 0, 1);
        Checks.positive("regularization", regularization);
    }

    @Override public Readout solve(LatentMap map, double[][] latent, double[][] targets) {
        Samples samples = Samples.of(map, latent, targets);
        DMatrixRMaj normal = Ridge.normal(samples, regularization);
        DMatrixRMaj moments = CommonOps_DDRM.multTransA(samples.features(), samples.targets(), null);
        DMatrixRMaj inverse = ReadoutSolver.solve(normal.copy(), CommonOps_DDRM.identity(normal.numRows));
        DMatrixRMaj weights = moments.createLike();
        for (int o = 0; o < moments.numCols; o++) {
            double[] row = CommonOps_DDRM.extractColumn(moments, o, null).data;
            int[] support = support(inverse.copy(), row);
            double[] solution = ReadoutSolver.restricted(normal, row, support);
            for (int s = 0; s < support.length; s++) weights.set(support[s], o, solution[s]);
        }
        return samples.readout(weights);
    }

    private int[] support(DMatrixRMaj inverse, double[] moments) {
        int n = moments.length;
        boolean[] gone = new boolean[n];
        double[] b = CommonOps_DDRM.mult(inverse, DMatrixRMaj.wrap(n, 1, moments), null).data, column = new double[n];
        for (int left = n; left > kept * n; left--) {
            int cheapest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                double cost = b[i] * b[i] / inverse.get(i, i);
                if (!gone[i] && cost < least) {
                    least = cost;
                    cheapest = i;
                }
            }
            if (cheapest < 0) break;
            gone[cheapest] = true;
            double pivot = inverse.get(cheapest, cheapest), value = b[cheapest];
            for (int i = 0; i < n; i++) column[i] = inverse.get(i, cheapest) / pivot;
            for (int i = 0; i < n; i++) {
                if (gone[i]) continue;
                b[i] -= column[i] * value;
                for (int j = 0; j < n; j++) inverse.data[i * n + j] -= column[i] * column[j] * pivot;
            }
        }
        return IntStream.range(0, n).filter(i -> !gone[i]).toArray();
    }
}
