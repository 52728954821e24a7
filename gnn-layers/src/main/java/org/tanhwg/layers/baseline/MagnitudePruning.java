package org.tanhwg.layers.baseline;

import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.kernel.step.WeightMaps;

/**
 * Iterative magnitude pruning: in rounds, the smallest weights of all layers together become 0 for good, and the rest is retrained.
 *
 * <p>Round r of R, spread evenly from {@code from} to {@code until}, leaves the share keep + (1 − keep)(1 − r/R)³; from then on the
 * network is only retrained.
 *
 * <p>M. Zhu, S. Gupta, To prune, or not to prune, 2017; S. Han, J. Pool, J. Tran, W. Dally, Learning both weights and connections, 2015.
 *
 * @param inner updater of Deeplearning4j that trains and retrains
 * @param keep share of the weights left at the end, in (0, 1]
 * @param steps training steps of the whole run, ≥ 1
 * @param from share of the steps before the first round, in [0, 1]
 * @param until share of the steps at the last round, in [from, 1]
 * @param rounds ≥ 1
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record MagnitudePruning(@JsonProperty("inner") IUpdater inner, @JsonProperty("keep") double keep,
        @JsonProperty("steps") long steps, @JsonProperty("from") double from, @JsonProperty("until") double until,
        @JsonProperty("rounds") int rounds) implements WeightUpdater {

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public MagnitudePruning {
        Objects.requireNonNull(inner, "inner");
        Checks.inHalfOpen("keep", keep, 0, 1);
        if (steps < 1) throw new IllegalArgumentException("steps = " + steps + ": must be a whole number >= 1");
        Checks.inRange("from", from, 0, 1);
        Checks.inRange("until", until, from, 1);
        Checks.atLeast("rounds", rounds, 1);
    }

    /** Rounds done by the end of a step, counted from 0. */
    int round(int step) {
        if (step < Math.floor(from * steps)) return 0;
        if (step >= Math.floor(until * steps)) return rounds;
        double span = Math.floor(until * steps) - Math.floor(from * steps);
        return 1 + (int) ((rounds - 1) * (step - Math.floor(from * steps)) / span);
    }

    /** Share of the weights left after a round. */
    double left(int round) {
        double rest = 1 - (double) round / rounds;
        return keep + (1 - keep) * rest * rest * rest;
    }

    @Override public Rule rule(Weights all) {
        var maps = new WeightMaps();
        var thresholds = new Thresholds(all);
        return (weights, update, iteration, epoch) -> maps.prune(weights, update, thresholds.at(iteration));
    }

    /** The largest magnitude that is pruned at a step, the same for all layers; 0 between rounds, which keeps zeros. */
    private final class Thresholds {
        private final Weights all;
        private int step = -1;
        private float threshold;

        Thresholds(Weights all) { this.all = all; }

        float at(int iteration) {
            if (iteration == step) return threshold;
            step = iteration;
            int round = round(iteration);
            boolean due = round > 0 && (iteration == 0 || round(iteration - 1) < round);
            if (round == 0) threshold = -1;
            else threshold = due ? Math.max(0, all.magnitudeBelow(left(round))) : 0;
            return threshold;
        }
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public MagnitudePruning clone() {
        return new MagnitudePruning(inner.clone(), keep, steps, from, until, rounds);
    }
}
