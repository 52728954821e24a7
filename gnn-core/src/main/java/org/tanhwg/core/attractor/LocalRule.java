package org.tanhwg.core.attractor;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.SplitMix;

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
}
