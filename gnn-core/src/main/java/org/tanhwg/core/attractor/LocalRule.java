package org.tanhwg.core.attractor;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.SplitMix;
import org.tanhwg.core.step.SlowRegime;

/**
 * Tan–HWG: generalized synapses between all units, learned locally. Each unit takes its own bit as the feedback of an implicit
 * alignment step and consolidates its own masses; it hears of the others no more than their bits. For phases all numbers are complex.
 *
 * <p>Units learn side by side on all cores, independently, so that the result does not depend on their number.
 */
public final class LocalRule implements StorageRule {
    private final States states;
    private final LocalLearning how;
    private final LocalUnit[] units;
    private int lots;

    /** Nothing stored. */
    public LocalRule(int units, States states, LocalLearning how) {
        this.states = states;
        this.how = how;
        this.units = IntStream.range(0, Checks.atLeast("units", units, 1)).mapToObj(y -> new LocalUnit(y, units, states))
                .toArray(LocalUnit[]::new);
    }

    /** Learns these patterns; of earlier ones nothing is shown again, and after many later ones they are lost. */
    @Override public void store(float[][] patterns) {
        float[][][] heard = Stream.of(states.checked(units.length, patterns)).map(states::turned).toArray(float[][][]::new);
        int[][] orders = orders(patterns.length, lots++);
        IntStream.range(0, units.length).parallel().forEach(y -> units[y].learn(heard, orders, how));
    }

    @Override public AttractorNetwork memory() {
        float[][] weights = new float[units.length][];
        float[] biases = new float[units.length * states.parts()];
        for (int y = 0; y < units.length; y++) {
            weights[y] = units[y].observable().clone();
            for (int part = 0; part < states.parts(); part++) biases[part * units.length + y] = units[y].bias()[part];
        }
        return new AttractorNetwork(weights, biases, states);
    }

    private int[][] orders(int patterns, int lot) {
        int[][] orders = new int[how.passes()][];
        long family = SplitMix.seed(how.seed(), lot);
        for (int pass = 0; pass < orders.length; pass++) orders[pass] = shuffled(patterns, SplitMix.seed(family, pass));
        return orders;
    }

    private static int[] shuffled(int count, long seed) {
        int[] order = IntStream.range(0, count).toArray();
        var random = SplitMix.generator(seed, 0);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1), held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
        return order;
    }

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
        int pruningPasses() { return beta == 0 ? 0 : pruning; }
    }
}
