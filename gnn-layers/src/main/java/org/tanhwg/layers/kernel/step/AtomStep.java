package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;

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
    /** Share of E K by which another turn would lower the energy at most. */
    private static final double SMALL = 1e-6;

    private float[] w = new float[0];
    private float[] q = new float[0];
    private float[] v = new float[0];
    private float[] g = new float[0];
    private final double[] u;
    private double[] at;
    private double[] next;
    private final double[] direction;
    private final double[] diagonal;
    private final double[] stiffness;
    private final int[] size;

    /** @param count K, atoms of a law */
    public AtomStep(int count) {
        u = new double[count];
        at = new double[count];
        next = new double[count];
        direction = new double[count];
        diagonal = new double[count];
        stiffness = new double[count];
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
            for (int i = 0; i < column; i++) v[i] = k.decay() * v[i] + (1 - k.decay()) * g[i];
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

    /** From the projected atoms, pulled a little apart, to the step. */
    private void spread(double a, double heat) {
        int count = u.length;
        double gap = Math.sqrt(heat / a) / count;
        for (int i = 0; i < count; i++) at[i] += gap * (i - (count - 1) / 2.0);
        double value = value(at, a, heat);
        for (int turn = 0; turn < TURNS; turn++) {
            double decrement = newton(a, heat);
            if (decrement <= SMALL * heat * count) return;
            double part = 2;
            double reached;
            do {
                part /= 2;
                for (int i = 0; i < count; i++) next[i] = at[i] - part * direction[i];
                reached = value(next, a, heat);
            } while (!(reached <= value - part * decrement / 4) && part > 1e-9);
            if (!(reached <= value)) return;
            double[] left = at;
            at = next;
            next = left;
            value = reached;
        }
    }

    /** +∞ out of order. */
    private double value(double[] atoms, double a, double heat) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) sum += atoms[i] * (a * atoms[i] / 2 - u[i]);
        for (int i = 1; i < u.length; i++) {
            if (!(atoms[i] > atoms[i - 1])) return Double.POSITIVE_INFINITY;
            sum -= heat * Math.log(atoms[i] - atoms[i - 1]);
        }
        return sum;
    }

    /** Fills the direction with H⁻¹ g, by elimination in the tridiagonal Hessian, and returns its product with g. */
    private double newton(double a, double heat) {
        int count = u.length;
        for (int i = 0; i < count; i++) {
            diagonal[i] = a;
            next[i] = a * at[i] - u[i];
        }
        for (int i = 1; i < count; i++) {
            double push = heat / (at[i] - at[i - 1]);
            next[i - 1] += push;
            next[i] -= push;
            stiffness[i] = push / (at[i] - at[i - 1]);
            diagonal[i - 1] += stiffness[i];
            diagonal[i] += stiffness[i];
        }
        System.arraycopy(next, 0, direction, 0, count);
        for (int i = 1; i < count; i++) {
            double factor = -stiffness[i] / diagonal[i - 1];
            diagonal[i] += factor * stiffness[i];
            direction[i] -= factor * direction[i - 1];
        }
        direction[count - 1] /= diagonal[count - 1];
        for (int i = count - 2; i >= 0; i--) direction[i] = (direction[i] + stiffness[i + 1] * direction[i + 1]) / diagonal[i];
        double product = 0;
        for (int i = 0; i < count; i++) product += next[i] * direction[i];
        return product;
    }

    /** {@code at} ← least-squares projection of u onto ascending sequences: neighbours that violate the order are pooled (Ayer et al. 1955). */
    private void ascend() {
        int blocks = 0;
        double[] level = next;
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
