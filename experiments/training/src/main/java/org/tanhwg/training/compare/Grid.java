package org.tanhwg.training.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalDouble;
import org.tanhwg.core.Checks;

/**
 * What may be tried for one optimizer, the most likely value first.
 *
 * @param eta step sizes
 * @param beta strengths of pruning, for runs of {@value #STEPS} steps; none, or {@code keep} instead
 * @param keep the same for an optimizer that prunes to a share
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Grid(List<Double> eta, List<Double> beta, List<Double> keep) {
    /** Ten epochs of 600 steps. */
    static final int STEPS = 6000;

    /** @throws IllegalArgumentException naming the key, its value and its range */
    public Grid {
        eta = eta == null ? List.of() : List.copyOf(eta);
        beta = beta == null ? List.of() : List.copyOf(beta);
        keep = keep == null ? List.of() : List.copyOf(keep);
        if (eta.isEmpty()) throw new IllegalArgumentException("eta is missing: must be a list of step sizes");
        eta.forEach(value -> Checks.positive("eta", value));
        beta.forEach(value -> Checks.nonNegative("beta", value));
        keep.forEach(value -> Checks.inHalfOpen("keep", value, 0, 1));
        if (!beta.isEmpty() && !keep.isEmpty())
            throw new IllegalArgumentException("keep = " + keep + ": must not stand beside beta");
    }

    /** The first {@code count} strengths; one that is empty for an optimizer that does not prune. */
    List<Strength> strengths(int count) {
        if (beta.isEmpty() && keep.isEmpty()) return List.of(new Strength(OptionalDouble.empty(), OptionalDouble.empty()));
        return (beta.isEmpty() ? keep.stream().map(k -> new Strength(OptionalDouble.empty(), OptionalDouble.of(k)))
                : beta.stream().map(b -> new Strength(OptionalDouble.of(b), OptionalDouble.empty()))).limit(count).toList();
    }
}
