package org.tanhwg.layers.kernel.sparse;

import java.util.Arrays;

/**
 * The three products of a layer whose synapses are few, over minibatches that lie feature after feature: one array of examples for each input,
 * unit or error.
 *
 * <p>Every inner loop runs along the examples of one feature with a bare index, which is what the compiler vectorises; four
 * synapses share a loop, so that the arrays they share are read once.
 */
public final class SparseProducts {
    /** Sums over a batch that are taken at a time. */
    private static final int SUMS = 8;

    /** z_y ← b_y + Σ_x O_xy a_x for the units y in [from, to). @param observable O of each listed synapse */
    public static void forward(Support support, int from, int to, int batch, float[] observable, float[] bias, float[][] a,
            float[][] z) {
        for (int unit = from; unit < to; unit++) {
            float[] into = z[unit];
            Arrays.fill(into, 0, batch, bias[unit]);
            int k = support.start(unit);
            int end = support.start(unit + 1);
            for (; k + 3 < end; k += 4) {
                addFour(batch, observable[k], a[support.input(k)], observable[k + 1], a[support.input(k + 1)], observable[k + 2],
                        a[support.input(k + 2)], observable[k + 3], a[support.input(k + 3)], into);
            }
            for (; k < end; k++) add(batch, observable[k], a[support.input(k)], into);
        }
    }

    /** ∂L/∂a_x ← Σ_y O_xy ε_y for the inputs x in [from, to). */
    public static void backward(Support support, int from, int to, int batch, float[] observable, float[][] error,
            float[][] into) {
        for (int x = from; x < to; x++) {
            Arrays.fill(into[x], 0, batch, 0);
            int place = support.inputStart(x);
            int end = support.inputStart(x + 1);
            for (; place + 3 < end; place += 4) {
                int k0 = support.synapseOf(place), k1 = support.synapseOf(place + 1), k2 = support.synapseOf(place + 2),
                        k3 = support.synapseOf(place + 3);
                addFour(batch, observable[k0], error[support.unitOf(k0)], observable[k1], error[support.unitOf(k1)],
                        observable[k2],
                        error[support.unitOf(k2)], observable[k3], error[support.unitOf(k3)], into[x]);
            }
            for (; place < end; place++) {
                int k = support.synapseOf(place);
                add(batch, observable[k], error[support.unitOf(k)], into[x]);
            }
        }
    }

    /**
     * G_xy ← scale Σ_b a_bx ε_by for each listed synapse of the units in [from, to).
     *
     * @param bias receives scale Σ_b ε_by for each unit
     */
    public static void signal(Support support, int from, int to, int batch, float scale, float[][] a, float[][] error,
            float[] signal, float[] bias) {
        float[] ones = new float[batch];
        Arrays.fill(ones, 1);
        float[][] rows = new float[SUMS][];
        float[] sums = new float[SUMS];
        for (int unit = from; unit < to; unit++) {
            int start = support.start(unit);
            int end = support.start(unit + 1);
            // a unit's bias is a synapse that is always met by 1; what is left of the last lot is not looked at
            for (int k = start - 1; k < end; k += SUMS) {
                for (int i = 0; i < SUMS; i++) rows[i] = k + i < start || k + i >= end ? ones : a[support.input(k + i)];
                dotEight(batch, error[unit], rows, sums);
                int first = k < start ? 1 : 0;
                if (k < start) bias[unit] = scale * sums[0];
                for (int i = first; i < SUMS && k + i < end; i++) signal[k + i] = scale * sums[i];
            }
        }
    }

    /** {@code into} ← left · right. */
    public static void product(int batch, float[] left, float[] right, float[] into) {
        for (int b = 0; b < batch; b++) into[b] = left[b] * right[b];
    }

    /** {@code into} ← into + factor · left · right. */
    public static void addProduct(int batch, float factor, float[] left, float[] right, float[] into) {
        for (int b = 0; b < batch; b++) into[b] += factor * (left[b] * right[b]);
    }

    /** {@code into} ← into + the products of two pairs; with four pairs the loop would not vectorise and take three times as long. */
    static void addTwoProducts(int batch, float[] e0, float[] a0, float[] e1, float[] a1, float[] into) {
        for (int b = 0; b < batch; b++) into[b] += e0[b] * a0[b] + e1[b] * a1[b];
    }

    static float sum(int batch, float[] error) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int b = 0;
        for (; b + 3 < batch; b += 4) {
            s0 += error[b];
            s1 += error[b + 1];
            s2 += error[b + 2];
            s3 += error[b + 3];
        }
        for (; b < batch; b++) s0 += error[b];
        return (s0 + s1) + (s2 + s3);
    }

    static void add(int batch, float o, float[] a, float[] into) {
        for (int b = 0; b < batch; b++) into[b] += o * a[b];
    }

    static void addFour(int batch, float o0, float[] a0, float o1, float[] a1, float o2, float[] a2, float o3, float[] a3,
            float[] into) {
        for (int b = 0; b < batch; b++) into[b] += (o0 * a0[b] + o1 * a1[b]) + (o2 * a2[b] + o3 * a3[b]);
    }

    static void addTwo(int batch, float o0, float[] a0, float o1, float[] a1, float[] into) {
        for (int b = 0; b < batch; b++) into[b] += o0 * a0[b] + o1 * a1[b];
    }

    static void setFour(int batch, float constant, float o0, float[] a0, float o1, float[] a1, float o2, float[] a2, float o3,
            float[] a3, float[] into) {
        for (int b = 0; b < batch; b++) into[b] = constant + ((o0 * a0[b] + o1 * a1[b]) + (o2 * a2[b] + o3 * a3[b]));
    }

    /**
     * Sums do not vectorise, but eight that do not wait for one another keep the processor busy. Fused, since Java would make vectors of the products and
     * then add their lanes one after another.
     */
    private static void dotEight(int batch, float[] e, float[][] rows, float[] into) {
        float[] a0 = rows[0], a1 = rows[1], a2 = rows[2], a3 = rows[3], a4 = rows[4], a5 = rows[5], a6 = rows[6], a7 = rows[7];
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        for (int b = 0; b < batch; b++) {
            float factor = e[b];
            s0 = Math.fma(factor, a0[b], s0);
            s1 = Math.fma(factor, a1[b], s1);
            s2 = Math.fma(factor, a2[b], s2);
            s3 = Math.fma(factor, a3[b], s3);
            s4 = Math.fma(factor, a4[b], s4);
            s5 = Math.fma(factor, a5[b], s5);
            s6 = Math.fma(factor, a6[b], s6);
            s7 = Math.fma(factor, a7[b], s7);
        }
        into[0] = s0;
        into[1] = s1;
        into[2] = s2;
        into[3] = s3;
        into[4] = s4;
        into[5] = s5;
        into[6] = s6;
        into[7] = s7;
    }
}
