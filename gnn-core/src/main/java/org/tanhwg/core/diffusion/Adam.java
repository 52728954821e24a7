package org.tanhwg.core.diffusion;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;

/**
 * Adam on the mean squared error (Kingma and Ba, 2015), what the other solvers are compared with; the rate falls to 0 along a half cosine.
 *
 * @param rate at the start, relative to the spread of each target
 * @param seed of the order of examples
 */
public record Adam(double rate, int batch, int epochs, long seed) implements ReadoutSolver {
    public Adam {
        Checks.positive("rate", rate);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("epochs", epochs, 1);
    }

    @Override public Readout solve(LatentMap map, double[][] latent, double[][] targets) {
        Samples samples = Samples.of(map, latent, targets);
        DMatrixRMaj x = samples.features(), y = samples.targets();
        double[] spread = spread(y);
        DMatrixRMaj weights = new DMatrixRMaj(x.numCols, y.numCols);
        var moments = new Moments(weights.data.length);
        long blocks = (samples.count() + batch - 1) / batch;
        samples.inBlocks(batch, epochs, seed, (epoch, block, rows, targetRows) -> {
            DMatrixRMaj residual = ReadoutSolver.residual(rows, weights, targetRows);
            DMatrixRMaj gradient = CommonOps_DDRM.multTransA(1.0 / rows.numRows, rows, residual, null);
            double[] step = moments.step(gradient.data, Moments.halfCosine(rate, epoch * blocks + block, epochs * blocks));
            for (int i = 0; i < step.length; i++) weights.data[i] -= spread[i % spread.length] * step[i];
        });
        return samples.readout(weights);
    }

    private static double[] spread(DMatrixRMaj y) {
        double[] spread = new double[y.numCols];
        for (int i = 0; i < y.data.length; i++) spread[i % spread.length] += y.data[i] * y.data[i] / y.numRows;
        for (int j = 0; j < spread.length; j++) spread[j] = Math.sqrt(spread[j]);
        return spread;
    }

    /** The state of Adam for one array, with the usual decays .9 and .999. */
    static final class Moments {
        private static final double FIRST = 0.9;
        private static final double SECOND = 0.999;
        private static final double EPSILON = 1e-12;

        private final double[] mean;
        private final double[] square;
        private final double[] step;
        private double firstPower = 1;
        private double secondPower = 1;

        Moments(int length) {
            mean = new double[length];
            square = new double[length];
            step = new double[length];
        }

        /** What is to be subtracted; valid until the next call. */
        double[] step(double[] gradient, double rate) {
            firstPower *= FIRST;
            secondPower *= SECOND;
            for (int i = 0; i < step.length; i++) {
                mean[i] += (1 - FIRST) * (gradient[i] - mean[i]);
                square[i] += (1 - SECOND) * (gradient[i] * gradient[i] - square[i]);
                step[i] = rate * mean[i] / (1 - firstPower) / (Math.sqrt(square[i] / (1 - secondPower)) + EPSILON);
            }
            return step;
        }

        /** From {@code rate} at step 0 down to 0 after {@code steps}. */
        static double halfCosine(double rate, long step, long steps) {
            return rate * (1 + Math.cos(Math.PI * step / steps)) / 2;
        }
    }
}
