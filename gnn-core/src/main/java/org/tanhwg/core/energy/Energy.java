package org.tanhwg.core.energy;

import org.tanhwg.core.space.GeodesicSpace;

/**
 * An energy with its signal frozen (Def 2.2) and its proximal step, theory §2.
 *
 * <p>The state may be a point, a law, the amplitudes of a unit or a whole field: whatever {@link #space} measures.
 *
 * @param <S> the states, to be treated as immutable
 */
public interface Energy<S> {

    /** The space the state moves in; its distance is the D of the step. */
    GeodesicSpace<S> space();

    /** The energy of a state. @throws IllegalArgumentException if the state does not belong to the space */
    double value(S state);

    /**
     * argmin over ν of value(ν) + D²(ν, from)/(2τ), by the best method this energy has; the status says which.
     *
     * @throws IllegalArgumentException if the state does not belong to the space or {@code tau} is not finite and positive
     */
    Prox<S> prox(S from, double tau);
}
