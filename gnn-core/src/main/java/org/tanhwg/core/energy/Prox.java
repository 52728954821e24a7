package org.tanhwg.core.energy;

import org.tanhwg.core.Contents;

/**
 * Where a proximal step leads and how sure that is.
 *
 * @param to     the state found; its objective is never above that of staying
 * @param status what is known about it
 */
public record Prox<S>(S to, Status status) {

    /** How the minimiser was found, from the surest to the least sure. */
    public enum Status {
        /** A closed form or an exact finite method, good to rounding. */
        EXACT,
        /** An iteration that reached its tolerance on a convex problem. */
        CONVERGED,
        /** A critical point below the start, of a problem that may have a lower one. */
        STATIONARY,
        /** The iteration ended before its tolerance was reached. */
        NOT_CONVERGED;

        /** The less sure of the two. */
        Status or(Status other) { return compareTo(other) >= 0 ? this : other; }
    }

    static <S> Prox<S> exact(S to) { return new Prox<>(to, Status.EXACT); }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
