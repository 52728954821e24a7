package org.tanhwg.core.compact;

import java.util.Arrays;
import org.tanhwg.core.Checks;

/**
 * The synapses of a layer that are left, unit after unit with ascending inputs. Immutable; its arrays are never handed out.
 *
 * @param starts units + 1 positions: unit y owns synapses starts[y] … starts[y+1] − 1
 * @param sources input of each synapse
 * @param weights O of each synapse
 * @param steps empty, or for each unit the number whose multiples −127 … 127 its weights are
 */
record CompactLayer(int inputs, int[] starts, int[] sources, float[] weights, float[] biases, float[] steps,
        Activation activation) {
    private static final int CODES = 127;

    CompactLayer {
        Checks.atLeast("units", biases.length, 1);
        for (int y = 0; y < biases.length; y++)
            for (int k = starts[y]; k < starts[y + 1]; k++) {
                Checks.index("input of a synapse", sources[k], inputs);
                if (k > starts[y] && sources[k] <= sources[k - 1])
                    throw new IllegalArgumentException("inputs of unit " + y + " do not ascend");
            }
        LayerWeights.requireFinite("weights", weights);
        LayerWeights.requireFinite("biases", biases);
    }

    int units() { return biases.length; }

    int synapses() { return sources.length; }

    boolean coded() { return steps.length > 0; }

    /** The multiple of its unit's step that a weight is. */
    int code(int unit, int synapse) {
        return Math.round(weights[synapse] / steps[unit]);
    }

    /** Weights as multiples of a 127th of their unit's largest; those nearest to 0 are gone. */
    CompactLayer coded8() {
        float[] rounding = new float[units()];
        int[] ends = new int[units() + 1];
        int[] kept = new int[synapses()];
        float[] multiples = new float[synapses()];
        int n = 0;
        for (int y = 0; y < units(); y++) {
            float largest = 0;
            for (int k = starts[y]; k < starts[y + 1]; k++) largest = Math.max(largest, Math.abs(weights[k]));
            rounding[y] = largest / CODES < Float.MIN_NORMAL ? 0 : largest / CODES;
            for (int k = starts[y]; k < starts[y + 1]; k++) {
                int code = rounding[y] == 0 ? 0 : Math.round(weights[k] / rounding[y]);
                if (code == 0) continue;
                kept[n] = sources[k];
                multiples[n++] = code * rounding[y];
            }
            ends[y + 1] = n;
        }
        return new CompactLayer(inputs, ends, Arrays.copyOf(kept, n), Arrays.copyOf(multiples, n), biases, rounding, activation);
    }

    /** With its zeros. */
    LayerWeights full() {
        float[] all = new float[Math.multiplyExact(inputs, units())];
        for (int y = 0; y < units(); y++)
            for (int k = starts[y]; k < starts[y + 1]; k++) all[y * inputs + sources[k]] = weights[k];
        return new LayerWeights(inputs, units(), all, biases.clone(), activation);
    }

    /** Pre-activations of one example. */
    void sums(float[] a, float[] z) {
        int[] x = sources;
        float[] w = weights;
        for (int y = 0, k = 0; y < biases.length; y++) {
            float sum = biases[y];
            int end = starts[y + 1];
            for (; k < end - 3; k += 4)
                sum += (w[k] * a[x[k]] + w[k + 1] * a[x[k + 1]]) + (w[k + 2] * a[x[k + 2]] + w[k + 3] * a[x[k + 3]]);
            for (; k < end; k++) sum += w[k] * a[x[k]];
            z[y] = sum;
        }
    }

    /** Pre-activations of {@code count} examples, a row for each input and unit; the same numbers to the bit. */
    void sums(float[][] a, float[][] z, int count) {
        int[] x = sources;
        float[] w = weights;
        for (int y = 0, k = 0; y < biases.length; y++) {
            float[] sum = z[y];
            Arrays.fill(sum, 0, count, biases[y]);
            int end = starts[y + 1];
            for (; k < end - 3; k += 4)
                add(sum, count, a[x[k]], w[k], a[x[k + 1]], w[k + 1], a[x[k + 2]], w[k + 2], a[x[k + 3]], w[k + 3]);
            for (; k < end; k++) add(sum, count, a[x[k]], w[k]);
        }
    }

    // bare indexes of arguments: that is what the compiler vectorises

    static void add(float[] sum, int count, float[] a, float v, float[] b, float w, float[] c, float x, float[] d,
            float y) {
        for (int i = 0; i < count; i++) sum[i] += (v * a[i] + w * b[i]) + (x * c[i] + y * d[i]);
    }

    static void add(float[] sum, int count, float[] a, float v) {
        for (int i = 0; i < count; i++) sum[i] += v * a[i];
    }
}
