package org.tanhwg.core.attractor;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.core.attractor.PatternMemory.Recollection;
import org.tanhwg.core.memory.Retrieval;
import org.tanhwg.core.memory.Stopping;
import org.tanhwg.core.memory.VectorMemory;

/**
 * The modern Hopfield network on patterns of bits or phases: s⁺ = Σ_i π_i x_i with π = softmax(−β|x_i − s|²) (theory §6; Ramsauer et
 * al., ICLR 2021).
 *
 * <p>Its connections are the N·d bits that it stores: their number grows with that of the patterns, and a bit whose connection is cut is
 * never recalled. Both dynamics are its own one here.
 */
public final class SoftmaxMemory implements PatternMemory {
    /** β|x_i − x_j|² of two unrelated patterns, whose |x_i − x_j|² is 2d. */
    private static final double CONTRAST = 64;

    private final States states;
    private final VectorMemory memory;

    /** Stores patterns, at least one. */
    public SoftmaxMemory(float[][] patterns, States states) {
        this(Arrays.stream(patterns).map(SoftmaxMemory::numbers).toArray(double[][]::new), states);
    }

    private SoftmaxMemory(double[][] patterns, States states) {
        this.states = states;
        memory = new VectorMemory(patterns, CONTRAST / (2 * states.units(patterns[0].length)));
    }

    @Override public int units() { return states.units(memory.space().dimension()); }

    @Override public Recollection recall(float[] cue, Dynamics dynamics) {
        Retrieval<double[]> end = memory.retrieve(List.of(numbers(cue)), Stopping.DEFAULT).get(0);
        return new Recollection(signs(end.state()), end.converged(), end.energies());
    }

    @Override public boolean holds(float[] pattern) {
        return states.agree(signs(memory.update(numbers(pattern))), pattern);
    }

    @Override public double kept() { return 1; }

    @Override public SoftmaxMemory damaged(double share, RandomGenerator random) {
        double[][] left = new double[memory.size()][];
        for (int i = 0; i < left.length; i++) {
            left[i] = memory.pattern(i);
            for (int y = 0; y < units(); y++)
                if (random.nextDouble() < share) for (int x = y; x < left[i].length; x += units()) left[i][x] = 0;
        }
        return new SoftmaxMemory(left, states);
    }

    private static double[] numbers(float[] state) {
        double[] numbers = new double[state.length];
        for (int y = 0; y < state.length; y++) numbers[y] = state[y];
        return numbers;
    }

    private float[] signs(double[] state) {
        float[] signs = new float[state.length];
        for (int y = 0; y < signs.length; y++) signs[y] = (float) state[y];
        return states.signs(signs);
    }
}
