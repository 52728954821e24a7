package org.tanhwg.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which examples are held out for the test: a function of the seed alone.
 *
 * @param train indices of those that stay, ascending
 * @param test  indices of those held out, ascending
 */
public record Holdout(int[] train, int[] test) {
    /** How {@link #note} begins. */
    public static final String NO_TEST_SIDE = "no test side: ";

    /**
     * Holds out the share of each class, rounded, so that both sides know every class.
     *
     * @param labels class numbers in [0, classes); every class has at least two examples
     * @param share  in (0, 1)
     */
    public static Holdout stratified(int[] labels, int classes, double share, long seed) {
        int[] order = Examples.order(labels.length, seed);
        int[] sizes = new int[classes];
        for (int label : labels) sizes[label]++;
        int[] wanted = Arrays.stream(sizes).map(size -> wanted(size, share)).toArray();
        boolean[] held = new boolean[labels.length];
        for (int i : order) if (wanted[labels[i]]-- > 0) held[i] = true;
        return of(held);
    }

    /** Holds out the share of all examples, rounded, at least one and not all. */
    public static Holdout random(int count, double share, long seed) {
        boolean[] held = new boolean[count];
        int[] order = Examples.order(count, seed);
        for (int i = 0; i < wanted(count, share); i++) held[order[i]] = true;
        return of(held);
    }

    /** These sides, if there are two. @param where what errors call the examples @throws DataException if each class has one example */
    public Holdout requireBoth(String where) {
        if (train.length == 0 || test.length == 0)
            throw new DataException(where, "each example has a class of its own; must have several examples of each class");
        return this;
    }

    /** Says in a line how the test examples were chosen. */
    public String note(double share, long seed) {
        return String.format(Locale.ROOT, NO_TEST_SIDE + "%,d of %,d examples are held out (share %s, seed %d)", test.length,
                test.length + train.length,
                share, seed);
    }

    private static int wanted(int count, double share) {
        return Math.max(1, Math.min(count - 1, (int) Math.round(share * count)));
    }

    private static Holdout of(boolean[] held) {
        List<Integer> train = new ArrayList<>(), test = new ArrayList<>();
        for (int i = 0; i < held.length; i++) (held[i] ? test : train).add(i);
        return new Holdout(train.stream().mapToInt(i -> i).toArray(), test.stream().mapToInt(i -> i).toArray());
    }
}
