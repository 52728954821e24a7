package org.tanhwg.peers;

import java.util.SplittableRandom;
import org.tanhwg.studies.speed.SpeedTask;

/** Fills one batch after the other with examples in an order that is drawn anew in each epoch. */
final class Batches {
    private final SpeedTask problem;
    private final int[] order;
    private final SplittableRandom random = new SplittableRandom(1);
    private int at;
    final float[] features;
    final int[] labels;

    Batches(SpeedTask problem) {
        this.problem = problem;
        order = new int[problem.labels().length];
        for (int i = 0; i < order.length; i++) order[i] = i;
        at = order.length;
        features = new float[problem.batch() * problem.width()];
        labels = new int[problem.batch()];
    }

    /** The next examples, in {@link #features} and {@link #labels}. */
    void next() {
        if (at + labels.length > order.length) shuffle();
        for (int i = 0; i < labels.length; i++) {
            int example = order[at++];
            labels[i] = problem.labels()[example];
            System.arraycopy(problem.features(), example * problem.width(), features, i * problem.width(), problem.width());
        }
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int was = order[i];
            order[i] = order[other];
            order[other] = was;
        }
        at = 0;
    }
}
