package org.tanhwg.training.result;

import java.util.List;

/**
 * One epoch of training.
 *
 * @param epoch number, from 1
 * @param trainLoss mean loss per example over the epoch's minibatches, as trained (release noise included)
 * @param testAccuracy share in [0, 1]; of the validation examples when a validation split was asked for
 * @param keptFraction observable weights that are not exactly 0 / all weights, biases not counted
 * @param kept the same for each layer, input to output
 * @param sparse for each layer, whether its last step went through the synapses that are left alone
 * @param energyDescent how the energy descent inequality (theory §2) fared in this epoch
 * @param seconds wall time, evaluation included
 */
public record EpochResult(int epoch, double trainLoss, double testAccuracy, double keptFraction, List<Double> kept,
        List<Boolean> sparse, EnergyDescent energyDescent, double seconds) {
    public EpochResult {
        kept = List.copyOf(kept);
        sparse = List.copyOf(sparse);
    }

    /**
     * The energy descent inequality of the frozen energy, checked on every N-th step.
     *
     * @param checked number of unit steps checked
     * @param violated how many of them broke the inequality beyond rounding
     * @param worst largest (E⁺ + D²/2τ − E) relative to the energy's scale; ≤ 0 up to rounding when the inequality holds
     * @param batchEnergyFell share in [0, 1] of the checked steps on which the loss of the same minibatch fell; null when none was checked
     */
    public record EnergyDescent(long checked, long violated, double worst, Double batchEnergyFell) {}
}
