package org.tanhwg.core.stability;

import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.step.MinimisingMovement.Frozen;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.StepResult;

/**
 * A fixed point of the scheme in a stationary context: a state that its own signal leaves where it is (Prop A.1).
 *
 * @param state     the last state
 * @param speed     D(μ⁺, μ)/τ of one more step from it: 0 exactly at a self-consistent state, for every τ
 * @param steps     steps taken
 * @param converged whether {@code speed} reached the tolerance
 */
public record FixedPoint<S>(S state, double speed, int steps, boolean converged) {

    /**
     * Steps of size {@code tau} until the speed is at most {@code tolerance}, or {@code limit} steps were taken.
     *
     * @param energies frozen at the state they are given; asked for k = 0, as the context does not change
     */
    public static <S> FixedPoint<S> find(Frozen<S> energies, S start, double tau, double tolerance, int limit) {
        Checks.nonNegative("tolerance", tolerance);
        Checks.atLeast("limit", limit, 1);
        S state = start;
        for (int steps = 0;; steps++) {
            Energy<S> frozen = energies.at(0, state);
            StepResult<S> step = Proximal.step(frozen, state, tau);
            double speed = Math.sqrt(2 * step.transportCost() / tau);
            if (speed <= tolerance || steps == limit) return new FixedPoint<>(state, speed, steps, speed <= tolerance);
            state = step.to();
        }
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
