package org.tanhwg.experiments.run;

import java.util.OptionalDouble;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Shift;
import org.tanhwg.experiments.result.FinalResult;

/**
 * What a network does on examples it was not trained on.
 *
 * @param probabilities one row for each example
 */
public record Evaluation(float[][] probabilities, Metrics metrics) {

    /**
     * Runs the examples through the network.
     *
     * @param data what messages call the examples
     * @throws UserError when the widths or the classes do not fit
     */
    public static Evaluation of(Classifier classifier, Examples examples, String data) {
        requireFit(classifier, examples, data);
        float[][] probabilities = classifier.probabilities(examples.features());
        return new Evaluation(probabilities, Metrics.of(probabilities, examples.labels()));
    }

    /** As the final block of a result; times only where training was timed. */
    public FinalResult result(Census census, Double trainSeconds, Double examplesPerSecond) {
        return new FinalResult(metrics.accuracy(), metrics.nll(), metrics.ece(), census.keptFraction(), census.kept(),
                census.liveUnits(),
                census.parameters(), trainSeconds, examplesPerSecond, null, null, null);
    }

    /**
     * Mean accuracy on the examples shifted in each of the four directions; empty for no shift.
     *
     * @throws UserError unless the examples are images larger than the shift
     */
    public static OptionalDouble shiftedAccuracy(Classifier classifier, Examples examples, String data, int pixels) {
        if (pixels == 0) return OptionalDouble.empty();
        requireShiftable(examples, data, pixels);
        return Shift.inFourDirections(pixels).stream()
                .mapToDouble(shift -> of(classifier, shift.of(examples), data).metrics().accuracy()).average();
    }

    /** @throws UserError unless the examples are images larger than the shift, or that is 0 */
    static void requireShiftable(Examples examples, String data, int pixels) {
        if (pixels == 0) return;
        try {
            Shift.requireShape(examples, pixels);
        } catch (IllegalArgumentException e) {
            throw new UserError(data + ": " + e.getMessage(), e);
        }
    }

    private static void requireFit(Classifier classifier, Examples examples, String data) {
        if (classifier.inputs() != examples.width()) {
            throw new UserError(classifier.name() + ": takes " + classifier.inputs() + " numbers, an example of " + data + " has "
                    + examples.width());
        }
        if (classifier.classes() < examples.classes()) {
            throw new UserError(classifier.name() + ": tells " + classifier.classes() + " classes apart, " + data + " has "
                    + examples.classes());
        }
    }
}
