package org.tanhwg.training.evaluate;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.report.Calibration.Bin;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;
import org.tanhwg.training.run.UserError;

/**
 * What a classifier does on examples it was not trained on.
 *
 * @param predictions one for each example
 */
public record Evaluation(List<Prediction> predictions, Metrics metrics) implements Measured {

    /** Who tells classes. */
    public interface ClassAnswers extends Answers<Prediction> {
        /** Number of classes. */
        int classes();
    }

    /**
     * Runs the examples through the network.
     *
     * @param data what messages call the examples
     * @throws UserError when the widths or the classes do not fit
     */
    public static Evaluation of(ClassAnswers classifier, Examples examples, String data) {
        List<Prediction> predictions = predict(classifier, examples, data);
        if (classifier.classes() < examples.classes()) {
            throw new UserError(classifier.name() + ": tells " + classifier.classes() + " classes apart, " + data + " has "
                    + examples.classes());
        }
        float[][] probabilities = predictions.stream().map(Prediction::probabilities).toArray(float[][]::new);
        return new Evaluation(predictions, Metrics.of(probabilities, examples.labels()));
    }

    /** Predictions for examples whose classes do not matter. @throws UserError when the widths do not fit */
    public static List<Prediction> predict(ClassAnswers classifier, Examples examples, String data) {
        classifier.requireFit(examples, data);
        return classifier.predict(examples);
    }

    @Override public FinalResult result(SparsityStats stats) {
        ClassScores scores = ClassScores.of(metrics.confusion());
        return new FinalResult(metrics.accuracy(), metrics.nll(), metrics.ece(), stats.keptFraction(), stats.kept(),
                stats.liveUnits(), stats.parameters(), stats.multiplyAdds().orElse(null))
                .scored(Scores.ofClasses(scores.macroF1(), scores.balancedAccuracy(), metrics.rocAuc().orElse(null)));
    }

    /**
     * How well predicted probabilities fit the labels.
     *
     * @param accuracy share of examples whose most probable class is the label, in [0, 1]
     * @param nll mean of −log p(label) in nats; a probability that underflowed to 0 counts as the smallest positive float
     * @param ece expected calibration error: Σ over 15 equal-width bins of the highest probability of (share of examples) × |accuracy −
     *        mean probability| (C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, 2017)
     * @param reliability the bins of the calibration error
     * @param confusion number of examples by [label][most probable class]
     * @param rocAuc {@link #auroc} of the second of two classes; empty where there are not two, or one of them has no example
     */
    public record Metrics(double accuracy, double nll, double ece, List<Bin> reliability, int[][] confusion,
            Optional<Double> rocAuc) {
        private static final int BINS = 15;

        /**
         * Measures.
         *
         * @param probabilities one row for each example, summing to 1
         * @param labels as many, each the index of a column
         * @throws IllegalArgumentException for no examples, lengths or labels that do not fit, and anything that is no probability
         */
        public static Metrics of(float[][] probabilities, int[] labels) {
            if (probabilities.length == 0 || probabilities.length != labels.length) {
                throw new IllegalArgumentException(probabilities.length + " rows of probabilities and " + labels.length
                        + " labels: must be as many, and at least one");
            }
            int classes = probabilities[0].length;
            int[][] confusion = new int[classes][classes];
            double loss = 0;
            int right = 0;
            int[] counts = new int[BINS];
            int[] hits = new int[BINS];
            double[] confidence = new double[BINS];
            for (int i = 0; i < labels.length; i++) {
                float[] row = probabilities[i];
                check(row, i, labels[i], classes);
                int best = mostProbable(row);
                confusion[labels[i]][best]++;
                loss -= Math.log(Math.max(row[labels[i]], Float.MIN_VALUE));
                if (best == labels[i]) right++;
                int bin = Math.min(Math.max((int) Math.ceil(row[best] * (double) BINS) - 1, 0), BINS - 1);
                counts[bin]++;
                if (best == labels[i]) hits[bin]++;
                confidence[bin] += row[best];
            }
            double n = labels.length;
            double gap = IntStream.range(0, BINS).mapToDouble(k -> Math.abs(hits[k] - confidence[k])).sum();
            List<Bin> bins = IntStream.range(0, BINS).mapToObj(k -> new Bin(counts[k],
                    confidence[k] / Math.max(1, counts[k]), hits[k] / (double) Math.max(1, counts[k]))).toList();
            return new Metrics(right / n, loss / n, gap / n, bins, confusion, rocAuc(probabilities, labels));
        }

        private static Optional<Double> rocAuc(float[][] probabilities, int[] labels) {
            if (probabilities[0].length != 2) return Optional.empty();
            double[] second = scores(probabilities, labels, 1);
            double[] first = scores(probabilities, labels, 0);
            return first.length == 0 || second.length == 0 ? Optional.empty() : Optional.of(auroc(second, first));
        }

        /** Probability of the second class, for the examples of one. */
        private static double[] scores(float[][] probabilities, int[] labels, int label) {
            return IntStream.range(0, labels.length).filter(i -> labels[i] == label).mapToDouble(i -> probabilities[i][1])
                    .toArray();
        }

        /** Index of the largest probability, the first of equals. */
        public static int mostProbable(float[] row) {
            int best = 0;
            for (int c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
            return best;
        }

        private static void check(float[] row, int i, int label, int classes) {
            if (row.length != classes)
                throw new IllegalArgumentException("probabilities[" + i + "] has " + row.length + " classes: must be " + classes);
            if (label < 0 || label >= classes)
                throw new IllegalArgumentException("labels[" + i + "] = " + label + ": must be in [0, " + classes + ")");
            for (int c = 0; c < classes; c++) {
                if (!(row[c] >= 0 && row[c] <= 1.0001f)) {
                    throw new IllegalArgumentException("probabilities[" + i + "][" + c + "] = " + row[c] + ": must be in [0, 1]");
                }
            }
        }
    }

    /**
     * Area under the receiver operating characteristic: the probability that an example of {@code positives} has a higher score than one of
     * {@code negatives}, ties counting half (Mann–Whitney). Exact, by ranks.
     *
     * @throws IllegalArgumentException when either is empty
     */
    public static double auroc(double[] positives, double[] negatives) {
        if (positives.length == 0 || negatives.length == 0) {
            throw new IllegalArgumentException(
                    positives.length + " positives and " + negatives.length + " negatives: must be at least one of each");
        }
        double[] all = new double[positives.length + negatives.length];
        System.arraycopy(positives, 0, all, 0, positives.length);
        System.arraycopy(negatives, 0, all, positives.length, negatives.length);
        double[] ranks = new NaturalRanking().rank(all);
        double sum = 0;
        for (int i = 0; i < positives.length; i++) sum += ranks[i];
        double n = positives.length;
        return (sum - n * (n + 1) / 2) / (n * negatives.length);
    }
}
