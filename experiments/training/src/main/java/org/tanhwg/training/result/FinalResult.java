package org.tanhwg.training.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Where a run ended. Shares are in [0, 1]; fields that do not apply to a run are null and left out of the file.
 *
 * @param testAccuracy that of the last epoch
 * @param testNll mean negative log-likelihood per test example, in nats
 * @param testEce expected calibration error, 15 equal-width bins of the highest probability
 * @param keptFraction observable weights that are not exactly 0 / all weights, biases not counted
 * @param kept number of such weights for each layer, input to output
 * @param liveUnits units for each layer with at least one living synapse
 * @param parameters number of observable weights and biases of the network
 * @param trainSeconds time spent in training steps
 * @param examplesPerSecond training examples per second of that time
 * @param oodAuroc area under the curve of telling the examples of another data set from the test examples by predictive entropy
 * @param oodAurocEpistemic the same by the epistemic part of the entropy alone, where the synapses were sampled
 * @param oodAurocConfidence the same by 1 − the highest probability
 * @param samples passes behind each prediction, where the synapses were sampled
 * @param shiftedAccuracy mean accuracy on the test images shifted in each of the four directions
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FinalResult(double testAccuracy, double testNll, double testEce, double keptFraction, List<Long> kept,
        List<Integer> liveUnits,
        long parameters, Double trainSeconds, Double examplesPerSecond, Double oodAuroc, Double oodAurocEpistemic,
        Double oodAurocConfidence, Integer samples, Double shiftedAccuracy) {
    public FinalResult {
        kept = List.copyOf(kept);
        liveUnits = List.copyOf(liveUnits);
    }

    /** How well scores of predictions tell the examples of another data set: by entropy, its epistemic part, confidence; each may be null. */
    public record OodAurocs(Double total, Double epistemic, Double confidence) {
        /** Not asked. */
        public static final OodAurocs NONE = new OodAurocs(null, null, null);
    }

    /** The same with what only an evaluation finds out; the last two may be null. */
    public FinalResult with(OodAurocs ood, Integer newSamples, Double newShiftedAccuracy) {
        return new FinalResult(testAccuracy, testNll, testEce, keptFraction, kept, liveUnits, parameters, trainSeconds,
                examplesPerSecond, ood.total(), ood.epistemic(), ood.confidence(), newSamples, newShiftedAccuracy);
    }
}
