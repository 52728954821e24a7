package org.tanhwg.training.evaluate;

import java.util.List;
import java.util.stream.IntStream;

/** How well each class is told from the others, counted in a confusion matrix; shares are in [0, 1]. */
public record ClassScores(List<Score> classes) {
    public ClassScores { classes = List.copyOf(classes); }

    /**
     * Of one class.
     *
     * @param examples of the class
     * @param answers how often the network answered it
     * @param precision share of those answers that are right; 0 where it never answered so
     * @param recall share of those examples that were recognised; 0 where there are none
     */
    public record Score(int examples, int answers, double precision, double recall) {

        /** 2·precision·recall/(precision + recall); 0 where both are. */
        public double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    /** Counts. @param confusion number of examples by [label][answer] */
    public static ClassScores of(int[][] confusion) {
        return new ClassScores(IntStream.range(0, confusion.length).mapToObj(c -> {
            int examples = IntStream.of(confusion[c]).sum();
            int answers = IntStream.range(0, confusion.length).map(label -> confusion[label][c]).sum();
            int right = confusion[c][c];
            return new Score(examples, answers, right / (double) Math.max(1, answers), right / (double) Math.max(1, examples));
        }).toList());
    }

    /** Mean of {@link Score#f1} over the classes that occur among labels or answers. */
    public double macroF1() {
        return classes.stream().filter(score -> score.examples + score.answers > 0).mapToDouble(Score::f1).average().orElse(0);
    }

    /** Mean recall over the classes that occur among the labels. */
    public double balancedAccuracy() {
        return classes.stream().filter(score -> score.examples > 0).mapToDouble(Score::recall).average().orElse(0);
    }
}
