package org.tanhwg.training.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The whole of {@code result.json}: which command ran, where from, how it went and how it ended.
 *
 * @param data what it was trained or measured on; null, and left out, in results that do not know
 * @param stability how the network rests; null, and left out, where it was not asked for
 */
public record RunResult(String command, Provenance provenance, List<EpochResult> epochs,
        @JsonProperty("final") FinalResult outcome, @JsonInclude(JsonInclude.Include.NON_NULL) Data data,
        @JsonInclude(JsonInclude.Include.NON_NULL) StabilityResult stability) {
    public RunResult { epochs = List.copyOf(epochs); }

    /** A result that does not say what it was trained on. */
    public RunResult(String command, Provenance provenance, List<EpochResult> epochs, FinalResult outcome) {
        this(command, provenance, epochs, outcome, null);
    }

    /** A result that does not say how the network rests. */
    public RunResult(String command, Provenance provenance, List<EpochResult> epochs, FinalResult outcome, Data data) {
        this(command, provenance, epochs, outcome, data, null);
    }

    /**
     * The examples of a run.
     *
     * @param path where one's own data were, or the name of a data set
     * @param kind idx, npz, images or table
     * @param train number of training examples
     * @param test number of test examples
     * @param classes name of each class; null unless there are classes
     * @param targets name of each target; null where there are classes
     * @param inputs numbers in an example
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Data(String path, String kind, int train, int test, List<String> classes, List<String> targets, int inputs) {}

    /**
     * One epoch of training.
     *
     * @param epoch number, from 1
     * @param trainLoss mean loss per example over the epoch's minibatches, as trained (release noise included)
     * @param testAccuracy share in [0, 1]; of the validation examples when a validation split was asked for; null under regression
     * @param testRmse under regression, see {@link FinalResult.Scores}; else null
     * @param keptFraction observable weights that are not exactly 0 / all weights, biases not counted
     * @param kept the same for each layer, input to output
     * @param sparse for each layer, whether its last step went through the synapses that are left alone
     * @param energyDescent how the energy descent inequality (theory §2) fared in this epoch
     * @param seconds wall time, evaluation included
     * @param energy the energy of theory §4.6 at both ends; null, and left out, where it was not asked for
     * @param validationLoss negative log-likelihood, or root mean squared error, on the examples that early stopping looks at; else null
     */
    public record EpochResult(int epoch, double trainLoss, @JsonInclude(JsonInclude.Include.NON_NULL) Double testAccuracy,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double testRmse, double keptFraction, List<Double> kept,
            List<Boolean> sparse, EnergyDescent energyDescent, double seconds,
            @JsonInclude(JsonInclude.Include.NON_NULL) Energy energy,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double validationLoss) {
        public EpochResult {
            kept = List.copyOf(kept);
            sparse = List.copyOf(sparse);
        }

        /** An epoch of a classifier. */
        public EpochResult(int epoch, double trainLoss, double testAccuracy, double keptFraction, List<Double> kept,
                List<Boolean> sparse, EnergyDescent energyDescent, double seconds) {
            this(epoch, trainLoss, testAccuracy, null, keptFraction, kept, sparse, energyDescent, seconds, null, null);
        }

        /**
         * J = loss + strength · penalty on a frozen sample of training examples without noise, at both ends of an epoch.
         *
         * @param lossBefore mean loss where the epoch began
         * @param penaltyBefore Σ|O|/ŵ there, or Σ|O| where mass is what the potential counts
         * @param strength of the potential at the end of the epoch, taken for both ends; 0 once the support is frozen
         * @param fell whether J did not rise
         */
        public record Energy(double lossBefore, double loss, double penaltyBefore, double penalty, double strength,
                boolean fell) {
            /** What J was where the epoch began. */
            @JsonIgnore public double before() {
                return lossBefore + strength * penaltyBefore;
            }

            /** What it was where the epoch ended. */
            @JsonIgnore public double after() { return loss + strength * penalty; }
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

    /**
     * Where a run ended. Shares are in [0, 1]; fields that do not apply to a run are null and left out of the file.
     *
     * @param testAccuracy that of the last epoch, of single labels where each example has several; null under regression, as are {@code testNll} and {@code testEce}
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
     * @param multiplyAdds multiplications with a weight for one example, of networks of layers
     * @param beta strength of the potential that training came to, where a target steered it
     * @param bestEpoch whose network was kept, where training looks for the best
     * @param scores further figures, which stand beside the others in the file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FinalResult(Double testAccuracy, Double testNll, Double testEce, double keptFraction, List<Long> kept,
            List<Integer> liveUnits,
            long parameters, Double trainSeconds, Double examplesPerSecond, Double oodAuroc, Double oodAurocEpistemic,
            Double oodAurocConfidence, Integer samples, Double shiftedAccuracy, MultiplyAdds multiplyAdds,
            Double beta, Integer bestEpoch, @JsonUnwrapped Scores scores) {

        /** What an example costs: with all weights, and with those that are left. */
        public record MultiplyAdds(long dense, long left) {}

        public FinalResult {
            kept = List.copyOf(kept);
            liveUnits = List.copyOf(liveUnits);
            if (scores == null) scores = Scores.NONE; // results of earlier releases have none
        }

        /**
         * How good the answers are, beyond accuracy; what does not apply is null.
         *
         * @param macroF1 mean over the classes of 2·precision·recall/(precision + recall)
         * @param balancedAccuracy mean recall over the classes
         * @param rocAuc area under the receiver operating characteristic, where there are two classes
         * @param testRmse root of the mean squared error in the units of the target; mean over the targets where there are several
         * @param testMae mean absolute error, likewise
         * @param testR2 share of the variance that is explained, at most 1, likewise
         * @param intervalCoverage share of the examples inside their 90 % intervals, where laws have a width
         * @param exactMatch share of the examples all of whose labels are right, where each has several
         * @param meanPasses of an example, where those that are settled are not asked again
         */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Scores(Double macroF1, Double balancedAccuracy, Double rocAuc, Double testRmse, Double testMae,
                Double testR2,
                Double intervalCoverage, Double exactMatch, Double meanPasses) {
            /** Nothing is known. */
            public static final Scores NONE = new Scores(null, null, null, null, null, null, null, null, null);

            /** Scores of a classifier. @param rocAuc null unless there are two classes */
            public static Scores ofClasses(double macroF1, double balancedAccuracy, Double rocAuc) {
                return new Scores(macroF1, balancedAccuracy, rocAuc, null, null, null, null, null, null);
            }

            /** Scores of several labels. */
            public static Scores ofLabels(double macroF1, double exactMatch) {
                return new Scores(macroF1, null, null, null, null, null, null, exactMatch, null);
            }

            /** These scores with the coverage of intervals. */
            public Scores withCoverage(double share) {
                return new Scores(macroF1, balancedAccuracy, rocAuc, testRmse, testMae, testR2, share, exactMatch, meanPasses);
            }

            /** These scores with the passes of an example. */
            public Scores withPasses(double mean) {
                return new Scores(macroF1, balancedAccuracy, rocAuc, testRmse, testMae, testR2, intervalCoverage, exactMatch,
                        mean);
            }

            /** Scores of a regression. @param intervalCoverage null without intervals */
            public static Scores ofNumbers(double rmse, double mae, double r2, Double intervalCoverage) {
                return new Scores(null, null, null, rmse, mae, r2, intervalCoverage, null, null);
            }
        }

        /** What every evaluation of a classifier finds out. */
        public FinalResult(double testAccuracy, double testNll, double testEce, double keptFraction, List<Long> kept,
                List<Integer> liveUnits, long parameters, MultiplyAdds multiplyAdds) {
            this(testAccuracy, testNll, testEce, keptFraction, kept, liveUnits, parameters, null, null, null, null, null, null,
                    null, multiplyAdds, null, null, Scores.NONE);
        }

        /** What every evaluation of a regression finds out. */
        public FinalResult(Scores scores, double keptFraction, List<Long> kept, List<Integer> liveUnits, long parameters,
                MultiplyAdds multiplyAdds) {
            this(null, null, null, keptFraction, kept, liveUnits, parameters, null, null, null, null, null, null, null,
                    multiplyAdds, null, null, scores);
        }

        /** Whether numbers were predicted, not classes. */
        @JsonIgnore public boolean isRegression() {
            return testAccuracy == null;
        }

        /** This result with more scores. */
        public FinalResult scored(Scores more) {
            return new FinalResult(testAccuracy, testNll, testEce, keptFraction, kept, liveUnits, parameters, trainSeconds,
                    examplesPerSecond, oodAuroc, oodAurocEpistemic, oodAurocConfidence, samples, shiftedAccuracy, multiplyAdds,
                    beta, bestEpoch, more);
        }

        /** This result of a training that took its time. */
        public FinalResult trained(double seconds, double perSecond) {
            return new FinalResult(testAccuracy, testNll, testEce, keptFraction, kept, liveUnits, parameters, seconds, perSecond,
                    oodAuroc, oodAurocEpistemic, oodAurocConfidence, samples, shiftedAccuracy, multiplyAdds, beta, bestEpoch,
                    scores);
        }

        /** This result with the strength that a target steered to, and the epoch that was kept; both may be null. */
        public FinalResult came(Double toBeta, Integer fromEpoch) {
            return new FinalResult(testAccuracy, testNll, testEce, keptFraction, kept, liveUnits, parameters, trainSeconds,
                    examplesPerSecond, oodAuroc, oodAurocEpistemic, oodAurocConfidence, samples, shiftedAccuracy, multiplyAdds,
                    toBeta, fromEpoch, scores);
        }

        /** How well scores of predictions tell the examples of another data set: by entropy, its epistemic part, confidence; each may be null. */
        public record OodAurocs(Double total, Double epistemic, Double confidence) {
            /** Not asked. */
            public static final OodAurocs NONE = new OodAurocs(null, null, null);
        }

        /** This result with what only an evaluation by command finds out; the last two may be null. */
        public FinalResult with(OodAurocs ood, Integer newSamples, Double newShiftedAccuracy) {
            return new FinalResult(testAccuracy, testNll, testEce, keptFraction, kept, liveUnits, parameters, trainSeconds,
                    examplesPerSecond, ood.total(), ood.epistemic(), ood.confidence(), newSamples, newShiftedAccuracy,
                    multiplyAdds, beta, bestEpoch, scores);
        }
    }

    /**
     * Mean and spread of one figure over runs.
     *
     * @param sd standard deviation with n − 1; null, and left out of the file, for a single run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reading(double mean, Double sd) {

        /** Reads one value or more. */
        public static Reading of(double... values) {
            return new Reading(StatUtils.mean(values), values.length == 1 ? null : Math.sqrt(StatUtils.variance(values)));
        }
    }
}
