package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * Bounded laws: the step of the amplitude means that has just been taken ends in the ball |m| ≤ r, or |m| ≤ ρ w (theory §4.8).
 *
 * <p>After {@link FastStep} that is the exact proximal step of its energy on the ball. Arrays as there; of complex means the modulus is bounded.
 */
public final class AmplitudeBound {
    private static final int TILE = 1024;
    private static final float SMALLEST = 1e-30f;

    private final float[] w = new float[TILE];
    private final float[][] m = new float[2][TILE];
    private final float[][] g = new float[2][TILE];

    /**
     * Where the ball ends.
     *
     * @param radius r or ρ, &gt; 0
     * @param byMass whether it is ρ w
     */
    public record Ball(float radius, boolean byMass) {
        /** The radius for a synapse of this mass. */
        public float of(float mass) { return byMass ? radius * mass : radius; }
    }

    /**
     * Bounds all means of a layer.
     *
     * @param mass structural weights w, n × units, only read
     * @param amplitude means m before the step, as many, or twice that where they are complex, only read
     * @param update on entry m − m' with m' the mean after the fast step, on return m − m⁺
     */
    public void apply(FloatBuffer mass, FloatBuffer amplitude, FloatBuffer update, Ball ball) {
        int total = mass.limit(), parts = amplitude.limit() / total;
        for (int start = 0; start < total; start += TILE) {
            int length = Math.min(TILE, total - start);
            if (ball.byMass) mass.get(start, w, 0, length);
            for (int part = 0; part < parts; part++) {
                amplitude.get(part * total + start, m[part], 0, length);
                update.get(part * total + start, g[part], 0, length);
            }
            if (parts == 1) real(length, ball);
            else complex(length, ball);
            for (int part = 0; part < parts; part++) update.put(part * total + start, g[part], 0, length);
        }
    }

    /** Bounds the listed synapses, of a real layer. @param means of each, after the fast step, bounded in place */
    public void apply(Support support, float[] means, FloatBuffer update, Ball ball) {
        for (int k = 0; k < support.size(); k++) {
            float most = ball.of(support.mass(k));
            float bounded = Math.max(-most, Math.min(most, means[k]));
            if (bounded == means[k]) continue;
            int at = support.at(k);
            update.put(at, update.get(at) + (means[k] - bounded));
            means[k] = bounded;
        }
    }

    private void real(int length, Ball ball) {
        float[] from = m[0], to = g[0];
        for (int i = 0; i < length; i++) {
            float most = ball.byMass ? ball.radius * w[i] : ball.radius;
            float u = from[i] - to[i];
            to[i] += u - Math.max(-most, Math.min(most, u));
        }
    }

    private void complex(int length, Ball ball) {
        for (int i = 0; i < length; i++) {
            float re = m[0][i] - g[0][i], im = m[1][i] - g[1][i];
            float lost = 1 - Math.min(1, ball.of(w[i]) / Math.max((float) Math.sqrt(re * re + im * im), SMALLEST));
            g[0][i] += re * lost;
            g[1][i] += im * lost;
        }
    }
}
