package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * One exact Wasserstein step of the covariances of complex Gaussian laws (theory §4.4, §7), per unit mass and with structural weights frozen; closed form, whether the
 * covariance and the curvature have one frame or not.
 *
 * <p>The covariance is S², S = s I + R(c) with R(c) z = c z̄. Energy ½ w tr(H S²) − nT log det S + T tr(S²)/(2 n s₀²), transport W₂²/(2nc):
 * <pre>M = (1 + c T/s₀²) I + c n w H,   K = M^{-½} S² M^{-½},   S⁺² = M^{-½} p(K) M^{-½},   p(k) = (k + 2E + √(k² + 4Ek))/2,   E = c n² T</pre>
 * H = C I + R(B) is the averaged curvature of the loss in the parts of the observable. An estimate of it may have negative directions: C is clipped at 0, |B| at C. It is the
 * step of GaussianFreeEnergy in gnn-core, and where c = B = 0 that of {@link SpreadStep}. A synapse without mass has no width.
 */
public final class CovarianceStep {
    private float[] w = new float[0];
    private float[] spread = new float[0];
    private float[] conjugate = new float[0];
    private float[] curvature = new float[0];
    private float[] torsion = new float[0];
    private float[] g = new float[0];
    /** The matrix at work, v I + R(re + i im). */
    private double v;
    private double re;
    private double im;

    /**
     * Steps all units. Arrays of laws hold s, n × units, and behind it c, 2n × units, all real parts of a unit, then all imaginary parts.
     *
     * @param mass structural weights w, n × units, only read
     * @param law s and c, only read
     * @param update on entry the batch's estimates of C and B, on return what is to be subtracted
     * @param state C and B, updated in place
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer law, FloatBuffer update, FloatBuffer state,
            SpreadStep.Coefficients k) {
        reserve(n);
        int second = n * units;
        for (int unit = 0; unit < units; unit++) {
            int own = unit * n;
            int both = second + 2 * own;
            mass.get(own, w, 0, n);
            law.get(own, spread, 0, n);
            law.get(both, conjugate, 0, 2 * n);
            average(own, n, update, state, curvature, k.decay());
            average(both, 2 * n, update, state, torsion, k.decay());
            double c = k.rate()[unit];
            double confined = 1 + c * k.temperature() * k.confinement();
            for (int x = 0; x < n; x++) {
                if (w[x] > 0) step(x, n, confined, c * n * w[x], c * n * n * k.temperature());
                spread[x] -= w[x] > 0 ? (float) v : 0;
                conjugate[x] -= w[x] > 0 ? (float) re : 0;
                conjugate[n + x] -= w[x] > 0 ? (float) im : 0;
            }
            update.put(own, spread, 0, n);
            update.put(both, conjugate, 0, 2 * n);
        }
    }

    private void average(int at, int count, FloatBuffer update, FloatBuffer state, float[] into, float decay) {
        update.get(at, g, 0, count);
        state.get(at, into, 0, count);
        Pointwise.average(count, decay, into, g);
        state.put(at, into, 0, count);
    }

    /** The matrix at work ← S⁺. @param rate c n w */
    private void step(int x, int n, double confined, double rate, double heat) {
        double size = Math.max(0, curvature[x]);
        double across = Math.hypot(torsion[x], torsion[n + x]);
        double kept = rate * Math.min(across, size);
        double first = 1 / Math.sqrt(confined + rate * size + kept);
        double other = 1 / Math.sqrt(confined + rate * size - kept);
        double a = (first + other) / 2;
        double b = across > 0 ? (first - other) / (2 * across) : 0;
        double bre = b * torsion[x], bim = b * torsion[n + x];
        double s = spread[x], cre = conjugate[x], cim = conjugate[n + x];
        v = s * s + cre * cre + cim * cim;
        re = 2 * s * cre;
        im = 2 * s * cim;
        between(a, bre, bim);
        map(heat, false);
        between(a, bre, bim);
        map(heat, true);
    }

    /** The matrix at work Y ← X Y X with X = a I + R(b): R(b) R(p) R(b) = R(b² p̄). */
    private void between(double a, double bre, double bim) {
        double square = bre * bre + bim * bim;
        double along = bre * re + bim * im;
        double pre = 2 * a * v * bre + a * a * re + (bre * bre - bim * bim) * re + 2 * bre * bim * im;
        double pim = 2 * a * v * bim + a * a * im + 2 * bre * bim * re - (bre * bre - bim * bim) * im;
        v = v * (a * a + square) + 2 * a * along;
        re = pre;
        im = pim;
    }

    /** Maps the eigenvalues of the matrix at work, by the root or by p. */
    private void map(double heat, boolean root) {
        double radius = Math.hypot(re, im);
        double high = v + radius, low = Math.max(0, v - radius);
        high = root ? Math.sqrt(high) : (high + 2 * heat + Math.sqrt(high * (high + 4 * heat))) / 2;
        low = root ? Math.sqrt(low) : (low + 2 * heat + Math.sqrt(low * (low + 4 * heat))) / 2;
        double turn = radius > 0 ? (high - low) / (2 * radius) : 0;
        v = (high + low) / 2;
        re *= turn;
        im *= turn;
    }

    private void reserve(int n) {
        if (w.length >= n) return;
        w = new float[n];
        spread = new float[n];
        curvature = new float[n];
        conjugate = new float[2 * n];
        torsion = new float[2 * n];
        g = new float[2 * n];
    }
}
