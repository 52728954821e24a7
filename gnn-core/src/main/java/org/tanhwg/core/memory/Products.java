package org.tanhwg.core.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Squared distances of all patterns x from a group of points z, by the scores x·z − |x|²/2 = (|z|² − |x − z|²)/2.
 *
 * <p>This is the one place where a retrieval touches everything that is stored, a matrix product. Patterns lie dimension by dimension
 * in blocks that stay in the cache while all points pass, and relative to their centre, so that a common offset costs no digits.
 *
 * @param <A> float[] or double[]
 */
final class Products<A> {
    /** Patterns in a block. */
    private static final int BLOCK = 1000;
    /** Points whose scores are computed side by side. */
    private static final int TOGETHER = 3;

    private final Lanes<A> lanes;
    private final double[] centre;
    /** Dimensions with the zeros after them, since three are taken at a time. */
    private final int padded;
    /** By block and dimension. */
    private final List<A[]> blocks = new ArrayList<>();
    /** −|x|²/2 by block. */
    private final List<A> bias = new ArrayList<>();
    /** Largest |x|. */
    private final double radius;

    Products(double[][] patterns, double[] centre, Lanes<A> lanes) {
        this.lanes = lanes;
        this.centre = centre;
        padded = (centre.length + 2) / 3 * 3;
        double largest = 0;
        for (int from = 0; from < patterns.length; from += BLOCK) {
            int n = Math.min(BLOCK, patterns.length - from);
            A[] block = lanes.arrays(padded, n);
            A halves = lanes.arrays(1, n)[0];
            for (int i = 0; i < n; i++) {
                double[] x = patterns[from + i];
                for (int k = 0; k < x.length; k++) lanes.set(block[k], i, x[k] - centre[k]);
                double square = VectorMemory.squaredDistance(x, centre);
                lanes.set(halves, i, -square / 2);
                largest = Math.max(largest, square);
            }
            blocks.add(block);
            bias.add(halves);
        }
        radius = Math.sqrt(largest);
    }

    /** Room for so many points. */
    Scores scores(int slots) { return new Scores(slots); }

    /** Distances from a group of points, by slot. Not for several threads. */
    final class Scores {
        /** By block and slot. */
        private final List<A[]> scores = new ArrayList<>();
        private final double[][] largest;
        /** |z|² from the centre. */
        private final double[] squares;

        private Scores(int slots) {
            for (A of : bias) scores.add(lanes.arrays(slots, lanes.length(of)));
            largest = new double[slots][bias.size()];
            squares = new double[slots];
        }

        /** Takes each {@code points[slot]} of the first {@code count} slots named. */
        void compute(double[][] points, int[] slots, int count) {
            double[][] z = new double[count][padded];
            for (int j = 0; j < count; j++) {
                double[] point = points[slots[j]];
                for (int k = 0; k < point.length; k++) z[j][k] = point[k] - centre[k];
                squares[slots[j]] = VectorMemory.squaredDistance(point, centre);
            }
            for (int b = 0; b < blocks.size(); b++) {
                for (int j = 0; j < count; j += TOGETHER) compute(b, z, slots, j, Math.min(TOGETHER, count - j));
            }
        }

        /** Scores of one to three points, from {@code first} on, with one block. */
        private void compute(int b, double[][] z, int[] slots, int first, int points) {
            int second = first + Math.min(1, points - 1), third = first + points - 1;
            A[] to = scores.get(b);
            for (int j = first; j <= third; j++) lanes.copy(bias.get(b), to[slots[j]]);
            for (int k = 0; k < padded; k += 3)
                lanes.addProducts(points, to[slots[first]], to[slots[second]], to[slots[third]], blocks.get(b), z[first],
                        z[second], z[third], k);
            for (int j = first; j <= third; j++) largest[slots[j]][b] = lanes.largest(to[slots[j]]);
        }

        double squaredDistance(int slot, int pattern) {
            return squares[slot] - 2 * lanes.get(scores.get(pattern / BLOCK)[slot], pattern % BLOCK);
        }

        /** Squared distance of the nearest pattern, up to rounding. */
        double least(int slot) {
            return Math.max(0, squares[slot] - 2 * Arrays.stream(largest[slot]).max().orElseThrow());
        }

        /**
         * Puts all patterns at most {@code distance} away into {@code found}, and some that rounding cannot tell from them; returns their
         * number. May end early with any number above {@code most}.
         */
        int within(int slot, double distance, int[] found, int most) {
            double rounding = (centre.length + 2) * lanes.unit() * radius * (radius + Math.sqrt(squares[slot]));
            double threshold = (squares[slot] - distance * distance) / 2 - 2 * rounding;
            int count = 0;
            for (int b = 0; b < scores.size() && count <= most; b++) {
                if (largest[slot][b] >= threshold) count = lanes.atLeast(scores.get(b)[slot], threshold, b * BLOCK, found, count);
            }
            return count;
        }
    }
}
