package org.tanhwg.core.memory;

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
        Attractor attractor, Status status) {

    public int updates() {
        return energies.length - 1;
    }

    public boolean converged() {
        return status == Status.CONVERGED;
    }

    /** E at the end. */
    public double energy() {
        return energies[energies.length - 1];
    }

    <T> Retrieval<T> as(T other) {
        return new Retrieval<>(other, energies, pattern, weight, effective, residual, attractor, status);
    }

    @Override public boolean equals(Object other) {
        return Contents.equal(this, other);
    }

    @Override public int hashCode() {
        return Contents.hash(this);
    }

    @Override public String toString() {
        return Contents.text(this);
    }
}
