package org.tanhwg.datasets;

import java.util.SplittableRandom;

/**
 * Labels that are wrong for a share of the examples, each wrong class as likely as the others.
 *
 * @param share of the examples, in [0, 1]
 * @param seed of which examples, and which classes
 */
public record LabelNoise(double share, long seed) {
    public LabelNoise {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("share = " + share + ": must be in [0, 1]");
    }

    /** The examples with those labels; the ones given stay as they are. @throws IllegalArgumentException unless there are two classes or more */
    public Examples of(Examples examples) {
        int classes = examples.classes();
        if (classes < 2) throw new IllegalArgumentException("label noise = " + share + ": needs at least 2 classes");
        int[] labels = examples.labels().clone();
        int[] order = Examples.order(labels.length, seed);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < Math.round(share * labels.length); i++)
            labels[order[i]] = (labels[order[i]] + 1 + random.nextInt(classes - 1)) % classes;
        return examples.answered(new Targets.Classes(labels, classes));
    }
}
