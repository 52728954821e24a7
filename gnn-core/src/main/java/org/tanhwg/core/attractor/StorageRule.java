package org.tanhwg.core.attractor;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.Checks;

/** A way to store patterns, which can come in several lots. */
public interface StorageRule {
    /**
     * Stores more patterns.
     *
     * @param patterns a state for each; all units known
     * @throws IllegalArgumentException when one has another size, or another value in it
     */
    void store(float[][] patterns);

    /** What has been stored so far; later patterns do not change it. */
    PatternMemory memory();

    /** Hebb's outer products, J = (1/d) Σ_i x_i x_i* without its diagonal (Hopfield 1982; for phases Noest 1987). */
    final class Hebb implements StorageRule {
        private final States states;
        private final float[][] weights;

        /** Nothing stored. */
        public Hebb(int units, States states) {
            this.states = states;
            weights = new float[Checks.atLeast("units", units, 1)][units * states.parts()];
        }

        @Override public void store(float[][] patterns) {
            for (float[] pattern : states.checked(weights.length, patterns))
                for (float[] turned : states.turned(pattern))
                    for (int y = 0; y < weights.length; y++)
                        for (int x = 0; x < turned.length; x++) weights[y][x] += turned[y] * turned[x] / weights.length;
        }

        @Override public AttractorNetwork memory() { return AttractorNetwork.unbiased(weights, states); }
    }

    /**
     * Storkey's rule (1997): J_yx grows by (x_y x_x − x_y h_xy − h_yx x_x)/d, where h_yx = Σ_k J_yk x_k without the terms of x and y.
     *
     * <p>It is local, stores one pattern after the other, and is for bits only.
     */
    final class Storkey implements StorageRule {
        private final float[][] weights;

        /** Nothing stored. */
        public Storkey(int units) {
            weights = new float[Checks.atLeast("units", units, 1)][units];
        }

        @Override public void store(float[][] patterns) {
            for (float[] pattern : States.BITS.checked(weights.length, patterns)) store(pattern);
        }

        private void store(float[] bits) {
            int units = bits.length;
            float[] fields = new float[units];
            for (int y = 0; y < units; y++) for (int x = 0; x < units; x++) fields[y] += weights[y][x] * bits[x];
            for (int y = 0; y < units; y++) {
                for (int x = 0; x < y; x++) { // J stays symmetric, its diagonal 0
                    float toY = fields[y] - weights[y][x] * bits[x];
                    float toX = fields[x] - weights[y][x] * bits[y];
                    weights[y][x] += (bits[y] * bits[x] - bits[y] * toX - toY * bits[x]) / units;
                    weights[x][y] = weights[y][x];
                }
            }
        }

        @Override public AttractorNetwork memory() { return AttractorNetwork.unbiased(weights, States.BITS); }
    }

    /**
     * The pseudo-inverse rule: J is the projection on the span of the patterns, X⁺X, without its diagonal (Personnaz, Guyon and
     * Dreyfus 1985). A complex span is the real one of the patterns and their quarter turns.
     *
     * <p>Each pattern adds the projection on what is new in it (Greville's recursion); what is new is taken twice, against rounding.
     */
    final class PseudoInverse implements StorageRule {
        /** |new|²/d below which a pattern counts as a combination of earlier ones. */
        private static final double NOTHING_NEW = 1e-9;

        private final States states;
        private final int units;
        private final double[][] projection;

        /** Nothing stored. */
        public PseudoInverse(int units, States states) {
            this.states = states;
            this.units = Checks.atLeast("units", units, 1);
            projection = new double[units * states.parts()][units * states.parts()];
        }

        @Override public void store(float[][] patterns) {
            for (float[] pattern : states.checked(units, patterns)) {
                for (float[] turned : states.turned(pattern)) {
                    double[] numbers = new double[turned.length];
                    for (int y = 0; y < numbers.length; y++) numbers[y] = turned[y];
                    add(newIn(newIn(numbers)));
                }
            }
        }

        private double[] newIn(double[] vector) {
            double[] rest = vector.clone();
            for (int y = 0; y < rest.length; y++) for (int x = 0; x < rest.length; x++) rest[y] -= projection[y][x] * vector[x];
            return rest;
        }

        private void add(double[] direction) {
            double square = 0;
            for (double v : direction) square += v * v;
            if (square < NOTHING_NEW * units) return;
            for (int y = 0; y < direction.length; y++)
                for (int x = 0; x < direction.length; x++) projection[y][x] += direction[y] * direction[x] / square;
        }

        @Override public AttractorNetwork memory() {
            float[][] weights = new float[units][projection.length];
            for (int y = 0; y < units; y++) for (int x = 0; x < projection.length; x++) weights[y][x] = (float) projection[y][x];
            return AttractorNetwork.unbiased(weights, states);
        }
    }

    /** Keeps all patterns for a {@link SoftmaxMemory}. */
    final class Softmax implements StorageRule {
        private final int units;
        private final States states;
        private final List<float[]> stored = new ArrayList<>();

        /** Nothing stored. */
        public Softmax(int units, States states) {
            this.states = states;
            this.units = Checks.atLeast("units", units, 1);
        }

        @Override public void store(float[][] patterns) {
            stored.addAll(List.of(states.checked(units, patterns)));
        }

        /** @throws IllegalStateException when nothing has been stored */
        @Override public SoftmaxMemory memory() {
            if (stored.isEmpty()) throw new IllegalStateException("a softmax memory needs a pattern");
            return new SoftmaxMemory(stored.toArray(float[][]::new), states);
        }
    }
}
