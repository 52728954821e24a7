package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * One proximal step of the centred atoms of quantile laws (theory §4.4, §5), structural weights frozen: a linear signal for each atom, curvature, confinement, and McCann's
 * internal energy by the spacings of the atoms, which keeps them in order and modes apart.
 *
 * <pre>q⁺ = argmin ½ A Σ q² − Σ u q − E K/(K−1) Σ log(q_{k+1} − q_k),   u = q − c n V − mean,   E = c n² T</pre>
 * with A of {@link SpreadStep}. It is the step of SpacingFreeEnergy in gnn-core, by Newton's method. Equal-mass atoms make W₂² a mean of squares; at T = 0 what is left is
 * the projection onto ascending atoms. The mean of the law belongs to {@link FastStep}.
 */
public final class AtomStep {
    private static final int TURNS = 30;
    /** λ²/E of a last turn: the next one would have about its square. */
    private static final double SMALL = 1e-3;

    private float[] w = new float[0];
    private float[] q = new float[0];
    private float[] v = new float[0];
    private float[] g = new float[0];
    private final double[] u;
    private final double[] at;
    private final double[] level;
    private final double[] direction;
    /** 1 / spacing, and the factors of the elimination. */
    private final double[] closeness;
    private final double[] factor;
    private final int[] size;

    /** @param count K, atoms of a law */
    public AtomStep(int count) {
        u = new double[count];
        at = new double[count];
        level = new double[count];
        direction = new double[count];
        closeness = new double[count];
        factor = new double[count];
        size = new int[count];
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
        int column = n * u.length;
        reserve(n, column);
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, w, 0, n);
            law.get(unit * column, q, 0, column);
            update.get(unit * column, g, 0, column);
            signal.get(unit * column, v, 0, column);
            Pointwise.average(column, k.decay(), v, g);
            float reach = sampled ? k.rate()[unit] * n : 0;
            for (int x = 0; x < n; x++) {
                float quadratic = sampled ? 0 : n * w[x] * Math.max(0, v[x]);
                stepLaw(x, n, reach, quadratic, unit, k);
            }
            update.put(unit * column, q, 0, column);
            signal.put(unit * column, v, 0, column);
        }
    }

    private void stepLaw(int x, int n, float reach, float quadratic, int unit, SpreadStep.Coefficients k) {
        int count = u.length;
        if (w[x] == 0 || count == 1) return; // what is left in q is taken off: there is no width
        double mean = 0;
        for (int i = 0; i < count; i++) {
            u[i] = q[i * n + x] - (double) reach * v[i * n + x];
            mean += u[i] / count;
        }
        for (int i = 0; i < count; i++) u[i] -= mean;
        double c = k.rate()[unit];
        double a = 1 + c * (quadratic + k.temperature() * k.confinement());
        double heat = c * n * n * k.temperature() * count / (count - 1);
        ascend();
        for (int i = 0; i < count; i++) at[i] /= a;
        if (heat > 0) spread(a, heat);
        for (int i = 0; i < count; i++) q[i * n + x] -= (float) at[i];
    }

    /**
     * From the projected atoms, pulled a little apart, to the step. Along Newton's direction d, with ρ the largest share of a spacing that all of d closes, the slope is at most
     * −λ² (1 − t/(1 − tρ)), λ² = gᵀH⁻¹g: the energy falls up to t = 1/(1 + ρ), so that nobody has to look at it, and atoms stay in order.
     */
    private void spread(double a, double heat) {
        int count = u.length;
        double gap = Math.sqrt(heat / a) / count;
        for (int i = 0; i < count; i++) at[i] += gap * (i - (count - 1) / 2.0);
        for (int turn = 0; turn < TURNS; turn++) {
            double decrement = newton(a, heat);
            if (!(decrement < Double.POSITIVE_INFINITY)) return; // atoms so far apart that a spacing is lost in rounding
            double part = 1 / (1 + closing());
            for (int i = 0; i < count; i++) at[i] -= part * direction[i];
            if (decrement <= SMALL * heat) return;
        }
    }

    /** The direction ← H⁻¹g, by elimination in the tridiagonal Hessian. @return gᵀH⁻¹g */
    private double newton(double a, double heat) {
        int last = u.length - 1;
        double pivot = a;
        double residual = a * at[0] - u[0];
        double product = 0;
        for (int i = 0; i < last; i++) {
            closeness[i] = 1 / (at[i + 1] - at[i]);
            double push = heat * closeness[i];
            double stiffness = push * closeness[i];
            double inverse = 1 / (pivot + stiffness);
            residual += push;
            direction[i] = residual * inverse;
            product += residual * direction[i];
            factor[i] = stiffness * inverse;
            residual = a * at[i + 1] - u[i + 1] - push + factor[i] * residual;
            pivot = a + factor[i] * pivot;
        }
        direction[last] = residual / pivot;
        product += residual * direction[last];
        for (int i = last - 1; i >= 0; i--) direction[i] += factor[i] * direction[i + 1];
        return product;
    }

    /** ρ ≥ 0. */
    private double closing() {
        double most = 0;
        for (int i = 0; i + 1 < u.length; i++) most = Math.max(most, (direction[i + 1] - direction[i]) * closeness[i]);
        return most;
    }

    /** {@code at} ← least-squares projection of u onto ascending sequences: neighbours that violate the order are pooled (Ayer et al. 1955). */
    private void ascend() {
        int blocks = 0;
        for (double atom : u) {
            level[blocks] = atom;
            size[blocks] = 1;
            while (blocks > 0 && level[blocks - 1] > level[blocks]) {
                int both = size[blocks - 1] + size[blocks];
                level[blocks - 1] = (size[blocks - 1] * level[blocks - 1] + size[blocks] * level[blocks]) / both;
                size[blocks - 1] = both;
                blocks--;
            }
            blocks++;
        }
        int place = 0;
        for (int block = 0; block < blocks; block++) for (int i = 0; i < size[block]; i++) at[place++] = level[block];
    }

    private void reserve(int n, int column) {
        if (w.length >= n) return;
        w = new float[n];
        q = new float[column];
        v = new float[column];
        g = new float[column];
    }
}
