package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;

/**
 * One proximal step of the centred atoms of quantile laws (theory §5), structural weights frozen: a linear signal, the order of the atoms
 * and the energy of {@link SpreadStep} in their standard deviation.
 *
 * <pre>u = isotonic(q − c n V − mean),   q⁺ = u · σ⁺(σ_u)/σ_u</pre>
 * Equal-mass atoms make W₂² a mean of squares, so that the projection onto ascending atoms is the exact step of the constraint, and an energy
 * of the standard deviation alone only dilates. The mean of the law belongs to {@link FastStep}.
 */
public final class AtomStep {
    private float[] w = new float[0];
    private float[] q = new float[0];
    private float[] v = new float[0];
    private float[] g = new float[0];
    private final float[] atoms;
    private final float[] wanted;
    private final float[] level;
    private final int[] size;

    /** @param count K, atoms of a law */
    public AtomStep(int count) {
        atoms = new float[count];
        wanted = new float[count];
        level = new float[count];
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
        int column = n * atoms.length;
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
        int count = atoms.length;
        for (int i = 0; i < count; i++) atoms[i] = q[i * n + x] - reach * v[i * n + x];
        centre();
        float spread = ascend() > 1 ? centredDeviation() : bestStair();
        float stepped = w[x] > 0 && count > 1 ? k.step(spread, quadratic, n, unit) : 0;
        float factor = spread > 0 ? stepped / spread : stepped;
        for (int i = 0; i < count; i++) q[i * n + x] -= factor * atoms[i];
    }

    private void centre() {
        float mean = 0;
        for (float atom : atoms) mean += atom / atoms.length;
        for (int i = 0; i < atoms.length; i++) atoms[i] -= mean;
    }

    /** Standard deviation of the projected atoms, centred once more: where it is tiny they are dilated by much, and what rounding left of their mean with them. */
    private float centredDeviation() {
        centre();
        float square = 0;
        for (float atom : atoms) square += atom * atom / atoms.length;
        return (float) Math.sqrt(square);
    }

    /**
     * When the projection has no width, the energy still may: its minimiser then lies on an extreme ray of the ascending sequences, a stair
     * of one step. Leaves the one that the signal opposes least, of standard deviation 1, and returns its product with the signal, ≤ 0.
     */
    private float bestStair() {
        int count = atoms.length;
        float best = Float.NEGATIVE_INFINITY;
        int place = 0;
        float below = 0;
        for (int j = 1; j < count; j++) {
            below += wanted[j - 1];
            float product = -below / (float) Math.sqrt((double) j * (count - j));
            if (product > best) {
                best = product;
                place = j;
            }
        }
        for (int i = 0; i < count; i++) {
            atoms[i] = (float) (i < place ? -Math.sqrt((count - place) / (double) place)
                    : Math.sqrt(place / (double) (count - place)));
        }
        return Math.min(0, best);
    }

    /** Least-squares projection onto ascending sequences: neighbours that violate the order are pooled (Ayer et al. 1955). @return number of levels */
    private int ascend() {
        int blocks = 0;
        System.arraycopy(atoms, 0, wanted, 0, atoms.length);
        for (float atom : atoms) {
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
        int at = 0;
        for (int block = 0; block < blocks; block++) for (int i = 0; i < size[block]; i++) atoms[at++] = level[block];
        return blocks;
    }

    private void reserve(int n, int column) {
        if (w.length >= n) return;
        w = new float[n];
        q = new float[column];
        v = new float[column];
        g = new float[column];
    }
}
