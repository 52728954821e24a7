package org.tanhwg.training.evaluate;

import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.report.ReliabilityBin;

/**
 * How well predicted probabilities fit the labels.
 *
 * @param accuracy share of examples whose most probable class is the label, in [0, 1]
 * @param nll mean of −log p(label) in nats; a probability that underflowed to 0 counts as the smallest positive float
 * @param ece expected calibration error: Σ over 15 equal-width bins of the highest probability of (share of examples) × |accuracy −
 *        mean probability| (C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, 2017)
 * @param reliability the bins of the calibration error
 * @param confusion number of examples by [label][most probable class]
 */
public record Metrics(double accuracy, double nll, double ece, List<ReliabilityBin> reliability, int[][] confusion) {
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
        List<ReliabilityBin> bins = IntStream.range(0, BINS).mapToObj(k -> new ReliabilityBin(counts[k],
                confidence[k] / Math.max(1, counts[k]), hits[k] / (double) Math.max(1, counts[k]))).toList();
        return new Metrics(right / n, loss / n, gap / n, bins, confusion);
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
