package org.tanhwg.layers.predictive;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network predicts for one example, and how sure it is; entropies in nats.
 *
 * @param probabilities p̄ = E p over the laws of the synapses, one for each class; the array is not copied
 * @param total H[p̄], in [0, log classes]
 * @param aleatoric E H[p], in [0, total]: what would be left if the synapses were known
 */
public record Prediction(float[] probabilities, double total, double aleatoric) {

    /** Mutual information of class and synapses, total − aleatoric ≥ 0: what the synapses disagree on (N. Houlsby et al. 2011). */
    public double epistemic() {
        return total - aleatoric;
    }

    /** Adds up the answers of the passes of one batch. */
    static final class Sums {
        /** What half precision leaves in a sum over classes. */
        private static final double ROUNDING = 1e-2;

        private final double[][] probabilities;
        private final double[] entropies;
        private int passes;

        /** @param outputs one for each class, or one for the second of two */
        Sums(int examples, int outputs) {
            probabilities = new double[examples][Math.max(2, outputs)];
            entropies = new double[examples];
        }

        /**
         * Adds the answers of one pass.
         *
         * @param answers examples × outputs probabilities, row after row
         * @param first number of the first example, for messages
         * @throws IllegalArgumentException naming the first example whose answer is not a distribution
         * @throws ArithmeticException naming the first example whose answer is NaN: the numbers outgrew their type on the way
         */
        void add(float[] answers, long first) {
            passes++;
            int outputs = answers.length / entropies.length;
            double[] row = new double[probabilities[0].length];
            for (int i = 0; i < entropies.length; i++) {
                double sum = 0;
                boolean inRange = true;
                for (int k = 0; k < outputs; k++) {
                    double p = answers[i * outputs + k];
                    inRange &= p >= -ROUNDING && p <= 1 + ROUNDING;
                    sum += p;
                    row[k] = p;
                }
                if (Double.isNaN(sum)) throw new ArithmeticException("output for example " + (first + i) + " is NaN");
                if (!inRange) throw refused(first + i, "has numbers outside [0, 1]");
                if (outputs == 1) {
                    row[1] = row[0];
                    row[0] = 1 - row[1];
                } else if (Math.abs(sum - 1) > ROUNDING) {
                    throw refused(first + i, "sums to " + (float) sum);
                }
                double entropy = 0;
                for (int c = 0; c < row.length; c++) {
                    probabilities[i][c] += row[c];
                    entropy += entropy(row[c]);
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

        private static IllegalArgumentException refused(long example, String why) {
            return new IllegalArgumentException(
                    "output for example " + example + " " + why + ": must be probabilities of classes, as those of a softmax");
        }

        /** −p log p; a softmax in single precision may exceed 1 by rounding. */
        private static double entropy(double p) {
            return p <= 0 || p >= 1 ? 0 : -p * Math.log(p);
        }
    }
}
