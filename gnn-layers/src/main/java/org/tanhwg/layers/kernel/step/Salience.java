package org.tanhwg.layers.kernel.step;

import static org.tanhwg.layers.kernel.step.Consolidation.LARGE;
import static org.tanhwg.layers.kernel.step.Consolidation.SMALLEST;

import java.util.Arrays;
import java.util.Optional;

/**
 * What draws mass within one unit: the target s of {@link Consolidation}, up to scale (theory §4.2, §4.3, §4.8). First {@link #measure}, then {@link #press} and
 * {@link #discount} where they count, then {@link #complete}.
 */
final class Salience {
    private float[] size = new float[0];
    private float[] target = new float[0];
    private float[] gain = new float[0];
    private float[] loud = new float[0];
    private double[] sum = new double[0];
    private int[] living = new int[0];

    void reserve(int n) {
        size = new float[n];
        target = new float[n];
        gain = new float[n];
        loud = new float[n];
        sum = new double[n];
        living = new int[n];
    }

    /** |O|. */
    float[] size() { return size; }

    /** s up to scale. */
    float[] target() { return target; }

    /** Begins with |O|. @param o its parts */
    void measure(int n, int parts, float[][] o) {
        float[] re = o[0];
        float[] im = o[1];
        if (parts == 1) for (int i = 0; i < n; i++) size[i] = Math.abs(re[i]);
        // in doubles the square of no float vanishes
        else for (int i = 0; i < n; i++) size[i] = (float) Math.sqrt((double) re[i] * re[i] + (double) im[i] * im[i]);
        System.arraycopy(size, 0, target, 0, n);
    }

    /** Adds a part of −Re(conj(O) M) = −w p to what pressure draws. @param part the first one, 0, begins anew */
    void press(int n, int part, float[] observable, float[] signal) {
        if (part == 0) Arrays.fill(gain, 0, n, 0);
        for (int i = 0; i < n; i++) gain[i] -= observable[i] * signal[i];
    }

    /** Makes the target smaller by the noise of spreads. */
    void discount(int n, int parts, float[] w, float[] spread) {
        for (int i = 0; i < n; i++) {
            float noise = w[i] * spread[i];
            float signal = size[i] * size[i];
            target[i] *= (float) Math.sqrt(signal / (signal + parts * noise * noise + SMALLEST));
        }
    }

    /**
     * To the power p, with the share of pressure, over assemblies.
     *
     * @param count synapses of the unit that are looked at, of n
     * @return the sum of the target; 0 where nothing draws mass
     */
    double complete(int count, int n, float[] w, Optional<int[]> assembly, Consolidation.Coefficients k) {
        raise(count, k.power());
        if (k.permuted()) permute(count);
        double total = sum(target, count);
        if (total == 0) return 0;
        if (k.pressure() > 0) total = mix(count, total, w, k);
        assembly.ifPresent(groups -> average(count, n, w, groups));
        return total;
    }

    private void raise(int n, double power) {
        if (power == 0.5) {
            for (int i = 0; i < n; i++) target[i] = (float) Math.sqrt(target[i]);
        } else if (power == 0) {
            for (int i = 0; i < n; i++) target[i] = Math.min(target[i] * LARGE, 1f);
        } else if (power != 1) {
            for (int i = 0; i < n; i++) target[i] = (float) Math.pow(target[i], power);
        }
    }

    /** Right values at wrong places. */
    private void permute(int n) {
        int count = 0;
        for (int i = 0; i < n; i++) if (target[i] > 0) {
            living[count] = i;
            loud[count++] = target[i];
        }
        for (int i = 0; i < count; i++) target[living[i]] = loud[(i + count / 2) % count];
    }

    /** Mixes in what pressure draws. @return the sum of the target */
    private double mix(int n, double total, float[] w, Consolidation.Coefficients k) {
        if (k.power() == 0.5) for (int i = 0; i < n; i++) gain[i] = (float) Math.sqrt(w[i] * Math.max(0, gain[i]));
        else
            for (int i = 0; i < n; i++)
                gain[i] = w[i] == 0 || gain[i] <= 0 ? 0 : (float) (w[i] * Math.pow(gain[i] / w[i], k.power()));
        double pressing = sum(gain, n);
        if (pressing == 0) {
            if (k.pressure() < 1) return total;
            System.arraycopy(w, 0, target, 0, n); // nothing draws mass, and only what starves moves
            return sum(target, n);
        }
        float steady = (float) ((1 - k.pressure()) / total);
        float measured = (float) (k.pressure() / pressing);
        for (int i = 0; i < n; i++) target[i] = steady * target[i] + measured * gain[i];
        return 1;
    }

    /** Replaces the target of each synapse that has mass by its mean over those of the assembly. */
    private void average(int count, int assemblies, float[] w, int[] assembly) {
        Arrays.fill(sum, 0, assemblies, 0);
        Arrays.fill(living, 0, assemblies, 0);
        for (int i = 0; i < count; i++) {
            if (w[i] == 0) continue;
            sum[assembly[i]] += target[i];
            living[assembly[i]]++;
        }
        for (int i = 0; i < count; i++) target[i] = w[i] == 0 ? 0 : (float) (sum[assembly[i]] / living[assembly[i]]);
    }

    /** Four sums, because additions that wait for one another leave the processor idle. */
    static double sum(float[] values, int n) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }
        for (; i < n; i++) s0 += values[i];
        return (s0 + s1) + (s2 + s3);
    }
}
