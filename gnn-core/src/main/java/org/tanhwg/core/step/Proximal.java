package org.tanhwg.core.step;

import java.util.ArrayList;
import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.energy.Prox;

/** The proximal (JKO) step, the only way anything moves: μ⁺ = argmin E(ν) + D²(ν, μ)/(2τ) (Eq 1, theory §2). */
public final class Proximal {
    private Proximal() {}

    /**
     * One step of size {@code tau} from {@code from}.
     *
     * @throws IllegalArgumentException if {@code from} does not belong to the energy's space or {@code tau} is not finite and positive
     */
    public static <S> StepResult<S> step(Energy<S> energy, S from, double tau) {
        Checks.positive("tau", tau);
        double before = energy.value(from);
        Prox<S> prox = energy.prox(from, tau);
        double distance = energy.space().distance(prox.to(), from);
        return new StepResult<>(prox.to(), before, energy.value(prox.to()), distance * distance / (2 * tau), prox.status());
    }

    /**
     * Nested time steps T_{τ_1} ∘ T_{τ_2} ∘ … ∘ T_{τ_r} under one frozen energy, the last size first (multi-scale updates, appendix A.3).
     *
     * @param taus τ_1 … τ_r, at least one
     * @return the steps in the order taken, so that the last one holds the result
     */
    public static <S> List<StepResult<S>> nested(Energy<S> energy, S from, double... taus) {
        Checks.finite("taus", taus);
        List<StepResult<S>> steps = new ArrayList<>();
        S state = from;
        for (int r = taus.length - 1; r >= 0; r--) {
            steps.add(step(energy, state, Checks.positive("taus[" + r + "]", taus[r])));
            state = steps.get(steps.size() - 1).to();
        }
        return steps;
    }
}
