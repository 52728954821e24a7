package org.tanhwg.layers.predictive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;

/**
 * What a network predicts for one example, and how sure it is; entropies in nats.
 *
 * @param probabilities p̄ = E p over the laws of the synapses, one for each class; the array is not copied
 * @param total H[p̄], in [0, log classes]
 * @param aleatoric E H[p], in [0, total]: what would be left if the synapses were known
 */
public record Prediction(float[] probabilities, double total, double aleatoric) {

    /** What single precision leaves in a sum over classes. */
    private static final double ROUNDING = 1e-6;

    /** Mutual information of class and synapses, total − aleatoric ≥ 0: what the synapses disagree on (N. Houlsby et al. 2011). */
    public double epistemic() {
        return total - aleatoric;
    }

    /** What one network of points answers: all doubt is aleatoric. */
    public static Prediction ofPoints(float[] probabilities) {
        double entropy = 0;
        for (float p : probabilities) entropy += entropy(p);
        return new Prediction(probabilities, entropy, entropy);
    }

    /**
     * What several networks, or passes, answer together: the mean of their probabilities. Epistemic is then what they disagree on.
     *
     * @throws IllegalArgumentException unless there is one at least, and all tell as many classes apart
     */
    public static Prediction together(List<Prediction> members) {
        if (members.isEmpty()) throw new IllegalArgumentException("no prediction: must be one at least");
        double[] sum = new double[members.get(0).probabilities.length];
        double aleatoric = 0;
        for (Prediction member : members) {
            if (member.probabilities.length != sum.length)
                throw new IllegalArgumentException(
                        "predictions of " + sum.length + " and " + member.probabilities.length + " classes: must be as many");
            for (int c = 0; c < sum.length; c++) sum[c] += member.probabilities[c];
            aleatoric += member.aleatoric;
        }
        return mean(sum, aleatoric, members.size());
    }

    /**
     * The fewest classes that hold {@code level} of the probability, the most probable first: a credible set.
     *
     * @param level in (0, 1]
     */
    public int[] credibleSet(double level) {
        Checks.inHalfOpen("level", level, 0, 1);
        int[] order = IntStream.range(0, probabilities.length).boxed()
                .sorted(Comparator.comparingDouble(c -> -probabilities[c])).mapToInt(Integer::intValue).toArray();
        double held = 0;
        int size = 0;
        while (size < order.length && held < level - ROUNDING) held += probabilities[order[size++]];
        return Arrays.copyOf(order, size);
    }

    private static Prediction mean(double[] sum, double entropies, int passes) {
        float[] mean = new float[sum.length];
        double total = 0;
        for (int c = 0; c < mean.length; c++) {
            double p = sum[c] / passes;
            mean[c] = (float) p;
            total += entropy(p);
        }
        return new Prediction(mean, total, Math.min(total, entropies / passes)); // Jensen, but for rounding
    }

    /** −p log p; a softmax in single precision may exceed 1 by rounding. */
    private static double entropy(double p) {
        return p <= 0 || p >= 1 ? 0 : -p * Math.log(p);
    }

    /** Adds up the answers of the passes of one batch, and tests which of its examples are settled. */
    static final class Sums {
        /** What half precision leaves in a sum over classes. */
        private static final double COARSE = 1e-2;
        /** Share of the wealth that a bet risks at most. */
        private static final double BOLDEST = 0.99;

        private final double[][] probabilities;
        private final double[] entropies;
        private final int[] passes;
        /** Most probable class of the first pass. */
        private final int[] candidate;
        /** Of the bets that the candidate is more probable than each class; logarithm. */
        private final double[][] wealth;
        /** Σ of the squared differences to the candidate. */
        private final double[][] squares;

        /** @param outputs one for each class, or one for the second of two */
        Sums(int examples, int outputs) {
            int classes = Math.max(2, outputs);
            probabilities = new double[examples][classes];
            entropies = new double[examples];
            passes = new int[examples];
            candidate = new int[examples];
            wealth = new double[examples][classes];
            squares = new double[examples][classes];
        }

        /**
         * Adds the answers of one pass.
         *
         * @param answers probabilities of each of {@code examples}, row after row
         * @param examples which of the batch were asked
         * @param first number of the first example of the batch, for messages
         * @throws IllegalArgumentException naming the first example whose answer is not a distribution
         * @throws ArithmeticException naming the first example whose answer is NaN: the numbers outgrew their type on the way
         */
        void add(float[] answers, int[] examples, long first) {
            int outputs = answers.length / examples.length;
            double[] row = new double[probabilities[0].length];
            for (int at = 0; at < examples.length; at++) {
                int i = examples[at];
                double sum = 0;
                boolean inRange = true;
                for (int k = 0; k < outputs; k++) {
                    double p = answers[at * outputs + k];
                    inRange &= p >= -COARSE && p <= 1 + COARSE;
                    sum += p;
                    row[k] = p;
                }
                if (Double.isNaN(sum)) throw new ArithmeticException("output for example " + (first + i) + " is NaN");
                if (!inRange) throw refused(first + i, "has numbers outside [0, 1]");
                if (outputs == 1) {
                    row[1] = row[0];
                    row[0] = 1 - row[1];
                } else if (Math.abs(sum - 1) > COARSE) {
                    throw refused(first + i, "sums to " + (float) sum);
                }
                bet(i, row);
                double entropy = 0;
                for (int c = 0; c < row.length; c++) {
                    probabilities[i][c] += row[c];
                    entropy += entropy(row[c]);
                }
                entropies[i] += entropy;
                passes[i]++;
            }
        }

        /**
         * Bets on the differences d of the candidate to each class: a wealth Π(1 + λd), λ from the passes before, is a supermartingale where E d ≤ 0.
         * λ is the mean of d over its mean square, which is best for small d.
         */
        private void bet(int i, double[] row) {
            if (passes[i] == 0) {
                for (int c = 1; c < row.length; c++) if (row[c] > row[candidate[i]]) candidate[i] = c;
            }
            int best = candidate[i];
            for (int c = 0; c < row.length; c++) {
                if (c == best) continue;
                double d = Math.max(-1, Math.min(1, row[best] - row[c]));
                if (passes[i] > 0 && squares[i][c] > 0) {
                    double stake = (probabilities[i][best] - probabilities[i][c]) / squares[i][c];
                    wealth[i][c] += Math.log1p(Math.max(0, Math.min(BOLDEST, stake)) * d);
                }
                squares[i][c] += d * d;
            }
        }

        /** Those of the examples that are not settled. @param error probability of another answer than that of endless sampling */
        int[] open(int[] examples, double error) {
            double enough = -Math.log(error);
            return IntStream.of(examples).filter(i -> {
                for (int c = 0; c < wealth[i].length; c++) if (c != candidate[i] && wealth[i][c] < enough) return true;
                return false;
            }).toArray();
        }

        List<Prediction> mean() {
            var predictions = new ArrayList<Prediction>();
            for (int i = 0; i < entropies.length; i++)
                predictions.add(Prediction.mean(probabilities[i], entropies[i], passes[i]));
            return predictions;
        }

        private static IllegalArgumentException refused(long example, String why) {
            return new IllegalArgumentException(
                    "output for example " + example + " " + why + ": must be probabilities of classes, as those of a softmax");
        }
    }
}
