package org.tanhwg.core.attractor;

import org.tanhwg.core.Checks;
import org.tanhwg.core.step.SlowRegime;

/**
 * How the units of {@link LocalRule} learn.
 *
 * <p>The measured settings consolidate with the power p = 0, the limit of the maintenance energy that counts living synapses: the
 * masses of the living come to be alike, and a pattern is spread over all of them.
 *
 * @param tau τ of the implicit step
 * @param passes most passes over the patterns; a unit ends earlier when all its bits have their margin
 * @param beta β of the potential, in parts of the mean |J_y|; 0 for none, and then no mass moves
 * @param pruning first passes, in which the potential acts and mass moves; after them the synapses that are silent are dead
 * @param every passes from one consolidation to the next
 * @param slow consolidation (theory §4.2)
 * @param seed of the order of the patterns
 */
public record LocalLearning(double tau, int passes, double beta, int pruning, int every, SlowRegime slow, long seed) {
    private static final LocalLearning DENSE = new LocalLearning(2, 1000, 0, 90, 3, new SlowRegime(0.2, 0, 0.3), 1);

    public LocalLearning {
        Checks.positive("tau", tau);
        Checks.atLeast("passes", passes, 1);
        Checks.nonNegative("beta", beta);
        Checks.index("pruning", pruning, passes + 1);
        Checks.atLeast("every", every, 1);
    }

    /** The measured settings, with another potential and seed. */
    public static LocalLearning of(double beta, long seed) {
        return new LocalLearning(DENSE.tau, DENSE.passes, beta, DENSE.pruning, DENSE.every, DENSE.slow, seed);
    }

    /** Passes with the potential. */
    int pruningPasses() {
        return beta == 0 ? 0 : pruning;
    }
}
