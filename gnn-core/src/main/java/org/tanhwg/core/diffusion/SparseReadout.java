package org.tanhwg.core.diffusion;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.step.SlowRegime;

/**
 * A readout most of whose weights are exactly 0: each of its rows is a unit that steps to the minimum of its squared error with the counting
 * potential β Σ|O_x|/ŵ_x, then consolidates (theory §4.2), until the support stands; the survivors are solved for once more, without potential.
 *
 * @param kept largest share of the weights that may stay; β is the smallest that does it
 * @param regularization λ of the last solution, as of {@link Ridge}
 */
public record SparseReadout(double kept, double regularization) {
    private static final int ROUNDS = 40;
    private static final int SWEEPS = 25;
    private static final int BISECTIONS = 10;
    private static final double GAMMA = 0.2;
    private static final double SILENT_SHARE = 0.3;
    private static final double MOST_BETA = 1;
    private static final double LEAST_BETA = 1e-9;

    public SparseReadout {
        Checks.inHalfOpen("kept", kept, 0, 1);
        Checks.positive("regularization", regularization);
    }

    /** Solves for each output by itself; arguments are those of {@link ReadoutSolver#solve}. */
    public Readout solve(LatentMap map, double[][] latent, double[][] targets) {
        Samples samples = Samples.of(map, latent, targets);
        DMatrixRMaj gram = samples.gram();
        double scale = Samples.scale(gram);
        CommonOps_DDRM.divide(gram, scale);
        DMatrixRMaj moments = CommonOps_DDRM.multTransA(1 / scale, samples.features(), samples.targets(), null);
        DMatrixRMaj weights = moments.createLike();
        for (int o = 0; o < moments.numCols; o++) {
            double[] row = CommonOps_DDRM.extractColumn(moments, o, null).data;
            int[] support = support(gram, row);
            double[] solution = restricted(gram, row, support);
            for (int s = 0; s < support.length; s++) weights.set(support[s], o, solution[s]);
        }
        return samples.readout(weights);
    }

    /** The synapses that live at the smallest β that leaves few enough. */
    private int[] support(DMatrixRMaj gram, double[] moments) {
        double unit = 0;
        for (double c : moments) unit = Math.max(unit, Math.abs(c));
        double low = Math.log(LEAST_BETA), high = Math.log(MOST_BETA);
        int most = (int) (kept * moments.length);
        int[] best = new int[0];
        for (int b = 0; b < BISECTIONS && unit > 0; b++) {
            double middle = (low + high) / 2;
            int[] support = pruned(gram, moments, unit * Math.exp(middle));
            if (support.length <= most) {
                high = middle;
                best = support;
            } else {
                low = middle;
            }
        }
        return best;
    }

    private static int[] pruned(DMatrixRMaj gram, double[] moments, double beta) {
        int n = moments.length;
        var slow = new SlowRegime(GAMMA, 0.5, SILENT_SHARE);
        double[] o = new double[n], mass = new double[n], fit = new double[n], size = new double[n];
        Arrays.fill(mass, 1.0 / n);
        for (int round = 0; round < ROUNDS; round++) {
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                for (int x = 0; x < n; x++) {
                    if (mass[x] == 0) continue;
                    double curvature = gram.get(x, x), target = moments[x] - fit[x] + curvature * o[x];
                    double next = Math.signum(target) * Math.max(0, Math.abs(target) - beta / (n * mass[x])) / curvature;
                    if (next != o[x]) {
                        double change = next - o[x];
                        for (int y = 0; y < n; y++) fit[y] += change * gram.data[x * n + y];
                        o[x] = next;
                    }
                }
            }
            for (int x = 0; x < n; x++) size[x] = Math.abs(o[x]);
            mass = slow.step(mass, size);
        }
        return IntStream.range(0, n).filter(x -> size[x] > 0).toArray();
    }

    private double[] restricted(DMatrixRMaj gram, double[] moments, int[] support) {
        if (support.length == 0) return new double[0];
        DMatrixRMaj system = new DMatrixRMaj(support.length, support.length), right = new DMatrixRMaj(support.length, 1);
        for (int i = 0; i < support.length; i++) {
            for (int j = 0; j < support.length; j++) system.set(i, j, gram.get(support[i], support[j]));
            system.add(i, i, regularization);
            right.set(i, 0, moments[support[i]]);
        }
        return ReadoutSolver.solve(system, right).data;
    }
}
