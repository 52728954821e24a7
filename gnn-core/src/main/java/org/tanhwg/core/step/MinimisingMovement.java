package org.tanhwg.core.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.energy.HebbianEnergy;
import org.tanhwg.core.measure.MemoryField;

/**
 * The minimising-movement scheme (Eq 1): at each step the energy is frozen at the current state, then one proximal step is taken.
 *
 * @param start  μ_0
 * @param steps  the steps, in order
 * @param tau    their size
 */
public record MinimisingMovement<S>(S start, List<StepResult<S>> steps, double tau) {
    public MinimisingMovement {
        steps = List.copyOf(steps);
        Checks.positive("tau", tau);
    }

    /** The energies of a scheme; a stationary one ignores both arguments. */
    @FunctionalInterface
    public interface Frozen<S> {
        /** The energy of step k ≥ 0, frozen at the state that the step leaves. */
        Energy<S> at(int k, S state);

        /** A Hebbian energy in the contexts C_0, C_1, … */
        static <L, C> Frozen<MemoryField<L>> hebbian(HebbianEnergy<L, C, ?> energy, IntFunction<? extends C> contexts) {
            return (k, field) -> energy.frozen(field, contexts.apply(k));
        }
    }

    /**
     * Takes {@code count ≥ 0} steps of size {@code tau} from {@code start}.
     *
     * @throws IllegalArgumentException if a state does not belong to its energy's space or tau is not finite and positive
     */
    public static <S> MinimisingMovement<S> run(Frozen<S> energies, S start, double tau, int count) {
        Checks.atLeast("count", count, 0);
        List<StepResult<S>> steps = new ArrayList<>();
        S state = start;
        for (int k = 0; k < count; k++) {
            steps.add(Proximal.step(energies.at(k, state), state, tau));
            state = steps.get(k).to();
        }
        return new MinimisingMovement<>(start, steps, tau);
    }

    /** μ_0 … μ_K. */
    public List<S> states() {
        List<S> states = new ArrayList<>();
        states.add(start);
        for (StepResult<S> step : steps) states.add(step.to());
        return states;
    }

    /** μ_K. */
    public S end() { return steps.isEmpty() ? start : steps.get(steps.size() - 1).to(); }

    /** The descent record of all steps; {@code tolerance} as in {@link EnergyDescent#of}. */
    public EnergyDescent descent(double tolerance) {
        return EnergyDescent.of(steps, tolerance);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
