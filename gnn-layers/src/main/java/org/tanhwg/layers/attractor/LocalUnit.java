package org.tanhwg.layers.attractor;

import org.tanhwg.core.step.SlowRegime;
import org.tanhwg.layers.kernel.Rows;

/**
 * One unit that learns to say its own bit: it knows its synapses, the bits of the others and its own, and nothing else.
 *
 * <p>The response is z = κ(Σ_x O_x x_x + θ) with κ = √(d−1), the energy ½|z − b|² of theory §4 wherever z b falls short of the
 * margin 1, and 0 elsewhere. The step is the implicit one of §4.1: with S = Σ_x w_x x_x² + w_θ,
 *
 * <pre>O_x⁺ = O_x + τκ w_x x_x (b − z)/(1 + τκ²S)</pre>
 */
final class LocalUnit {
    private final int own;
    private final float gain;
    private final float biasMass;
    private float[] masses;
    private final float[] observable;
    private float bias;
    private boolean frozen;

    LocalUnit(int own, int units) {
        this.own = own;
        int inputs = Math.max(1, units - 1);
        gain = (float) Math.sqrt(inputs);
        biasMass = 1f / inputs;
        masses = new float[units];
        for (int x = 0; x < units; x++) masses[x] = x == own ? 0 : biasMass;
        observable = new float[units];
    }

    float[] observable() {
        return observable;
    }

    float bias() {
        return bias;
    }

    /** Passes over the patterns in the given orders until every bit has its margin; only the first patterns ever prune. */
    void learn(float[][] patterns, int[][] orders, LocalLearning how) {
        int pruning = frozen ? 0 : how.pruningPasses();
        for (int pass = 0; pass < orders.length; pass++) {
            boolean content = true;
            for (int i : orders[pass]) content &= !align(patterns[i], how.tau());
            if (pass >= pruning) {
                if (content) return;
            } else if (pass == pruning - 1) {
                consolidate(how.slow().gamma(), how.slow().power(), Double.POSITIVE_INFINITY);
                frozen = true;
            } else if ((pass + 1) % how.every() == 0) {
                shrink(how.beta());
                consolidate(how.slow().gamma(), how.slow().power(), how.slow().silentShare());
            }
        }
    }

    /** Whether there was something to do. */
    private boolean align(float[] bits, double tau) {
        float z = gain * (Rows.dot(bits.length, observable, bits) + bias);
        if (z * bits[own] >= 1) return false;
        double square = 1 + biasMass; // masses sum to 1, and bits are ±1
        float step = (float) (tau * gain * (bits[own] - z) / (1 + tau * gain * gain * square));
        for (int x = 0; x < bits.length; x++) observable[x] += step * masses[x] * bits[x];
        bias += step * biasMass;
        return true;
    }

    /** The potential's step, with the mass-weighted threshold of theory §4.1. */
    private void shrink(double beta) {
        double sum = 0;
        int living = 0;
        for (int x = 0; x < observable.length; x++) {
            sum += Math.abs(observable[x]);
            if (masses[x] > 0) living++;
        }
        if (living == 0) return;
        float scale = (float) (beta * sum / living / biasMass);
        for (int x = 0; x < observable.length; x++)
            observable[x] = Math.signum(observable[x]) * Math.max(0, Math.abs(observable[x]) - scale * masses[x]);
    }

    private void consolidate(double gamma, double power, double silentShare) {
        double[] w = new double[masses.length], o = new double[masses.length];
        for (int x = 0; x < w.length; x++) {
            w[x] = masses[x];
            o[x] = observable[x];
        }
        w = new SlowRegime(gamma, power, silentShare).step(w, o);
        for (int x = 0; x < w.length; x++) masses[x] = (float) w[x];
    }
}
