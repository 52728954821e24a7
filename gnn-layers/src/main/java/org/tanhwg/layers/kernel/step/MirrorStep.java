package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.core.observable.Simplex;

/**
 * Mirror descent of the structural weights of a whole layer, taken as a Tan–HWG step (Prop 5.20, theory §3).
 *
 * <pre>g_x = ∂L/∂w_x = Re(conj(m_x) V_x);   entropic: p ∝ w e^{−αg},  Euclidean: p = Π(w − (α/n) g);   s = w + (p − w)/η,   w⁺ = (1−η)w + ηs</pre>
 * η = 1 is mirror descent itself; a smaller one leads to the same w⁺ by another signal. The Euclidean rate is divided by n so that both
 * geometries begin with the same step at uniform w. Masses below 1e-30 become 0.
 */
public final class MirrorStep {
    private static final float SMALLEST_MASS = 1e-30f;
    /** Rounding of s for numbers of size 1/η. */
    private static final float ROUNDING = 1e-6f;

    private float[] w = new float[0];
    private float[] g = new float[0];
    private float[] p = new float[0];
    private float[] m = new float[0];
    private double[] moved = new double[0];

    /**
     * Moves the mass of all units.
     *
     * @param parts numbers that make up an amplitude: 1, or 2 where it is complex
     * @param mass w, n × units, only read
     * @param amplitude m, and {@code signal} V: n × units, part after part, only read
     * @param rate α of each unit, ≥ 0
     * @param eta η in (0, 1]
     * @param massUpdate on return w − w⁺
     * @throws ArithmeticException if a signal leaves the simplex, which needs a larger η
     */
    public void apply(MirrorDescent geometry, int n, int units, int parts, FloatBuffer mass, FloatBuffer amplitude,
            FloatBuffer signal,
            float[] rate, float eta, FloatBuffer massUpdate) {
        reserve(n);
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, w, 0, n);
            pressure(n, units, parts, unit, amplitude, signal);
            switch (geometry) {
                case ENTROPIC -> entropic(n, rate[unit]);
                case EUCLIDEAN -> euclidean(n, rate[unit] / n);
            }
            toward(n, eta);
            massUpdate.put(unit * n, p, 0, n);
        }
    }

    /** Leaves ∂L/∂w in g. */
    private void pressure(int n, int units, int parts, int unit, FloatBuffer amplitude, FloatBuffer signal) {
        amplitude.get(unit * n, g, 0, n);
        signal.get(unit * n, p, 0, n);
        for (int i = 0; i < n; i++) g[i] *= p[i];
        if (parts == 1) return;
        amplitude.get((units + unit) * n, m, 0, n);
        signal.get((units + unit) * n, p, 0, n);
        for (int i = 0; i < n; i++) g[i] += m[i] * p[i];
    }

    private void entropic(int n, float rate) {
        float least = Float.POSITIVE_INFINITY; // the shift cancels and keeps exp from overflowing
        for (int i = 0; i < n; i++) if (w[i] > 0) least = Math.min(least, g[i]);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            p[i] = w[i] == 0 ? 0 : w[i] * (float) Math.exp(-rate * (g[i] - least));
            sum += p[i];
        }
        float scale = (float) (1 / sum);
        for (int i = 0; i < n; i++) p[i] = p[i] * scale < SMALLEST_MASS ? 0 : p[i] * scale;
    }

    private void euclidean(int n, float rate) {
        for (int i = 0; i < n; i++) moved[i] = w[i] - (double) rate * g[i];
        double[] projected = Simplex.project(moved);
        for (int i = 0; i < n; i++) p[i] = projected[i] < SMALLEST_MASS ? 0 : (float) projected[i];
    }

    /** Turns p into the update w − w⁺ of the moving average toward s. */
    private void toward(int n, float eta) {
        for (int i = 0; i < n; i++) {
            float s = eta == 1 ? p[i] : w[i] + (p[i] - w[i]) / eta;
            if (s < -ROUNDING) {
                throw new ArithmeticException(
                        "the signal of mirror descent leaves the simplex: eta = " + eta + " must be at least "
                                + (w[i] - p[i]) / w[i]);
            }
            p[i] = eta * (w[i] - Math.max(0, s));
        }
    }

    private void reserve(int n) {
        if (w.length == n) return;
        w = new float[n];
        g = new float[n];
        p = new float[n];
        m = new float[n];
        moved = new double[n];
    }
}
