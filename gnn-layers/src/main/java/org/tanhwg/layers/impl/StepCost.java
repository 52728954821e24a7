package org.tanhwg.layers.impl;

import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * What a training step of a layer costs over all synapses and over those with mass alone, and its products over all inputs and over some, in
 * microseconds: regressions on times of 80 and 64 layers (StepCostBench in the tests repeats them).
 *
 * <p>A model and not a timing, so that two runs of the same settings take the same way and the same numbers result; only the ratio matters.
 */
final class StepCost {
    private StepCost() {}

    /** Whether a step over the synapses with mass is the cheaper one. @param synapses how many have mass */
    static boolean sparsePays(int batch, int inputs, int units, int synapses) {
        return sparse(batch, inputs, units, synapses) < dense(batch, inputs, units);
    }

    /**
     * Whether a step of a convolution over the synapses with mass is the cheaper one. All synapses need their patches as well, once in each direction; a few
     * need their lines (ConvolvedLines), and comparisons for each output.
     */
    static boolean sparsePays(int batch, SlidingWindow window, int units, int synapses) {
        double rows = (double) batch * window.positions();
        double all = dense(rows, window.synapses(), units) + 0.002 * rows * window.synapses();
        double few = 22.4 + (0.0254 + 3e-4 * rows) * synapses + 0.0007 * rows * units + 0.00258 * batch * window.inputs();
        return few < all;
    }

    /** Whether enough of a step over all synapses grows with their number for two threads to share it. */
    static boolean divisible(long inputs, long units) {
        return dense(1, inputs, units) > 2 * dense(0, 0, 0);
    }

    /** Whether the two products of a batch take less time over its {@code present} inputs, those not 0 throughout, once these are packed. */
    static boolean packingPays(double batch, double inputs, double units, double present) {
        double all = 9.8 + (0.0012 + 4.24e-5 * batch) * inputs * units;
        double packed = 9.5 + 2.5e-4 * inputs * units + (0.00185 + 3.97e-5 * batch) * present * units + 9.2e-4 * batch * inputs;
        return packed < all;
    }

    private static double dense(double batch, double inputs, double units) {
        return 52.6 + (0.00414 + 7.0e-5 * batch) * inputs * units;
    }

    private static double sparse(double batch, double inputs, double units, double synapses) {
        return 22.4 + (0.0254 + 8.44e-4 * batch) * synapses + 0.00258 * batch * (inputs + units);
    }
}
