package org.tanhwg.layers.kernel.step;

/**
 * The proximal step of the centred atoms of one law: energy ½ A Σ q² − Σ u q − E Σ log(q_{k+1} − q_k), exact by Newton's method (theory §4.4). At E = 0 it is
 * the projection onto ascending atoms.
 */
final class SpacingStep {
    private static final int TURNS = 30;
    /** λ²/E of a last turn: the next one would have about its square. */
    private static final double SMALL = 1e-3;

    private final double[] u;
    private final double[] at;
    private final double[] level;
    private final double[] direction;
    /** 1 / spacing, and the factors of the elimination. */
    private final double[] closeness;
    private final double[] factor;
    private final int[] size;

    /** @param count K, atoms of a law */
    SpacingStep(int count) {
        u = new double[count];
        at = new double[count];
        level = new double[count];
        direction = new double[count];
        closeness = new double[count];
        factor = new double[count];
        size = new int[count];
    }

    /** u, to be written before {@link #solve}; their mean is that of the atoms. */
    double[] pulls() { return u; }

    /** Atoms of least energy, good until the next call. @param a A > 0 @param heat E ≥ 0 */
    double[] solve(double a, double heat) {
        ascend();
        for (int i = 0; i < at.length; i++) at[i] /= a;
        if (heat > 0) spread(a, heat);
        return at;
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
}
