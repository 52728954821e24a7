package org.tanhwg.layers.impl;

/**
 * What a training step of a layer costs, dense and over its support alone, in nanoseconds: a model fitted to measurements, so that two runs
 * of the same settings choose alike on every machine.
 */
final class StepCost {
    private StepCost() {}

    /** Whether the products over the synapses with mass are done before the dense ones. */
    static boolean sparsePays(int batch, int inputs, int units, int support) {
        double examples = batch;
        double dense = 0.05 * examples * inputs * units;
        double sparse = 0.5 * examples * support + 0.5 * examples * (inputs + units);
        return sparse < dense;
    }
}
