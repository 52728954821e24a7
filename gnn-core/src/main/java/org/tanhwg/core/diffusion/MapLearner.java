package org.tanhwg.core.diffusion;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tanhwg.core.Checks;

/**
 * Learns M, r0, B and b together by Adam on E|B tanh(Mz + r0) + b − y|², y = z + f(z), in coordinates of unit spread; symmetric or not, with the
 * same start of M, examples and steps, which makes the two comparable.
 *
 * @param gain of the map at the start, as of {@link LatentMap#random}
 * @param rate at the start; it falls to 0 along a half cosine
 * @param seed of the start and of the order of examples
 */
public record MapLearner(Connectivity connectivity, double gain, double rate, int batch, int steps, long seed) {
    public MapLearner {
        Checks.positive("gain", gain);
        Checks.positive("rate", rate);
        Checks.atLeast("batch", batch, 1);
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
        private final double[] gradient;
        private final int offsets;
        private final int inner;
        private final int bias;
        private final double[][] readout;
        private final double[][] readoutGradient;

        Fit(int neurons, double[][] latent, double[][] targets) {
            this.neurons = neurons;
            k = latent[0].length;
            spread = Spread.of(latent);
            z = new double[latent.length][k];
            y = new double[latent.length][k];
            normalise(latent, targets);
            offsets = neurons * k;
            inner = offsets + neurons;
            bias = inner + (symmetric() ? k * k : k * neurons);
            parameters = new double[bias + k];
            gradient = new double[parameters.length];
            readout = new double[k][neurons];
            readoutGradient = new double[k][neurons];
            LatentMap start = LatentMap.random(neurons, gain, z, new SplittableRandom(seed));
            for (int i = 0; i < neurons; i++) {
                System.arraycopy(start.m()[i], 0, parameters, i * k, k);
                parameters[offsets + i] = start.r0()[i];
            }
            if (symmetric()) for (int j = 0; j < k; j++) parameters[inner + j * k + j] = 1;
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

        private boolean symmetric() {
            return connectivity == Connectivity.SYMMETRIC;
        }

        Learned run() {
            var random = new SplittableRandom(seed + 1);
            var moments = new AdamMoments(parameters.length);
            for (int t = 0; t < steps; t++) {
                setReadout();
                Arrays.fill(gradient, 0);
                for (double[] row : readoutGradient) Arrays.fill(row, 0);
                for (int e = 0; e < batch; e++) addGradient(random.nextInt(z.length));
                finishGradient();
                double[] step = moments.step(gradient, AdamMoments.halfCosine(rate, t, steps));
                for (int i = 0; i < step.length; i++) parameters[i] -= step[i];
            }
            setReadout();
            return result();
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
                    for (int l = 0; l < k; l++) sum += parameters[inner + j * k + l] * parameters[i * k + l];
                    readout[j][i] = sum / neurons;
                }
            }
        }

        private void addGradient(int example) {
            double[] features = new double[neurons], error = new double[k], in = z[example];
            for (int i = 0; i < neurons; i++) {
                features[i] = parameters[offsets + i];
                for (int l = 0; l < k; l++) features[i] += parameters[i * k + l] * in[l];
            }
            LatentMap.activate(features);
            for (int j = 0; j < k; j++) {
                error[j] = parameters[bias + j] - y[example][j];
                for (int i = 0; i < neurons; i++) error[j] += readout[j][i] * features[i];
                gradient[bias + j] += error[j];
            }
            for (int i = 0; i < neurons; i++) {
                double back = 0;
                for (int j = 0; j < k; j++) {
                    readoutGradient[j][i] += error[j] * features[i];
                    back += error[j] * readout[j][i];
                }
                back *= 1 - features[i] * features[i];
                gradient[offsets + i] += back;
                for (int l = 0; l < k; l++) gradient[i * k + l] += back * in[l];
            }
        }

        /** Leads the gradient of the readout to B, or to S and M. */
        private void finishGradient() {
            for (int j = 0; j < k; j++) {
                for (int i = 0; i < neurons; i++) {
                    double g = readoutGradient[j][i];
                    if (!symmetric()) {
                        gradient[inner + j * neurons + i] = g;
                        continue;
                    }
                    for (int l = 0; l < k; l++) {
                        gradient[i * k + l] += g * parameters[inner + j * k + l] / neurons;
                        double half = g * parameters[i * k + l] / (2 * neurons);
                        gradient[inner + j * k + l] += half;
                        gradient[inner + l * k + j] += half;
                    }
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
}
