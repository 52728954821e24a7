package org.tanhwg.core.step;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;

/**
 * The joint step of mass and amplitude under a frozen signal where all inputs are equally far from one another and amplitudes are real
 * (theory §4.7): only an input with the least or the largest gradient can be worth a hop. O(1) for each particle after one pass.
 *
 * <p>{@link org.tanhwg.core.energy.FrozenSignal} takes this step for any distances and complex amplitudes.
 */
public final class JointStep {
    private final double[] gradient;
    private final double beta;
    private final double distance;
    private final int lowest;
    private final int highest;

    /** Where a particle goes. */
    public record Move(int input, double amplitude) {}

    /**
     * @param gradient G_x, finite, at least one
     * @param beta β ≥ 0 of the potential β|s|
     * @param distance ℓ > 0 between any two inputs
     * @throws IllegalArgumentException if something is not as described
     */
    public JointStep(double[] gradient, double beta, double distance) {
        this.gradient = Checks.finite("gradient", gradient).clone();
        this.beta = Checks.nonNegative("beta", beta);
        this.distance = Checks.positive("distance", distance);
        Comparator<Integer> byGradient = Comparator.comparingDouble(x -> gradient[x]);
        lowest = IntStream.range(0, gradient.length).boxed().min(byGradient).orElseThrow();
        highest = IntStream.range(0, gradient.length).boxed().max(byGradient).orElseThrow();
    }

    /**
     * The step of the particle at input {@code x} with amplitude {@code s}: it hops iff (τ/2)[(|G_* − s/τ| − β)₊² − (|G_x − s/τ| − β)₊²] >
     * ℓ²/2τ, and takes the proximal step of its amplitude where it is then.
     *
     * @throws IllegalArgumentException if there is no such input, s is not finite or τ not positive
     */
    public Move move(int x, double s, double tau) {
        Checks.index("x", x, gradient.length);
        double pole = Checks.finite("s", s) / Checks.positive("tau", tau), least = distance * distance / (tau * tau);
        int best = x;
        for (int candidate : new int[] {lowest, highest}) {
            double gained = gained(gradient[candidate], gradient[x], pole);
            if (gained <= least) continue;
            least = gained;
            best = candidate;
        }
        double aim = s - tau * gradient[best], size = Math.abs(aim) - tau * beta;
        return new Move(best, size > 0 ? Math.copySign(size, aim) : 0);
    }

    /** (|g − u| − β)₊² − (|h − u| − β)₊², as a product, so that a large u cancels exactly. */
    private double gained(double g, double h, double u) {
        double far = Math.abs(g - u), near = Math.abs(h - u), high = Math.max(0, far - beta), low = Math.max(0, near - beta);
        if (high == 0 || low == 0) return high * high - low * low;
        double further = (g < u) == (h < u) ? (g < u ? h - g : g - h) : far - near;
        return further * (high + low);
    }

    /**
     * Where silent synapses of equal mass go when an input has room for one: the one that gains least where it is goes to the empty input
     * that offers most, and so on in order while (|G_empty| − β)₊² − (|G_silent| − β)₊² > (ℓ/τ)².
     *
     * @param silent inputs of the silent synapses
     * @param empty inputs without a synapse
     * @return for each silent synapse its new input, or the old one
     * @throws IllegalArgumentException if there is no such input or τ is not positive
     */
    public int[] matched(int[] silent, int[] empty, double tau) {
        for (int x : silent) Checks.index("silent input", x, gradient.length);
        for (int x : empty) Checks.index("empty input", x, gradient.length);
        double least = distance * distance / (Checks.positive("tau", tau) * tau);
        int[] poorest = IntStream.range(0, silent.length).boxed()
                .sorted(Comparator.comparingDouble(i -> Math.abs(gradient[silent[i]]))).mapToInt(i -> i).toArray();
        int[] richest = IntStream.of(empty).boxed().sorted(Comparator.comparingDouble(x -> -Math.abs(gradient[x])))
                .mapToInt(x -> x)
                .toArray();
        int[] to = silent.clone();
        for (int k = 0; k < Math.min(poorest.length, richest.length); k++) {
            if (gained(gradient[richest[k]], gradient[silent[poorest[k]]], 0) <= least) break;
            to[poorest[k]] = richest[k];
        }
        return to;
    }
}
