package org.tanhwg.core.attractor;

import org.tanhwg.core.Checks;

/**
 * The pseudo-inverse rule: J is the projection on the span of the patterns, X⁺X, without its diagonal (Personnaz, Guyon and
 * Dreyfus 1985). A complex span is the real one of the patterns and their quarter turns.
 *
 * <p>Each pattern adds the projection on what is new in it (Greville's recursion); what is new is taken twice, against rounding.
 */
public final class PseudoInverseRule implements StorageRule {
    /** |new|²/d below which a pattern counts as a combination of earlier ones. */
    private static final double NOTHING_NEW = 1e-9;

    private final States states;
    private final int units;
    private final double[][] projection;

    /** Nothing stored. */
    public PseudoInverseRule(int units, States states) {
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
