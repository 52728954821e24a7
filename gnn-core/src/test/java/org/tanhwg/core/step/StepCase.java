package org.tanhwg.core.step;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.tanhwg.core.energy.Energy;

/**
 * One tiny instance of an energy for {@link StepContract}.
 *
 * @param name     shown in reports
 * @param energy   under test
 * @param from     where the step starts
 * @param masses   masses of a state, which must stay a probability
 * @param twin     the same instance with units, atoms or axes in another order
 * @param reorder  takes a state of this instance to the twin's order
 * @param rivals   a search that knows nothing of prox
 */
record StepCase<S>(String name, Energy<S> energy, S from, Function<S, double[]> masses, Energy<S> twin, Function<S, S> reorder,
        BruteForce<S> rivals) {

    /** Minimises a function of states from given starts and returns the least value found. */
    @FunctionalInterface
    interface BruteForce<S> {
        double least(ToDoubleFunction<S> objective, List<S> starts);
    }

    @Override public String toString() {
        return name;
    }
}
