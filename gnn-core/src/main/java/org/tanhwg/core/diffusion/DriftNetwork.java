package org.tanhwg.core.diffusion;

import org.tanhwg.core.Checks;

/**
 * A recurrent network dr = (−r + Wφ(r) + c)dt + Σ(r)dB of N neurons whose states Mz + r0 follow dz = f̂(z)dt + Ĝ(z)dB (theory §8):
 * W = MB, c = Mb + r0 and Σ = MĜ, with Bφ + b = z + f̂ and the entries of Ĝ linear readouts of φ. Those states are invariant, exactly.
 *
 * @param map M and r0
 * @param drift B and b
 * @param noise the k·m entries of Ĝ, row by row
 */
public record DriftNetwork(LatentMap map, Readout drift, Readout noise) {

    /** @throws IllegalArgumentException if sizes do not agree */
    public DriftNetwork {
        Checks.size("drift outputs", drift.bias().length, map.dimension());
        Checks.size("drift features", drift.weights()[0].length, map.neurons());
        Checks.size("noise features", noise.weights()[0].length, map.neurons());
        Checks.size("noise outputs modulo dimension", noise.bias().length % map.dimension(), 0);
    }

    private int noises() { return noise.bias().length / map.dimension(); }

    /** What the network does to latent states: f̂ and Ĝ. Not for several threads. */
    public ItoProcess latent() {
        int k = map.dimension();
        return new Process(k) {
            @Override public void drift(double[] z, double[] out) {
                map.lift(z, features);
                LatentMap.activate(features);
                drift.apply(features, out);
                for (int j = 0; j < k; j++) out[j] -= z[j];
            }

            @Override public void diffusion(double[] z, double[] out) {
                map.lift(z, features);
                LatentMap.activate(features);
                noise.apply(features, out);
            }
        };
    }

    /** The network itself, a process in R^N. Not for several threads. */
    public ItoProcess neurons() {
        double[] latent = new double[map.dimension()], entries = new double[noise.bias().length];
        boolean constant = noise.constant();
        return new Process(map.neurons()) {
            @Override public void drift(double[] r, double[] out) {
                activate(r);
                drift.apply(features, latent);
                map.lift(latent, out);
                for (int i = 0; i < r.length; i++) out[i] -= r[i];
            }

            @Override public void diffusion(double[] r, double[] out) {
                if (constant) {
                    System.arraycopy(noise.bias(), 0, entries, 0, entries.length);
                } else {
                    activate(r);
                    noise.apply(features, entries);
                }
                int m = noises();
                for (int i = 0; i < r.length; i++) {
                    for (int q = 0; q < m; q++) {
                        double sum = 0;
                        for (int j = 0; j < latent.length; j++) sum += map.m()[i][j] * entries[j * m + q];
                        out[i * m + q] = sum;
                    }
                }
            }

            private void activate(double[] r) {
                System.arraycopy(r, 0, features, 0, r.length);
                LatentMap.activate(features);
            }
        };
    }

    /** The k×k derivative of f̂, B diag(φ')M − I. All other eigenvalues of the network's own derivative are −1. */
    public double[][] jacobian(double[] z) {
        double[] features = new double[map.neurons()];
        map.lift(z, features);
        LatentMap.activate(features);
        int k = map.dimension();
        double[][] jacobian = new double[k][k];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++)
                for (int i = 0; i < features.length; i++)
                    jacobian[a][b] += drift.weights()[a][i] * (1 - features[i] * features[i]) * map.m()[i][b];
            jacobian[a][a] -= 1;
        }
        return jacobian;
    }

    private abstract class Process implements ItoProcess {
        final double[] features = new double[map.neurons()];
        private final int dimension;

        Process(int dimension) {
            this.dimension = dimension;
        }

        @Override public int dimension() { return dimension; }

        @Override public int noises() { return DriftNetwork.this.noises(); }
    }
}
