package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * One proximal step of the centred atoms of quantile laws (theory §4.4, §5), structural weights frozen: a linear signal for each atom, curvature, confinement, and McCann's
 * internal energy by the spacings of the atoms, which keeps them in order and modes apart.
 *
 * <pre>q⁺ = argmin ½ A Σ q² − Σ u q − E K/(K−1) Σ log(q_{k+1} − q_k),   u = q − c n V − mean,   E = c n² T</pre>
 * with A of {@link SpreadStep}. It is the step of SpacingFreeEnergy in gnn-core. Equal-mass atoms make W₂² a mean of squares; at T = 0 what is left is
 * the projection onto ascending atoms. The mean of the law belongs to {@link FastStep}.
 *
 * <p>Nearly all laws have atoms so far apart that the internal energy only nudges them: q⁺ = u/A + E (1/s₋ − 1/s₊)/A with the spacings s of u/A, all synapses of a unit at
 * once. The others take {@link SpacingStep}.
 */
public final class AtomStep {
    /** s² A/E from which on that is exact to 1e-6 of a spacing. */
    private static final float FAR_APART = 1e3f;

    private final float[][] q;
    private final float[][] v;
    private final float[][] g;
    private final float[][] spacing;
    private float[] w = new float[0];
    private float[] sum = new float[0];
    private float[] inverse = new float[0];
    private float[] smallest = new float[0];
    private final SpacingStep one;

    /** @param count K, atoms of a law */
    public AtomStep(int count) {
        q = new float[count][0];
        v = new float[count][0];
        g = new float[count][0];
        spacing = new float[count - 1][0];
        one = new SpacingStep(count);
    }

    /**
     * Steps all units.
     *
     * @param mass structural weights w, n × units, only read
     * @param law centred atoms, Kn × units, only read
     * @param update on entry K ∂L/∂(wq) of each atom, on return q − q⁺
     * @param signal V, Kn × units, updated in place
     * @param sampled false when gradient and signal carry in their first n rows the curvature C instead, and nothing else
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer law, FloatBuffer update, FloatBuffer signal,
            boolean sampled, SpreadStep.Coefficients k) {
        int count = q.length;
        reserve(n);
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, w, 0, n);
            for (int i = 0; i < count; i++) {
                int start = (unit * count + i) * n;
                law.get(start, q[i], 0, n);
                update.get(start, g[i], 0, n);
                signal.get(start, v[i], 0, n);
                Pointwise.average(n, k.decay(), v[i], g[i]);
                signal.put(start, v[i], 0, n);
            }
            if (count == 1) System.arraycopy(q[0], 0, g[0], 0, n); // what is left is taken off: there is no width
            else stepUnit(n, sampled, k.rate()[unit], k);
            for (int i = 0; i < count; i++) update.put((unit * count + i) * n, g[i], 0, n);
        }
    }

    /** {@link #g} ← q − q⁺. */
    private void stepUnit(int n, boolean sampled, float rate, SpreadStep.Coefficients k) {
        int count = q.length;
        float reach = sampled ? rate * n : 0;
        float heat = rate * n * n * k.temperature() * count / (count - 1);
        Arrays.fill(sum, 0, n, 0);
        for (int i = 0; i < count; i++) pull(n, reach, q[i], v[i], g[i], sum);
        resist(n, sampled ? 0 : rate * n, rate * k.temperature() * k.confinement(), w, v[0], inverse);
        for (int i = 0; i < count; i++) centre(n, 1f / count, sum, inverse, g[i]);
        Arrays.fill(smallest, 0, n, Float.POSITIVE_INFINITY);
        for (int i = 0; i + 1 < count; i++) space(n, g[i], g[i + 1], spacing[i], smallest);
        if (heat > 0) for (int i = 0; i + 1 < count; i++) nudge(n, heat, inverse, spacing[i], g[i], g[i + 1]);
        for (int i = 0; i < count; i++) difference(n, q[i], g[i]);
        for (int x = 0; x < n; x++) {
            // atoms out of order have a negative spacing, and what is no number is not far apart either
            boolean farApart = smallest[x] >= 0 && smallest[x] * smallest[x] >= FAR_APART * heat * inverse[x];
            if (w[x] == 0 || !farApart) stepLaw(x, reach, heat);
        }
    }

    private static void pull(int n, float reach, float[] q, float[] v, float[] u, float[] sum) {
        for (int x = 0; x < n; x++) {
            u[x] = q[x] - reach * v[x];
            sum[x] += u[x];
        }
    }

    /** {@code inverse} ← 1/A, A = 1 + c (n w C + T/s₀²). */
    private static void resist(int n, float reach, float confinement, float[] w, float[] curvature, float[] inverse) {
        for (int x = 0; x < n; x++) inverse[x] = 1 / (1 + (reach * w[x] * Math.max(0, curvature[x]) + confinement));
    }

    private static void centre(int n, float share, float[] sum, float[] inverse, float[] u) {
        for (int x = 0; x < n; x++) u[x] = (u[x] - share * sum[x]) * inverse[x];
    }

    private static void space(int n, float[] lower, float[] upper, float[] spacing, float[] smallest) {
        for (int x = 0; x < n; x++) {
            spacing[x] = upper[x] - lower[x];
            smallest[x] = Math.min(smallest[x], spacing[x]);
        }
    }

    /** Of the two forces of a spacing, E/s either way. */
    private static void nudge(int n, float heat, float[] inverse, float[] spacing, float[] lower, float[] upper) {
        for (int x = 0; x < n; x++) {
            float push = heat * inverse[x] / spacing[x];
            lower[x] -= push;
            upper[x] += push;
        }
    }

    private static void difference(int n, float[] from, float[] to) {
        for (int x = 0; x < n; x++) to[x] = from[x] - to[x];
    }

    /** The law of one synapse, exactly; without mass it has no width. */
    private void stepLaw(int x, float reach, double heat) {
        int count = q.length;
        for (int i = 0; i < count; i++) g[i][x] = q[i][x];
        if (w[x] == 0) return;
        double[] u = one.pulls();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            u[i] = q[i][x] - (double) reach * v[i][x];
            sum += u[i];
        }
        for (int i = 0; i < count; i++) u[i] -= sum / count;
        double[] at = one.solve(1.0 / inverse[x], heat);
        for (int i = 0; i < count; i++) g[i][x] -= (float) at[i];
    }

    private void reserve(int n) {
        if (w.length >= n) return;
        w = new float[n];
        sum = new float[n];
        inverse = new float[n];
        smallest = new float[n];
        for (float[][] rows : new float[][][] {q, v, g, spacing}) for (int i = 0; i < rows.length; i++) rows[i] = new float[n];
    }
}
