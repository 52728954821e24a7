package org.tanhwg.training.cluster;

/**
 * What work costs on an executor and between executors, in seconds; the model of docs/scaling.md. A step over all synapses costs
 * {@code S (all + each b)}, one over those with mass {@code b example + k S b few}, whichever is less.
 *
 * @param perSynapse of a step over all synapses, whatever the batch
 * @param perProduct of a synapse and an example in it
 * @param perExample of an example in a step over the synapses with mass
 * @param perFewProduct of such a synapse and an example
 * @param perNumber of a number that is packed, unpacked or added up, and {@code perKept} more where it is not 0
 * @param perConsolidation of a synapse, once per round
 * @param round whatever else a round costs, however small
 * @param dispatch of a task, which the driver sends out one after the other
 * @param bytesPerSecond of an executor's network interface, and of the driver's
 * @param spread standard deviation of the logarithm of how long equal tasks take
 */
public record Machines(double perSynapse, double perProduct, double perExample, double perFewProduct, double perNumber,
        double perKept, double perConsolidation, double round, double dispatch, double bytesPerSecond, double spread) {
    /**
     * Fitted on one machine with two cores, MNIST, 784-300-100-10: steps from {@code gnn bench speed}, numbers and consolidation each timed by itself,
     * the rest from the rounds of a training on Spark. Dispatch, network (10 Gbit/s) and spread are assumptions.
     */
    public static final Machines MEASURED = new Machines(8.2e-9, 6.7e-11, 1.7e-5, 3e-10, 3.5e-9, 5e-9, 1.2e-8, 0.05, 5e-4, 1.25e9,
            0.1);

    /** Seconds of packing, unpacking or adding up so many numbers for each of {@code synapses}. */
    public double packing(double numbers, double synapses, double kept) {
        return numbers * synapses * (perNumber + kept * perKept);
    }

    /** Seconds of a step on {@code batch} examples, of {@code synapses} of which a share {@code kept} has mass. */
    public double step(double synapses, double kept, double batch) {
        double all = synapses * (perSynapse + perProduct * batch);
        return Math.min(all, batch * (perExample + kept * synapses * perFewProduct));
    }
}
