package org.tanhwg.training.evaluate;

import org.apache.commons.math3.stat.ranking.NaturalRanking;

/** How well a score tells two sets of examples apart. */
final class Detection {
    private Detection() {}

    /**
     * Area under the receiver operating characteristic: the probability that an example of {@code positives} has a higher score than one of
     * {@code negatives}, ties counting half (Mann–Whitney). Exact, by ranks.
     *
     * @throws IllegalArgumentException when either is empty
     */
    static double auroc(double[] positives, double[] negatives) {
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
