package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * Local reparametrisation of Gaussian synapses, z = aO + b + √v ξ with v = a² (wσ)² and ξ standard normal (theory §4.4; D. Kingma,
 * T. Salimans, M. Welling, Variational dropout and the local reparameterization trick, 2015).
 */
public final class Reparametrisation {
    private static final int TILE = 1024;
    private static final float SMALLEST_VARIANCE = 1e-30f;

    private final float[] mean = new float[TILE];
    private final float[] variance = new float[TILE];
    private final float[] normal = new float[TILE];

    /**
     * Draws.
     *
     * @param z on entry means, on return samples
     * @param v variances
     * @param slope receives ξ/(2√v) = ∂z/∂v, 0 where the variance is 0
     */
    public void draw(int length, FloatBuffer z, FloatBuffer v, FloatBuffer slope, RandomGenerator random) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            z.get(start, mean, 0, count);
            v.get(start, variance, 0, count);
            for (int i = 0; i < count; i++) normal[i] = (float) random.nextGaussian();
            draw(count, mean, variance, normal);
            z.put(start, mean, 0, count);
            slope.put(start, normal, 0, count);
        }
    }

    /**
     * Draws the numbers that the other form would draw, where z, v and slope hold an array of examples for each unit.
     *
     * @param groups in which units draw one after the other, each for all examples; divides {@code units}
     */
    public void draw(int batch, int units, int groups, float[][] z, float[][] v, float[][] slope, RandomGenerator random) {
        int size = units / groups;
        for (int first = 0; first < units; first += size) {
            for (int b = 0; b < batch; b++) {
                for (int unit = first; unit < first + size; unit++) slope[unit][b] = (float) random.nextGaussian();
            }
        }
        for (int unit = 0; unit < units; unit++) draw(batch, z[unit], v[unit], slope[unit]);
    }

    /** @param normal draws, on return slopes */
    private static void draw(int count, float[] mean, float[] variance, float[] normal) {
        for (int i = 0; i < count; i++) {
            float sd = (float) Math.sqrt(variance[i]);
            mean[i] += sd * normal[i];
            normal[i] = variance[i] > SMALLEST_VARIANCE ? normal[i] / (2 * sd) : 0;
        }
    }
}
