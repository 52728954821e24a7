package org.tanhwg.experiments.run;

import org.tanhwg.datasets.Examples;
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
                census.parameters(), trainSeconds, examplesPerSecond, null, null);
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
