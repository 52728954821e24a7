package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;

/**
 * Maps of classical weights W under a proposed update u, tile by tile. Each leaves W − W⁺ in the update; what becomes 0 becomes it exactly.
 */
public final class WeightMaps {
    private static final int TILE = 1024;
    /** exp of more than this leaves the range of floats. */
    private static final float LARGEST_EXPONENT = 80;

    private final float[] w = new float[TILE];
    private final float[] u = new float[TILE];

    /** W⁺ = prox(W − u; W). If {@code frozen}, weights that are 0 stay 0. */
    public void shrink(FloatBuffer weights, FloatBuffer update, boolean frozen, Prox prox) {
        tiles(weights, update, length -> {
            for (int i = 0; i < length; i++) u[i] = w[i] - (frozen && w[i] == 0 ? 0 : prox.of(w[i] - u[i], w[i]));
        });
    }

    /** A proximal step of one weight: from where the loss has moved it, and where it was before. */
    @FunctionalInterface
    public interface Prox {
        float of(float moved, float weight);
    }

    /**
     * W⁺ = p⁺e^{−u/b} − p⁻e^{u/b} with W = p⁺ − p⁻ and p⁺p⁻ = b²/4, which the step keeps: unnormalised EG±. Small weights move by u, large
     * ones in proportion to themselves.
     *
     * @param scale b &gt; 0
     */
    public void exponentiate(FloatBuffer weights, FloatBuffer update, float scale) {
        float square = scale * scale;
        tiles(weights, update, length -> {
            for (int i = 0; i < length; i++) {
                float root = (float) Math.sqrt(w[i] * w[i] + square);
                float larger = 0.5f * (Math.abs(w[i]) + root); // the other by division: a difference would cancel
                float smaller = 0.25f * square / larger;
                float factor = (float) Math.exp(Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, -u[i] / scale)));
                float moved = w[i] < 0 ? smaller * factor - larger / factor : larger * factor - smaller / factor;
                u[i] = w[i] - moved;
            }
        });
    }

    /** W⁺ = W − u where |W| is above {@code threshold}, else 0. */
    public void prune(FloatBuffer weights, FloatBuffer update, float threshold) {
        tiles(weights, update, length -> {
            for (int i = 0; i < length; i++) u[i] = Math.abs(w[i]) > threshold ? u[i] : w[i];
        });
    }

    private interface Loop {
        void over(int length);
    }

    private void tiles(FloatBuffer weights, FloatBuffer update, Loop loop) {
        for (int start = 0; start < weights.limit(); start += TILE) {
            int length = Math.min(TILE, weights.limit() - start);
            weights.get(start, w, 0, length);
            update.get(start, u, 0, length);
            loop.over(length);
            update.put(start, u, 0, length);
        }
    }
}
