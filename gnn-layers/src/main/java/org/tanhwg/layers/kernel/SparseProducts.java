package org.tanhwg.layers.kernel;

import java.util.Arrays;
import org.tanhwg.core.Floats;

/**
 * The three products of a layer whose synapses are few, over minibatches that lie feature after feature: one array of examples for each input,
 * unit or error.
 *
 * <p>Every inner loop runs along the examples of one feature with a bare index, which is what the compiler vectorises; four
 * synapses share a loop, so that the arrays they share are read once.
 */
public final class SparseProducts {
    /** z_y ← b_y + Σ_x O_xy a_x. @param observable O of each listed synapse */
    public static void forward(Support support, int batch, float[] observable, float[] bias, float[][] a, float[][] z) {
        for (int unit = 0; unit < support.units(); unit++) {
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

    /** ∂L/∂a_x ← Σ_y O_xy ε_y. */
    public static void backward(Support support, int batch, float[] observable, float[][] error, float[][] into) {
        for (int x = 0; x < support.inputs(); x++) {
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
     * G_xy ← scale Σ_b a_bx ε_by for each listed synapse.
     *
     * @param bias receives scale Σ_b ε_by for each unit
     */
    public static void signal(Support support, int batch, float scale, float[][] a, float[][] error, float[] signal,
            float[] bias) {
        for (int unit = 0; unit < support.units(); unit++) {
            float[] e = error[unit];
            bias[unit] = scale * sum(batch, e);
            int k = support.start(unit);
            int end = support.start(unit + 1);
            for (; k + 5 < end; k += 6) {
                dotSix(batch, scale, e, a[support.input(k)], a[support.input(k + 1)], a[support.input(k + 2)],
                        a[support.input(k + 3)], a[support.input(k + 4)], a[support.input(k + 5)], signal, k);
            }
            if (k + 2 < end) {
                dotThree(batch, scale, e, a[support.input(k)], a[support.input(k + 1)], a[support.input(k + 2)], signal, k);
                k += 3;
            }
            for (; k < end; k++) signal[k] = scale * Floats.dot(batch, e, a[support.input(k)]);
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

    /** Sums do not vectorise, but six that do not wait for one another keep the processor busy; eight are no faster. */
    private static void dotSix(int batch, float scale, float[] e, float[] a0, float[] a1, float[] a2, float[] a3, float[] a4,
            float[] a5, float[] into, int k) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0;
        for (int b = 0; b < batch; b++) {
            s0 += e[b] * a0[b];
            s1 += e[b] * a1[b];
            s2 += e[b] * a2[b];
            s3 += e[b] * a3[b];
            s4 += e[b] * a4[b];
            s5 += e[b] * a5[b];
        }
        into[k] = scale * s0;
        into[k + 1] = scale * s1;
        into[k + 2] = scale * s2;
        into[k + 3] = scale * s3;
        into[k + 4] = scale * s4;
        into[k + 5] = scale * s5;
    }

    private static void dotThree(int batch, float scale, float[] e, float[] a0, float[] a1, float[] a2, float[] into, int k) {
        float s0 = 0, s1 = 0, s2 = 0;
        for (int b = 0; b < batch; b++) {
            s0 += e[b] * a0[b];
            s1 += e[b] * a1[b];
            s2 += e[b] * a2[b];
        }
        into[k] = scale * s0;
        into[k + 1] = scale * s1;
        into[k + 2] = scale * s2;
    }
}
