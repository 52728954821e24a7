package org.tanhwg.core.diffusion;

import java.util.Locale;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.diffusion.LatentMap.Spread;

/**
 * Learns M, r0, B and b together by the method of Levenberg and Marquardt on Σ|B tanh(Mz + r0) + b − y|², y = z + f(z), in coordinates of unit
 * spread; symmetric or not, with the same start of M.
 *
 * @param gain of the map at the start, as of {@link LatentMap#random}
 * @param steps that are tried; those that do not lower the error are not taken
 * @param seed of the start
 */
public record MapLearner(Connectivity connectivity, double gain, int steps, long seed) {
    /** Most examples that are looked at: the map needs fewer than the readout after it. */
    private static final int MOST_EXAMPLES = 2000;
    private static final double FIRST_RIDGE = 0.1;
    private static final double FIRST_DAMPING = 1e-2;
    private static final double LEAST_DAMPING = 1e-12;

    public MapLearner {
        Checks.positive("gain", gain);
        Checks.atLeast("steps", steps, 1);
    }

    /** A map and the readout that was learned with it. */
    public record Learned(LatentMap map, Readout drift) {}

    /**
     * Learns.
     *
     * @param latent z, one row for each example; every coordinate must vary
     * @param targets y
     */
    public Learned learn(int neurons, double[][] latent, double[][] targets) {
        return new Fit(neurons, latent, targets).run();
    }

    private final class Fit {
        private final int neurons;
        private final int k;
        private final Spread spread;
        private final double[][] z;
        private final double[][] y;
        private double size;
        /** M, r0, then B or S, then b, one after the other. */
        private final double[] parameters;
        private final int offsets;
        private final int inner;
        private final int bias;
        private final double[][] readout;
        private final DMatrixRMaj residual;
        private final DMatrixRMaj jacobian;

        Fit(int neurons, double[][] latent, double[][] targets) {
            this.neurons = neurons;
            k = latent[0].length;
            spread = Spread.of(latent);
            z = new double[Math.min(latent.length, MOST_EXAMPLES)][k];
            y = new double[z.length][k];
            normalise(latent, targets);
            offsets = neurons * k;
            inner = offsets + neurons;
            bias = inner + (symmetric() ? k * (k + 1) / 2 : k * neurons);
            parameters = new double[bias + k];
            readout = new double[k][neurons];
            LatentMap start = LatentMap.random(neurons, gain, z, new SplittableRandom(seed));
            for (int i = 0; i < neurons; i++) {
                System.arraycopy(start.m()[i], 0, parameters, i * k, k);
                parameters[offsets + i] = start.r0()[i];
            }
            residual = new DMatrixRMaj(z.length * k, 1);
            jacobian = new DMatrixRMaj(z.length * k, parameters.length);
        }

        /** z to mean 0 and spread 1; y by the same factors, which keeps symmetry, and by one number more. */
        private void normalise(double[][] latent, double[][] targets) {
            for (int e = 0; e < z.length; e++) {
                for (int j = 0; j < k; j++) {
                    z[e][j] = (latent[e][j] - spread.means()[j]) / spread.deviations()[j];
                    y[e][j] = targets[e][j] / spread.deviations()[j];
                    size += y[e][j] * y[e][j] / (z.length * k);
                }
            }
            size = Math.sqrt(size);
            for (double[] row : y) for (int j = 0; j < k; j++) row[j] /= size;
        }

        private boolean symmetric() { return connectivity == Connectivity.SYMMETRIC; }

        Learned run() {
            solveLinearPart();
            DMatrixRMaj normal = new DMatrixRMaj(parameters.length, parameters.length);
            double damping = FIRST_DAMPING, error = linearise();
            CommonOps_DDRM.multInner(jacobian, normal);
            DMatrixRMaj slope = CommonOps_DDRM.multTransA(jacobian, residual, null);
            for (int t = 0; t < steps; t++) {
                double[] before = parameters.clone();
                DMatrixRMaj damped = normal.copy();
                for (int i = 0; i < before.length; i++) damped.set(i, i, damped.get(i, i) * (1 + damping) + LEAST_DAMPING);
                double[] step = ReadoutSolver.solve(damped, slope).data;
                for (int i = 0; i < step.length; i++) parameters[i] -= step[i];
                double next = linearise();
                if (next < error) {
                    error = next;
                    damping = Math.max(damping / 4, LEAST_DAMPING);
                    CommonOps_DDRM.multInner(jacobian, normal);
                    CommonOps_DDRM.multTransA(jacobian, residual, slope);
                } else {
                    System.arraycopy(before, 0, parameters, 0, before.length);
                    damping *= 4;
                }
            }
            setReadout();
            return result();
        }

        /** B or S, and b, at the map of the start: a ridge regression from 0. */
        private void solveLinearPart() {
            linearise();
            DMatrixRMaj part = CommonOps_DDRM.extract(jacobian, 0, jacobian.numRows, inner, parameters.length);
            DMatrixRMaj gram = CommonOps_DDRM.multTransA(part, part, null);
            double ridge = FIRST_RIDGE * CommonOps_DDRM.trace(gram) / gram.numRows;
            for (int i = 0; i < gram.numRows; i++) gram.add(i, i, ridge);
            double[] step = ReadoutSolver.solve(gram, CommonOps_DDRM.multTransA(part, residual, null)).data;
            for (int i = 0; i < step.length; i++) parameters[inner + i] = -step[i];
        }

        /** Writes residuals and their derivatives; returns the sum of squares. */
        private double linearise() {
            setReadout();
            jacobian.zero();
            double[] features = new double[neurons];
            double error = 0;
            for (int e = 0; e < z.length; e++) {
                for (int i = 0; i < neurons; i++) {
                    features[i] = parameters[offsets + i];
                    for (int l = 0; l < k; l++) features[i] += parameters[i * k + l] * z[e][l];
                }
                LatentMap.activate(features);
                for (int j = 0; j < k; j++) {
                    double off = parameters[bias + j] - y[e][j];
                    for (int i = 0; i < neurons; i++) off += readout[j][i] * features[i];
                    residual.data[e * k + j] = off;
                    error += off * off;
                    differentiate(e, j, features);
                }
            }
            return error;
        }

        private void differentiate(int e, int j, double[] features) {
            double[] row = jacobian.data;
            int at = (e * k + j) * parameters.length;
            row[at + bias + j] = 1;
            for (int i = 0; i < neurons; i++) {
                double back = readout[j][i] * (1 - features[i] * features[i]);
                row[at + offsets + i] = back;
                for (int l = 0; l < k; l++) row[at + i * k + l] = back * z[e][l];
                if (!symmetric()) {
                    row[at + inner + j * neurons + i] = features[i];
                    continue;
                }
                for (int l = 0; l < k; l++) {
                    row[at + i * k + l] += parameters[pair(j, l)] * features[i] / neurons;
                    row[at + pair(j, l)] += parameters[i * k + l] * features[i] / neurons;
                }
            }
        }

        /** Where the entry (j, l) of S is, which is also (l, j). */
        private int pair(int j, int l) {
            int high = Math.max(j, l);
            return inner + high * (high + 1) / 2 + Math.min(j, l);
        }

        /** B, or SMᵀ/N. */
        private void setReadout() {
            for (int j = 0; j < k; j++) {
                for (int i = 0; i < neurons; i++) {
                    if (!symmetric()) {
                        readout[j][i] = parameters[inner + j * neurons + i];
                        continue;
                    }
                    double sum = 0;
                    for (int l = 0; l < k; l++) sum += parameters[pair(j, l)] * parameters[i * k + l];
                    readout[j][i] = sum / neurons;
                }
            }
        }

        private Learned result() {
            double[][] m = new double[neurons][k], weights = new double[k][neurons];
            double[] r0 = new double[neurons], b = new double[k];
            for (int j = 0; j < k; j++) {
                double scale = size * spread.deviations()[j];
                b[j] = scale * parameters[bias + j];
                for (int i = 0; i < neurons; i++) weights[j][i] = scale * readout[j][i];
            }
            for (int i = 0; i < neurons; i++) {
                r0[i] = parameters[offsets + i];
                for (int j = 0; j < k; j++) {
                    m[i][j] = parameters[i * k + j] / spread.deviations()[j];
                    r0[i] -= m[i][j] * spread.means()[j];
                }
            }
            return new Learned(new LatentMap(m, r0), new Readout(weights, b));
        }
    }

    /** Which weight matrices W = MB of rank k a network may have. */
    public enum Connectivity {
        /** All. */
        ASYMMETRIC,
        /** Symmetric ones: B = SMᵀ with S symmetric, so that W = MSMᵀ. */
        SYMMETRIC;

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
