package org.tanhwg.training.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;

/**
 * A round of training on so many executors, event by event: the field goes out block by block from executor to executor, tasks start one after the other
 * and take unequally long, their fields are added up by neighbours and then by the driver, who moves mass.
 *
 * @param executors with one partition each
 * @param synapses of the network, a share {@code kept} of which has mass
 * @param batch examples of a step on each executor
 * @param steps of a round
 */
public record RoundSimulation(Machines machines, int executors, double synapses, double kept, int batch, int steps) {
    /** Mass, mean and averaged signal go out as floats, two of them come back; lengths of runs cost two bytes for each when synapses are few. */
    private static final double NUMBERS_DOWN = 3;
    private static final double NUMBERS_UP = 2;
    private static final double BYTES = 4;
    private static final double BYTES_AMONG_ZEROS = 6;
    /** Sums travel in double precision, with the count of those that are not silent. */
    private static final double SUM_SHARE = 3;
    private static final double BLOCK_BYTES = 4 << 20;
    private static final int FEW = 16;

    /** @throws IllegalArgumentException naming the component, its value and its range */
    public RoundSimulation {
        Checks.atLeast("executors", executors, 1);
        Checks.positive("synapses", synapses);
        Checks.inHalfOpen("kept", kept, 0, 1);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("steps", steps, 1);
    }

    /** Bytes that each executor fetches. */
    public double bytesDown() { return NUMBERS_DOWN * bytes(); }

    /** Bytes that each executor sends. */
    public double bytesUp() { return NUMBERS_UP * bytes(); }

    private double bytes() { return synapses * Math.min(BYTES, kept * BYTES_AMONG_ZEROS); }

    /** Seconds that a partition trains when nothing delays it. */
    public double training() {
        return steps * machines.step(synapses, kept, batch);
    }

    /** Share of a round in which executors train, over some rounds; the rest they wait. */
    public double efficiency(int rounds, long seed) {
        var random = new SplittableRandom(seed);
        double seconds = 0;
        for (int i = 0; i < rounds; i++) seconds += seconds(random);
        return rounds * training() / seconds;
    }

    /** Seconds of one round. */
    public double seconds(RandomGenerator random) {
        double packing = machines.packing(NUMBERS_DOWN, synapses, kept);
        double start = machines.round() + packing + broadcast();
        double[] ends = new double[executors];
        for (int i = 0; i < executors; i++)
            ends[i] = start + i * machines.dispatch() + packing
                    + training() * Math.exp(machines.spread() * random.nextGaussian());
        return gathered(ends) + machines.perConsolidation() * synapses;
    }

    /** Blocks pass from executor to executor: the first one takes as many hops as doublings reach everybody, the others follow. */
    private double broadcast() {
        double hops = Math.ceil(Math.log(executors + 1.0) / Math.log(2));
        return (bytesDown() + hops * Math.min(BLOCK_BYTES, bytesDown())) / machines.bytesPerSecond();
    }

    /** When the driver has everything. */
    private double gathered(double[] ends) {
        double adding = machines.packing(NUMBERS_UP, synapses, kept);
        double each = bytesUp() / machines.bytesPerSecond() + adding;
        if (executors <= FEW) return queue(ends, each);
        int neighbours = (int) Math.ceil(Math.sqrt(executors));
        int groups = (executors + neighbours - 1) / neighbours;
        double[] sums = new double[groups];
        // the second stage begins when the first is over
        double all = Arrays.stream(ends).max().orElseThrow() + machines.round();
        for (int group = 0; group < groups; group++) {
            int members = Math.min(executors, (group + 1) * neighbours) - group * neighbours;
            sums[group] = all + group * machines.dispatch() + members * each;
        }
        return queue(sums, SUM_SHARE * bytesUp() / machines.bytesPerSecond() + adding);
    }

    /** When one who takes {@code each} for every arrival is done with all. */
    private static double queue(double[] arrivals, double each) {
        double[] sorted = arrivals.clone();
        Arrays.sort(sorted);
        double time = 0;
        for (double arrival : sorted) time = Math.max(time, arrival) + each;
        return time;
    }

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
        public static final Machines MEASURED = new Machines(8.2e-9, 6.7e-11, 1.7e-5, 3e-10, 3.5e-9, 5e-9, 1.2e-8, 0.05, 5e-4,
                1.25e9,
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
}
