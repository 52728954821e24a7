package org.tanhwg.layers.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * What of the optimizer changes with the training step: steps shrink along a half cosine, the potential comes and goes, mass moves now and
 * then.
 *
 * @param start step of the network at which the schedules begin; before, all is as at the beginning
 * @param steps that the schedules span; after these nothing moves
 * @param thresholding whether something prunes: a potential or a bound
 * @param rampUntil share of the steps over which the potential grows
 * @param offAt share of the steps after which it ends and the support is frozen
 * @param consolidateEvery steps between consolidations
 * @param silentShare of the mean mass below which a silent synapse gives up its mass
 */
record Schedule(long start, long steps, boolean thresholding, double rampUntil, double offAt, int consolidateEvery,
        double silentShare) {
    /** Share of the steps before which the averaged signal is too young for its pressure to move mass, and bounds stay wide. */
    private static final double SETTLED = 0.05;
    /** Share of the steps before which no synapse starves. */
    private static final double STARVING_FROM = 0.1;
    /** Share of the steps at which bounds are as tight as they get. */
    private static final double TIGHT_FROM = 0.2;

    /** Whether the schedules are over. */
    boolean ended(long step) { return step - start >= steps; }

    /** ρ in [0, 1]. */
    double cosine(long step) { return 0.5 * (1 + Math.cos(Math.PI * phase(step))); }

    /** Share of β that acts at this step. */
    double ramp(long step) {
        if (!thresholding || step >= freezingStep()) return 0;
        return rampUntil == 0 ? 1 : Math.min(1, phase(step) / rampUntil);
    }

    /** Whether the support is frozen. */
    boolean frozen(long step) { return thresholding && step >= freezingStep(); }

    /** Whether structural mass moves at this step. */
    boolean consolidates(long step) {
        if (ended(step)) return false;
        return Math.floorMod(step - start, consolidateEvery) == consolidateEvery - 1 || thresholding && step == freezingStep();
    }

    /** Share of the mean mass below which a silent synapse loses its mass at this step: all of them once the support is frozen. */
    double silentShare(long step) {
        if (frozen(step)) return Double.POSITIVE_INFINITY;
        return ramp(step) > 0 ? silentShare : 0;
    }

    /** Whether measured pressure moves mass at this step: not before the signal has settled, nor once nothing presses any more. */
    boolean presses(long step) {
        return phase(step) >= SETTLED && !frozen(step);
    }

    /** Whether synapses with too little mass lose it at this step. */
    boolean starves(long step) {
        return phase(step) > STARVING_FROM && !frozen(step);
    }

    /** How far bounds have tightened, in [0, 1]. */
    double tightening(long step) {
        return Math.max(0, Math.min(1, (phase(step) - SETTLED) / (TIGHT_FROM - SETTLED)));
    }

    private long freezingStep() { return start + (long) Math.ceil(offAt * steps); }

    /** Share of the time before the support is frozen that is left: 1 at the start, 0 then. */
    double left(long step) {
        return offAt == 0 ? 0 : Math.max(0, 1 - phase(step) / offAt);
    }

    private double phase(long step) { return Math.max(0, Math.min(1, (double) (step - start) / steps)); }

    /** Minibatches, or segments of at most {@code length} steps of sequences, of all epochs; the data are reset before and after. */
    static long steps(int epochs, DataSetIterator data, int length) {
        long segments = 0;
        data.reset();
        while (data.hasNext()) {
            INDArray features = data.next().getFeatures();
            segments += features.rank() == 3 ? (features.size(2) + length - 1) / length : 1;
        }
        data.reset();
        return epochs * segments;
    }
}
