package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * One proximal step of the spreads of Gaussian laws (theory §4.4), per unit mass and with structural weights frozen.
 *
 * <p>Energy ½ C w σ² − nT log σ + T σ²/(2 n s₀²), transport (σ⁺ − σ)²/(2nc), so that T and s₀ speak of the observable at uniform mass:
 * <pre>σ⁺ = (σ + √(σ² + 4 c n² T A)) / (2A),   A = 1 + c (n w C + T/s₀²)</pre>
 * C is the averaged curvature of the alignment energy in the observable, c the unit's step size. Positive for every c; a synapse without
 * mass has no spread.
 */
public final class SpreadStep {
    private static final int TILE = 1024;

    private final float[] w = new float[TILE];
    private final float[] s = new float[TILE];
    private final float[] g = new float[TILE];
    private final float[] curvature = new float[TILE];

    /**
     * What a step needs to know besides the arrays.
     *
     * @param decay of the averaged curvature, in [0, 1]; 1 leaves it as it is
     * @param rate c, per unit, ≥ 0
     * @param temperature T ≥ 0
     * @param confinement 1/s₀² ≥ 0
     */
    public record Coefficients(float decay, float[] rate, float temperature, float confinement) {}

    /**
     * Steps all units.
     *
     * @param mass structural weights w, n × units, only read
     * @param spread σ, n × units, only read
     * @param update on entry the batch's estimate of C, on return σ − σ⁺
     * @param state C, updated in place; estimates may be negative, the step takes their average clipped at 0
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer spread, FloatBuffer update, FloatBuffer state,
            Coefficients k) {
        int total = n * units;
        for (int start = 0; start < total; start += TILE) {
            int length = Math.min(TILE, total - start);
            mass.get(start, w, 0, length);
            spread.get(start, s, 0, length);
            update.get(start, g, 0, length);
            state.get(start, curvature, 0, length);
            Pointwise.average(length, k.decay, curvature, g);
            for (int from = 0; from < length;) {
                int unit = (start + from) / n;
                int to = Math.min(length, (unit + 1) * n - start);
                step(from, to, n, k.rate[unit], k.temperature, k.temperature * k.confinement);
                from = to;
            }
            update.put(start, g, 0, length);
            state.put(start, curvature, 0, length);
        }
    }

    /** Steps the synapses with mass alone; entries of the others are left alone. */
    public void apply(Support support, FloatBuffer spread, FloatBuffer update, FloatBuffer state, Coefficients k) {
        for (int unit = 0; unit < support.units(); unit++) {
            for (int start = support.start(unit); start < support.start(unit + 1); start += TILE) {
                int length = Math.min(TILE, support.start(unit + 1) - start);
                for (int i = 0; i < length; i++) {
                    int at = support.at(start + i);
                    w[i] = support.mass(start + i);
                    s[i] = spread.get(at);
                    curvature[i] = state.get(at);
                    g[i] = update.get(at);
                }
                Pointwise.average(length, k.decay, curvature, g);
                step(0, length, support.inputs(), k.rate[unit], k.temperature, k.temperature * k.confinement);
                for (int i = 0; i < length; i++) {
                    int at = support.at(start + i);
                    update.put(at, g[i]);
                    state.put(at, curvature[i]);
                }
            }
        }
    }

    private void step(int from, int to, int n, float c, float temperature, float confinement) {
        float entropy = 4 * c * n * n * temperature;
        float own = 1 + c * confinement;
        float shared = c * n;
        for (int i = from; i < to; i++) {
            float a = own + shared * w[i] * Math.max(0, curvature[i]);
            float stepped = (s[i] + (float) Math.sqrt(s[i] * s[i] + entropy * a)) / (2 * a);
            float massive = Math.min(w[i] * 1e38f, 1f); // a branch would not vectorise
            g[i] = s[i] - massive * stepped;
        }
    }
}
