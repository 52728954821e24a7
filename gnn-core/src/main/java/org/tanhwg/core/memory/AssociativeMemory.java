package org.tanhwg.core.memory;

import java.util.List;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * A dense associative memory of patterns X_1 … X_N in a geodesic space: E(ξ) = −(1/β) log Σ_i exp(−β D_i), D_i = d(X_i, ξ)², and an update
 * that moves ξ toward the barycentre of the patterns with weights π = softmax(−β D) and never raises E (theory §6).
 *
 * <p>States and cues must fit the patterns; what does not is refused with an {@link IllegalArgumentException} that names it.
 *
 * @param <S> a state: a law, or a vector
 */
public sealed interface AssociativeMemory<S> permits VectorMemory, GaussianMemory {
    /** N. */
    int size();

    /** β > 0, in 1/distance². */
    double beta();

    /** These patterns with another β; nothing is stored twice. */
    AssociativeMemory<S> withBeta(double beta);

    /** Pattern {@code i}, in [0, N). */
    S pattern(int i);

    /** Where the states live, with the distance d. */
    GeodesicSpace<S> space();

    /** E(ξ). */
    double energy(S state);

    /** π at ξ, one weight for each pattern. */
    double[] weights(S state);

    /** One update of ξ. */
    S update(S state);

    /** Updates each cue until it holds still; several times faster than cue by cue. */
    List<Retrieval<S>> retrieve(List<S> cues, Stopping stopping);

    /** Updates a cue until it holds still. */
    default Retrieval<S> retrieve(S cue, Stopping stopping) {
        return retrieve(List.of(cue), stopping).get(0);
    }

    /** The index of the pattern nearest to ξ; the first of several. */
    default int nearest(S state) {
        double[] weights = weights(state);
        int best = 0;
        for (int i = 1; i < weights.length; i++) if (weights[i] > weights[best]) best = i;
        return best;
    }
}
