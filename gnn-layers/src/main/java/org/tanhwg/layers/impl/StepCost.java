package org.tanhwg.layers.impl;

/**
 * What a training step of a layer costs over all synapses and over those with mass alone, in microseconds: a regression on times of 80 layers
 * (StepCostBench in the tests repeats it).
 *
 * <p>A model and not a timing, so that two runs of the same settings take the same way and the same numbers result; only the ratio matters.
 */
final class StepCost {
    private StepCost() {}

    /** Whether a step over the synapses with mass is the cheaper one. @param synapses how many have mass */
    static boolean sparsePays(int batch, int inputs, int units, int synapses) {
        return sparse(batch, inputs, units, synapses) < dense(batch, inputs, units);
    }

    private static double dense(double batch, double inputs, double units) {
        return 33.5 + (0.00406 + 7.96e-5 * batch) * inputs * units;
    }

    private static double sparse(double batch, double inputs, double units, double synapses) {
        return 13.8 + (0.0241 + 0.00157 * batch) * synapses + 0.00224 * batch * (inputs + units);
    }
}
