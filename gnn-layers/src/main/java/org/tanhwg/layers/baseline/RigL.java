package org.tanhwg.layers.baseline;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;

/**
 * Sparse from the first step, with rewiring: every so many steps the smallest active weights of each layer are dropped, and as many grow where the gradient is largest.
 *
 * <p>Of K active weights, K·drop·(1 + cos(π t/T))/2 move at step t, until T = {@code until} of the steps. Layers start at random, at the densities of Erdős–Rényi: in proportion to
 * (n + Y)/(nY), at most 1. A weight is active while it is not 0; one that grows takes its first step at once.
 *
 * <p>U. Evci, T. Gale, J. Menick, P. Castro, E. Elsen, Rigging the lottery: making all tickets winners, 2020.
 *
 * @param inner updater of Deeplearning4j that trains; inactive weights show it no gradient
 * @param keep share of all weights that is active, in (0, 1]
 * @param steps training steps of the whole run, ≥ 1
 * @param every steps between rewirings, ≥ 1
 * @param drop share of the active weights that moves at first, in [0, 1]
 * @param until share of the steps after which the support stays, in [0, 1]
 * @param seed of the support at the start
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record RigL(@JsonProperty("inner") IUpdater inner, @JsonProperty("keep") double keep, @JsonProperty("steps") long steps,
        @JsonProperty("every") int every, @JsonProperty("drop") double drop, @JsonProperty("until") double until,
        @JsonProperty("seed") long seed) implements WeightUpdater {

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public RigL {
        Objects.requireNonNull(inner, "inner");
        Checks.inHalfOpen("keep", keep, 0, 1);
        if (steps < 1) throw new IllegalArgumentException("steps = " + steps + ": must be a whole number >= 1");
        Checks.atLeast("every", every, 1);
        Checks.inRange("drop", drop, 0, 1);
        Checks.inRange("until", until, 0, 1);
    }

    @Override public Rule rule(Weights all) { return new Rewiring(all); }

    /** How many weights of each of these layers are active, n × Y each. */
    int[] active(long[][] shapes) {
        double[] size = Arrays.stream(shapes).mapToDouble(shape -> (double) shape[0] * shape[1]).toArray();
        double[] sides = Arrays.stream(shapes).mapToDouble(shape -> shape[0] + shape[1]).toArray();
        boolean[] dense = new boolean[shapes.length];
        double scale;
        boolean more;
        do { // what a layer cannot take because it is full goes to the others
            double left = keep * Arrays.stream(size).sum();
            double open = 0;
            for (int l = 0; l < size.length; l++)
                if (dense[l]) left -= size[l];
                else open += sides[l];
            scale = open == 0 ? 0 : left / open;
            more = false;
            for (int l = 0; l < size.length; l++)
                if (!dense[l] && scale * sides[l] > size[l]) more = dense[l] = true;
        } while (more);
        double by = scale;
        return IntStream.range(0, size.length).map(l -> (int) Math.round(dense[l] ? size[l] : by * sides[l])).toArray();
    }

    /** How many of {@code active} weights move at a step; 0 between rewirings. */
    int moves(int active, int step) {
        if (step == 0 || step % every != 0 || step >= until * steps) return 0;
        return (int) (active * drop * 0.5 * (1 + Math.cos(Math.PI * step / (until * steps))));
    }

    /** The numbers of the {@code count} largest of these, {@code among} which alone are looked at; of equals the first. */
    static int[] largest(float[] values, boolean[] among, int count) {
        return IntStream.range(0, values.length).filter(i -> among[i]).boxed()
                .sorted((a, b) -> Float.compare(values[b], values[a])).limit(count).mapToInt(Integer::intValue).toArray();
    }

    /** The rule; what is active can be told from the weights, so nothing is remembered between steps. */
    private final class Rewiring implements Rule {
        private final Map<FloatBuffer, Layer> layers = new IdentityHashMap<>();

        Rewiring(Weights all) {
            int[] counts = active(all.parts().stream().map(Weights.Part::shape).toArray(long[][]::new));
            for (int l = 0; l < counts.length; l++)
                layers.put(all.parts().get(l).values(), new Layer(counts[l], new Random(seed + l)));
        }

        @Override public void before(FloatBuffer weights, FloatBuffer gradient, int iteration) {
            layers.get(weights).rewire(weights, gradient, iteration);
        }

        @Override public void apply(FloatBuffer weights, FloatBuffer update, int iteration, int epoch) {
            Layer layer = layers.get(weights);
            for (int i = 0; i < weights.limit(); i++) {
                if (!layer.active[i]) update.put(i, weights.get(i));
                else if (layer.grown[i]) update.put(i, weights.get(i) + update.get(i));
            }
        }
    }

    /** What is active in one layer in this step, and which of it grew in it. */
    private final class Layer {
        private final int count;
        private final Random random;
        private boolean[] active;
        private boolean[] grown;

        Layer(int count, Random random) {
            this.count = count;
            this.random = random;
        }

        void rewire(FloatBuffer weights, FloatBuffer gradient, int step) {
            int n = weights.limit();
            active = new boolean[n];
            grown = new boolean[n];
            int living = 0;
            for (int i = 0; i < n; i++)
                if (active[i] = weights.get(i) != 0) living++;
            if (living > count) scatter();
            int moves = moves(count, step);
            if (moves > 0) {
                float[] size = new float[n], pull = new float[n];
                for (int i = 0; i < n; i++) {
                    size[i] = -Math.abs(weights.get(i));
                    pull[i] = Math.abs(gradient.get(i));
                }
                for (int i : largest(size, active, moves)) active[i] = false;
                living = 0;
                for (boolean a : active) if (a) living++;
                boolean[] free = new boolean[n];
                for (int i = 0; i < n; i++) free[i] = !active[i];
                for (int i : largest(pull, free, count - living)) active[i] = grown[i] = true;
            }
            for (int i = 0; i < n; i++) if (!active[i]) gradient.put(i, 0);
        }

        /** The support at the start. */
        private void scatter() {
            int[] order = IntStream.range(0, active.length).toArray();
            for (int i = 0; i < count; i++) {
                int j = i + random.nextInt(order.length - i);
                int other = order[i];
                order[i] = order[j];
                order[j] = other;
            }
            Arrays.fill(active, false);
            for (int i = 0; i < count; i++) active[order[i]] = true;
        }
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public RigL clone() {
        return new RigL(inner.clone(), keep, steps, every, drop, until, seed);
    }
}
