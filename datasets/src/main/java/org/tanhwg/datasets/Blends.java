package org.tanhwg.datasets;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Ambiguous examples: each is the mean of two examples of different classes, so that either class is as right as the other.
 *
 * @param examples the means; their labels are those of the first ones
 * @param others class of the second one of each
 */
public record Blends(Examples examples, int[] others) {

    /**
     * Blends pairs that are drawn with replacement.
     *
     * @param count how many, ≥ 1
     * @throws IllegalArgumentException unless two classes occur
     */
    public static Blends of(Examples from, int count, long seed) {
        int[] labels = from.labels();
        if (labels.length == 0 || Arrays.stream(labels).distinct().limit(2).count() < 2)
            throw new IllegalArgumentException("blends need examples of two classes");
        var random = new SplittableRandom(seed);
        int width = from.width();
        float[] means = new float[Math.multiplyExact(count, width)];
        float[] second = new float[width];
        int[] firsts = new int[count];
        int[] others = new int[count];
        for (int i = 0; i < count; i++) {
            int a = random.nextInt(labels.length);
            int b = random.nextInt(labels.length);
            while (labels[a] == labels[b]) {
                a = random.nextInt(labels.length);
                b = random.nextInt(labels.length);
            }
            from.copy(a, means, i * width);
            from.copy(b, second, 0);
            for (int k = 0; k < width; k++) means[i * width + k] = (means[i * width + k] + second[k]) / 2;
            firsts[i] = labels[a];
            others[i] = labels[b];
        }
        return new Blends(Examples.ofNumbers(means, width, new Targets.Classes(firsts, from.classes()), from.shape()), others);
    }
}
