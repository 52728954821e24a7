package org.tanhwg.training.evaluate;

import java.util.List;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.result.FinalResult;
import org.tanhwg.training.run.UserError;

/**
 * What a network does on examples it was not trained on.
 *
 * @param predictions one for each example
 */
public record Evaluation(List<Prediction> predictions, Metrics metrics) {

    /**
     * Runs the examples through the network.
     *
     * @param data what messages call the examples
     * @throws UserError when the widths or the classes do not fit
     */
    public static Evaluation of(Classifier classifier, Examples examples, String data) {
        List<Prediction> predictions = predict(classifier, examples, data);
        if (classifier.classes() < examples.classes()) {
            throw new UserError(classifier.name() + ": tells " + classifier.classes() + " classes apart, " + data + " has "
                    + examples.classes());
        }
        float[][] probabilities = predictions.stream().map(Prediction::probabilities).toArray(float[][]::new);
        return new Evaluation(predictions, Metrics.of(probabilities, examples.labels()));
    }

    /** Predictions for examples whose classes do not matter. @throws UserError when the widths do not fit */
    static List<Prediction> predict(Classifier classifier, Examples examples, String data) {
        if (classifier.inputs() != examples.width()) {
            throw new UserError(classifier.name() + ": takes " + classifier.inputs() + " numbers, an example of " + data + " has "
                    + examples.width());
        }
        return classifier.predict(examples.features());
    }

    /** As the final block of a result; times only where training was timed. */
    public FinalResult result(Census census, Double trainSeconds, Double examplesPerSecond) {
        return new FinalResult(metrics.accuracy(), metrics.nll(), metrics.ece(), census.keptFraction(), census.kept(),
                census.liveUnits(),
                census.parameters(), trainSeconds, examplesPerSecond, null, null, null, null, null);
    }
}
