package org.tanhwg.layers.predictive;

import java.util.ArrayList;
import java.util.List;

/** Adds up the answers of the passes of one batch. */
final class PredictiveSums {
    private final double[][] probabilities;
    private final double[] entropies;
    private int passes;

    PredictiveSums(int examples, int classes) {
        probabilities = new double[examples][classes];
        entropies = new double[examples];
    }

    /** @param answers examples × classes probabilities, row after row */
    void add(float[] answers) {
        passes++;
        int classes = probabilities[0].length;
        for (int i = 0; i < entropies.length; i++) {
            double entropy = 0;
            for (int c = 0; c < classes; c++) {
                double p = answers[i * classes + c];
                probabilities[i][c] += p;
                entropy += entropy(p);
            }
            entropies[i] += entropy;
        }
    }

    List<Prediction> mean() {
        var predictions = new ArrayList<Prediction>();
        for (int i = 0; i < entropies.length; i++) {
            float[] mean = new float[probabilities[i].length];
            double total = 0;
            for (int c = 0; c < mean.length; c++) {
                double p = probabilities[i][c] / passes;
                mean[c] = (float) p;
                total += entropy(p);
            }
            predictions.add(new Prediction(mean, total, Math.min(total, entropies[i] / passes))); // Jensen, but for rounding
        }
        return predictions;
    }

    /** −p log p; a softmax in single precision may exceed 1 by rounding. */
    private static double entropy(double p) {
        return p <= 0 || p >= 1 ? 0 : -p * Math.log(p);
    }
}
