package org.tanhwg.layers.attractor;

import org.tanhwg.core.Checks;

/**
 * The pseudo-inverse rule: J is the projection on the span of the patterns, X⁺X, without its diagonal (Personnaz, Guyon and
 * Dreyfus 1985).
 *
 * <p>Each pattern adds the projection on what is new in it (Greville's recursion); what is new is taken twice, against rounding.
 */
public final class PseudoInverseRule implements StorageRule {
    /** |new|²/d below which a pattern counts as a combination of earlier ones. */
    private static final double NOTHING_NEW = 1e-9;

    private final double[][] projection;

    /** Nothing stored. */
    public PseudoInverseRule(int units) {
        projection = new double[Checks.atLeast("units", units, 1)][units];
    }

    @Override public void store(float[][] patterns) {
        for (float[] pattern : Patterns.checked(projection.length, patterns)) {
            double[] bits = new double[pattern.length];
            for (int y = 0; y < bits.length; y++) bits[y] = pattern[y];
            add(newIn(newIn(bits)));
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
        if (square < NOTHING_NEW * direction.length) return;
        for (int y = 0; y < direction.length; y++)
            for (int x = 0; x < direction.length; x++) projection[y][x] += direction[y] * direction[x] / square;
    }

    @Override public AttractorNetwork memory() {
        float[][] weights = new float[projection.length][projection.length];
        for (int y = 0; y < weights.length; y++)
            for (int x = 0; x < weights.length; x++) if (x != y) weights[y][x] = (float) projection[y][x];
        return AttractorNetwork.unbiased(weights);
    }
}
