package org.tanhwg.core.step;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.tanhwg.core.stability.NormalCoordinates;
import org.tanhwg.core.step.StepCase.BruteForce;

/** Derivative-free minimisers for tiny instances: compass search in a chart, and plain enumeration. */
final class Rivals {
    private Rivals() {}

    /** Compass search in random directions from each start, down to steps of 1e-9. */
    static <S> BruteForce<S> inChart(Function<S, NormalCoordinates<S>> around) {
        return (objective, starts) -> {
            double least = Double.POSITIVE_INFINITY;
            for (S start : starts) least = Math.min(least, compass(objective, around.apply(start)));
            return least;
        };
    }

    /** Every candidate, and the starts. */
    static <S> BruteForce<S> among(List<S> candidates) {
        return (objective, starts) -> Math.min(least(objective, candidates), least(objective, starts));
    }

    private static <S> double compass(ToDoubleFunction<S> objective, NormalCoordinates<S> chart) {
        Random random = new Random(1);
        double[] v = new double[chart.dimension()];
        double least = objective.applyAsDouble(chart.at(v));
        double size = 1;
        int failures = 0;
        while (size > 1e-9) {
            double[] trial = v.clone();
            int axis = random.nextInt(2 * v.length);
            for (int k = 0; k < v.length; k++)
                trial[k] += axis < v.length ? (axis == k ? size * (random.nextBoolean() ? 1 : -1) : 0)
                        : size * random.nextGaussian();
            double value = objective.applyAsDouble(chart.at(trial));
            if (value < least) {
                least = value;
                v = trial;
                size *= 2;
                failures = 0;
            } else if (++failures > 6 * v.length) {
                size /= 2;
                failures = 0;
            }
        }
        return least;
    }

    private static <S> double least(ToDoubleFunction<S> objective, List<S> candidates) {
        return candidates.stream().mapToDouble(objective).min().orElseThrow();
    }
}
