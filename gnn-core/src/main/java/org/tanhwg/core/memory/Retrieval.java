package org.tanhwg.core.memory;

import java.util.Arrays;
import org.tanhwg.core.Contents;
import org.tanhwg.core.transport.Status;

/**
 * Where a cue led to.
 *
 * @param state where the retrieval ended; one more update would move it by {@code residual}
 * @param energies E before the first update and after each
 * @param pattern index of the pattern with the largest weight at the end
 * @param weight that weight, in (0, 1]
 * @param effective exp(entropy of the weights), in [1, N]: how many patterns take part
 * @param residual W₂ between the state and its update
 * @param <S> a law, or the vector that stands for it
 */
public record Retrieval<S>(S state, double[] energies, int pattern, double weight, double effective, double residual,
        Attractor attractor, Status status) implements Status.Reported {

    public int updates() { return energies.length - 1; }

    /** E at the end. */
    public double energy() { return energies[energies.length - 1]; }

    <T> Retrieval<T> as(T other) {
        return new Retrieval<>(other, energies, pattern, weight, effective, residual, attractor, status);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }

    /** Kinds of fixed points, told by the weights π that the patterns have there. */
    public enum Attractor {
        /** One pattern: it has a weight of at least 0.9. */
        SINGLE,
        /** One pattern and some company: its weight is at least 0.5. */
        MIXED,
        /** A barycentre of several patterns, none of which has half of the weight. */
        METASTABLE,
        /** A barycentre of more or less everything: exp(entropy of π) is more than half of the number of patterns. */
        GLOBAL;

        private static final double NEARLY_ALL = 0.9;

        static Attractor of(double largestWeight, double effective, int patterns) {
            if (largestWeight >= NEARLY_ALL) return SINGLE;
            if (effective > 0.5 * patterns) return GLOBAL;
            return largestWeight >= 0.5 ? MIXED : METASTABLE;
        }
    }

    /** How a retrieval went so far, and whether it is over. */
    static final class Trace {
        private final double tolerance;
        private final int limit;
        private double[] energies = new double[8];
        private int states;
        private double residual;

        /** @param tolerance in the units of the states */
        Trace(double tolerance, int limit) {
            this.tolerance = tolerance;
            this.limit = limit;
        }

        /** Notes a state's energy and how far its update would move it; true if the retrieval ends at this state. */
        boolean endsAt(double energy, double residual) {
            if (states == energies.length) energies = Arrays.copyOf(energies, 2 * states);
            energies[states++] = energy;
            this.residual = residual;
            return residual <= tolerance || states > limit;
        }

        double[] energies() { return Arrays.copyOf(energies, states); }

        double residual() { return residual; }

        Status status() { return residual <= tolerance ? Status.CONVERGED : Status.ITERATION_LIMIT; }
    }
}
