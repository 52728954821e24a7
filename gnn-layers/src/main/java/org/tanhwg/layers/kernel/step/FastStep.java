package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * The fast regime of a whole layer: one proximal step of every amplitude mean, structural weights frozen (theory §4.1).
 *
 * <p>With O = w m, ŵ = n w and the averaged signal V ← μV + (1−μ)G:
 * <pre>O⁺ = soft(O − c ŵ V, t + t' ŵ) / (1 + cλ),   m⁺ = O⁺ / w = soft(m − c n V, t/w + t' n) / (1 + cλ)</pre>
 * where c is the unit's step size, t the threshold of the counting potential and t' that of the mass-weighted one. A synapse without
 * mass stays exactly 0. Arrays hold one column of n synapses per unit; complex ones all real parts, then all imaginary parts, and soft
 * shrinks the modulus, the phase stays.
 */
public final class FastStep {
    private static final int TILE = 1024;
    private static final float SMALLEST_MASS = 1e-30f;
    /** Times anything that is not 0, at least 1. */
    private static final float LARGE = 1e38f;

    private final float[] w = new float[TILE];
    private final float[] m = new float[TILE];
    private final float[] g = new float[TILE];
    private final float[] v = new float[TILE];
    private final float[] imaginaryM = new float[TILE];
    private final float[] imaginaryG = new float[TILE];
    private final float[] imaginaryV = new float[TILE];

    /**
     * What a step needs to know besides the arrays.
     *
     * @param momentum μ of the averaged signal, in [0, 1)
     * @param rate c, step size per unit, ≥ 0
     * @param threshold t, per unit, ≥ 0
     * @param massThreshold t', per unit, ≥ 0
     * @param shrinkage 1/(1 + cλ), per unit, in (0, 1]
     * @param frozen whether silent synapses (m = 0) stay silent
     * @param living how many synapses of each unit have mass, where all of these are to move alike: speed and threshold are then divided by ŵ and multiplied by n over
     *        this number, which keeps their ratio; empty where each moves by ŵ. For ablations, and real amplitudes only
     */
    public record Coefficients(float momentum, float[] rate, float[] threshold, float[] massThreshold, float[] shrinkage,
            boolean frozen, Optional<int[]> living) {
        /** Speed by mass. */
        public Coefficients(float momentum, float[] rate, float[] threshold, float[] massThreshold, float[] shrinkage,
                boolean frozen) {
            this(momentum, rate, threshold, massThreshold, shrinkage, frozen, Optional.empty());
        }
    }

    /**
     * Steps the units [first, end).
     *
     * @param mass structural weights w, n × units, only read
     * @param amplitude means m, n × units, or twice that where they are complex, only read
     * @param gradient on entry G = ∂L/∂O, on return the update m − m⁺
     * @param signal V, updated in place
     */
    public void apply(int n, int first, int end, FloatBuffer mass, FloatBuffer amplitude, FloatBuffer gradient,
            FloatBuffer signal,
            Coefficients k) {
        int total = mass.limit();
        boolean complex = amplitude.limit() == 2 * total;
        int length;
        for (int start = n * first; start < n * end; start += length) {
            length = tile(n, start, n * end);
            mass.get(start, w, 0, length);
            amplitude.get(start, m, 0, length);
            gradient.get(start, g, 0, length);
            signal.get(start, v, 0, length);
            Pointwise.average(length, k.momentum, v, g);
            if (complex) {
                amplitude.get(total + start, imaginaryM, 0, length);
                gradient.get(total + start, imaginaryG, 0, length);
                signal.get(total + start, imaginaryV, 0, length);
                Pointwise.average(length, k.momentum, imaginaryV, imaginaryG);
            }
            for (int from = 0; from < length;) {
                int unit = (start + from) / n;
                int to = Math.min(length, (unit + 1) * n - start);
                if (complex) stepComplexUnit(from, to, unit, n, k);
                else stepUnit(from, to, unit, n, k);
                from = to;
            }
            gradient.put(start, g, 0, length);
            signal.put(start, v, 0, length);
            if (complex) {
                gradient.put(total + start, imaginaryG, 0, length);
                signal.put(total + start, imaginaryV, 0, length);
            }
        }
    }

    /**
     * Steps those synapses of the units [first, end) that have mass, of a real layer; the views of the others are left alone.
     *
     * @param means m of each listed synapse, stepped in place
     * @param average V of each listed synapse, updated in place, and in {@code signal}
     */
    public void apply(Support support, int first, int end, float[] means, float[] average, FloatBuffer gradient,
            FloatBuffer signal, Coefficients k) {
        // a unit has few synapses: loops over a tile of many units start less often
        for (int start = support.start(first), unit = first; start < support.start(end); start += TILE) {
            int length = Math.min(TILE, support.start(end) - start);
            support.gather(gradient, start, length, g);
            support.copyMass(start, length, w);
            System.arraycopy(means, start, m, 0, length);
            System.arraycopy(average, start, v, 0, length);
            Pointwise.average(length, k.momentum, v, g);
            for (int from = 0; from < length;) {
                while (support.start(unit + 1) <= start + from) unit++;
                int to = Math.min(length, support.start(unit + 1) - start);
                stepUnit(from, to, unit, support.inputs(), k);
                from = to;
            }
            System.arraycopy(v, 0, average, start, length);
            for (int i = 0; i < length; i++) m[i] -= g[i];
            System.arraycopy(m, 0, means, start, length);
            support.scatter(g, start, length, gradient);
            support.scatter(v, start, length, signal);
        }
    }

    /** Length of the tile at {@code start}: whole units, or a part of one. */
    private static int tile(int n, int start, int end) {
        return n > TILE ? Math.min(TILE, n - start % n) : Math.min(TILE / n * n, end - start);
    }

    private void stepUnit(int from, int to, int unit, int n, Coefficients k) {
        // only synapses that are not silent move once the support is frozen
        float[] moving = k.frozen ? m : w;
        float rate = k.rate[unit] * n;
        if (k.living.isPresent())
            stepAlike(from, to, moving, rate, k.threshold[unit], k.massThreshold[unit] * n, k.living.get()[unit]);
        else
            if (k.threshold[unit] == 0 && k.massThreshold[unit] == 0) step(from, to, moving, rate, k.shrinkage[unit]);
            else step(from, to, moving, rate, k.threshold[unit], k.massThreshold[unit] * n, k.shrinkage[unit]);
    }

    private void stepComplexUnit(int from, int to, int unit, int n, Coefficients k) {
        stepComplex(from, to, k.rate[unit] * n, k.threshold[unit], k.massThreshold[unit] * n, k.shrinkage[unit], k.frozen);
    }

    private void step(int from, int to, float[] moving, float rate, float shrinkage) {
        for (int i = from; i < to; i++) {
            float moves = Math.min(Math.abs(moving[i]) * LARGE, 1f);
            g[i] = m[i] - shrinkage * (m[i] - rate * v[i] * moves);
        }
    }

    /** soft(u, t) as max(0, u − t) + min(0, u + t) with 2 max(0, x) = x + |x|, which is exact: a minimum takes the processor four times as long. */
    private void step(int from, int to, float[] moving, float rate, float threshold, float massThreshold, float shrinkage) {
        for (int i = from; i < to; i++) {
            float moves = Math.min(Math.abs(moving[i]) * LARGE, 1f);
            float u = m[i] - rate * v[i] * moves;
            float t = threshold / (w[i] + SMALLEST_MASS) + massThreshold;
            float soft = 0.5f * ((u - t) + Math.abs(u - t)) + 0.5f * ((u + t) - Math.abs(u + t));
            g[i] = m[i] - shrinkage * soft;
        }
    }

    /** Speed and threshold times n / (living ŵ). */
    private void stepAlike(int from, int to, float[] moving, float rate, float threshold, float massThreshold, int living) {
        for (int i = from; i < to; i++) {
            float moves = Math.min(Math.abs(moving[i]) * LARGE, 1f);
            float alike = 1 / (living * (w[i] + SMALLEST_MASS));
            float u = m[i] - rate * alike * v[i] * moves;
            float t = (threshold / (w[i] + SMALLEST_MASS) + massThreshold) * alike;
            g[i] = m[i] - Math.copySign(Math.max(0, Math.abs(u) - t), u);
        }
    }

    private void stepComplex(int from, int to, float rate, float threshold, float massThreshold, float shrinkage,
            boolean frozen) {
        float thaw = frozen ? 0 : 1;
        for (int i = from; i < to; i++) {
            float living = Math.min((Math.abs(m[i]) + Math.abs(imaginaryM[i])) * LARGE + thaw, 1f);
            float re = w[i] * m[i] - rate * w[i] * v[i] * living;
            float im = w[i] * imaginaryM[i] - rate * w[i] * imaginaryV[i] * living;
            float modulus = (float) Math.sqrt(re * re + im * im);
            float t = threshold + massThreshold * w[i];
            float kept = shrinkage * (1 - Math.min(1, t / Math.max(modulus, SMALLEST_MASS))) / Math.max(w[i], SMALLEST_MASS);
            g[i] = m[i] - re * kept;
            imaginaryG[i] = imaginaryM[i] - im * kept;
        }
    }
}
