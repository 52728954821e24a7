package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * One proximal step of the centred atoms of complex synapses (theory §4.4, §5), structural weights frozen: a linear signal for each atom, curvature, confinement, and
 * McCann's internal energy as distances to neighbours tell it, which keeps modes apart.
 *
 * <pre>q⁺ = argmin ½ A Σ|q|² − Σ⟨u, q⟩ + ½ E Σ_k log Σ_{j≠k} |q_k − q_j|⁻⁴,   u = q − c n V − mean,   E = c n² T</pre>
 * with A of {@link SpreadStep}. It is the step of PlaneFreeEnergy in gnn-core: descent from the dilated u, each turn of which lowers the energy, until the slope is small or
 * the turns are over. Atoms keep their labels. The mean of the law belongs to {@link FastStep}.
 */
public final class PlaneAtomStep {
    private static final int TURNS = 12;
    /** Share of the length of A q that the slope may keep. */
    private static final double SMALL = 1e-3;
    private static final double LEAST_DISTANCE = 1e-4;

    private float[] w = new float[0];
    private float[] q = new float[0];
    private float[] v = new float[0];
    private float[] g = new float[0];
    private final int count;
    /** Real parts, then imaginary parts, as all arrays of atoms here. */
    private final double[] u;
    private double[] at;
    private double[] next;
    private final double[] slope;
    private final double[] density;

    /** @param count K, atoms of a law */
    public PlaneAtomStep(int count) {
        this.count = count;
        u = new double[2 * count];
        at = new double[2 * count];
        next = new double[2 * count];
        slope = new double[2 * count];
        density = new double[count];
    }

    /**
     * Steps all units.
     *
     * @param mass structural weights w, n × units, only read
     * @param law centred atoms, 2Kn × units, all real parts of a unit, then all imaginary parts, only read
     * @param update on entry K ∂L/∂(wq) of each atom, on return q − q⁺
     * @param signal V, 2Kn × units, updated in place
     * @param sampled false when gradient and signal carry in their first n rows the curvature C instead, and nothing else
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer law, FloatBuffer update, FloatBuffer signal,
            boolean sampled, SpreadStep.Coefficients k) {
        int column = 2 * n * count;
        reserve(n, column);
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, w, 0, n);
            law.get(unit * column, q, 0, column);
            update.get(unit * column, g, 0, column);
            signal.get(unit * column, v, 0, column);
            Pointwise.average(column, k.decay(), v, g);
            double c = k.rate()[unit];
            for (int x = 0; x < n; x++) {
                double quadratic = sampled ? 0 : n * w[x] * Math.max(0, v[x]);
                if (w[x] > 0 && count > 1) {
                    for (int i = 0; i < u.length; i++) u[i] = q[i * n + x] - (sampled ? c * n * v[i * n + x] : 0);
                    step(1 + c * (quadratic + k.temperature() * k.confinement()), c * n * n * k.temperature());
                    for (int i = 0; i < u.length; i++) q[i * n + x] -= (float) at[i];
                }
            }
            update.put(unit * column, q, 0, column);
            signal.put(unit * column, v, 0, column);
        }
    }

    /** {@code at} ← the step from u. */
    private void step(double a, double heat) {
        double variance = centre();
        double dilated = (Math.sqrt(variance) + Math.sqrt(variance + 4 * heat * a)) / (2 * a);
        double factor = variance > 0 ? dilated / Math.sqrt(variance) : 0;
        for (int i = 0; i < u.length; i++) at[i] = factor * u[i];
        if (heat == 0 || dilated == 0) return;
        separate(dilated);
        double value = value(at, a, heat);
        double size = 1 / a;
        for (int turn = 0; turn < TURNS; turn++) {
            double square = slope(a, heat);
            if (square <= SMALL * SMALL * a * a * dilated * dilated * u.length) return;
            double reached;
            do {
                for (int i = 0; i < u.length; i++) next[i] = at[i] - size * slope[i];
                reached = value(next, a, heat);
                size /= 2;
            } while (!(reached <= value - size * square / 2) && size * a > 1e-12);
            if (!(reached <= value)) return;
            double[] left = at;
            at = next;
            next = left;
            value = reached;
            size *= 4;
        }
    }

    /** Centres u and returns the mean variance of its parts. */
    private double centre() {
        double square = 0;
        for (int start = 0; start < u.length; start += count) {
            double mean = 0;
            for (int k = start; k < start + count; k++) mean += u[k] / count;
            for (int k = start; k < start + count; k++) {
                u[k] -= mean;
                square += u[k] * u[k];
            }
        }
        return square / u.length;
    }

    /** Where atoms all but coincide, each goes a little in a direction of its own: to no other place does the energy fall. */
    private void separate(double spread) {
        double least = LEAST_DISTANCE * spread;
        for (int k = 0; k < count; k++)
            for (int j = 0; j < k; j++)
                if (square(at, k, j) < least * least) {
                    for (int i = 0; i < count; i++) {
                        at[i] += 10 * least * Math.cos(2 * Math.PI * i / count);
                        at[count + i] += 10 * least * Math.sin(2 * Math.PI * i / count);
                    }
                    return;
                }
    }

    private double square(double[] atoms, int k, int j) {
        double re = atoms[k] - atoms[j], im = atoms[count + k] - atoms[count + j];
        return re * re + im * im;
    }

    /** Fills the densities Σ_j |q_k − q_j|⁻⁴. */
    private double value(double[] atoms, double a, double heat) {
        Arrays.fill(density, 0);
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < k; j++) {
                double square = square(atoms, k, j);
                double near = 1 / (square * square);
                density[k] += near;
                density[j] += near;
            }
        }
        double sum = 0;
        for (int k = 0; k < count; k++) sum += heat / 2 * Math.log(density[k]);
        for (int i = 0; i < u.length; i++) sum += atoms[i] * (a * atoms[i] / 2 - u[i]);
        return sum;
    }

    /** Fills the slope at {@code at}, whose densities are those last made, and returns its squared length. */
    private double slope(double a, double heat) {
        for (int i = 0; i < u.length; i++) slope[i] = a * at[i] - u[i];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < k; j++) {
                double square = square(at, k, j);
                double push = 2 * heat * (1 / density[k] + 1 / density[j]) / (square * square * square);
                double re = push * (at[k] - at[j]), im = push * (at[count + k] - at[count + j]);
                slope[k] -= re;
                slope[j] += re;
                slope[count + k] -= im;
                slope[count + j] += im;
            }
        }
        double sum = 0;
        for (double part : slope) sum += part * part;
        return sum;
    }

    private void reserve(int n, int column) {
        if (w.length >= n) return;
        w = new float[n];
        q = new float[column];
        v = new float[column];
        g = new float[column];
    }
}
