package org.tanhwg.core.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.energy.HebbianEnergy;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.StepResult;

/**
 * A run in free evolution, where the context follows the memory (Ass 8.3), and the quantities of Thm 8.7 along it.
 *
 * @param fields   μ_0 … μ_K
 * @param contexts C_0 … C_K
 * @param energies E(μ_k, C_k), each with its own signal
 * @param moved    D(μ_{k+1}, μ_k)
 * @param tau      τ, with Kτ the time span
 */
public record SleepMode<L, C>(List<MemoryField<L>> fields, List<C> contexts, double[] energies, double[] moved, double tau) {

    /**
     * Runs for the time Kτ: freeze the signal at (μ_k, C_k), take a step, then let the context follow, C_{k+1} = Ψ(μ_{k+1}, C_k).
     *
     * @param psi   Ψ, the free evolution of the context
     * @param count K ≥ 1
     */
    public static <L, C> SleepMode<L, C> run(HebbianEnergy<L, C, ?> energy,
            BiFunction<? super MemoryField<L>, ? super C, ? extends C> psi,
            MemoryField<L> field, C context, double tau, int count) {
        Checks.positive("tau", tau);
        Checks.atLeast("count", count, 1);
        List<MemoryField<L>> fields = new ArrayList<>(List.of(field));
        List<C> contexts = new ArrayList<>(List.of(context));
        double[] energies = new double[count + 1];
        double[] moved = new double[count];
        energies[0] = energy.value(field, context);
        for (int k = 0; k < count; k++) {
            StepResult<MemoryField<L>> step = Proximal.step(energy.frozen(fields.get(k), contexts.get(k)), fields.get(k), tau);
            fields.add(step.to());
            contexts.add(psi.apply(step.to(), contexts.get(k)));
            energies[k + 1] = energy.value(step.to(), contexts.get(k + 1));
            moved[k] = Math.sqrt(2 * tau * step.transportCost());
        }
        return new SleepMode<>(List.copyOf(fields), List.copyOf(contexts), energies, moved, tau);
    }

    /** μ_K. */
    public MemoryField<L> end() { return fields.get(fields.size() - 1); }

    /**
     * Greatest ratio of context drift to memory movement: the constant of Ass 8.3 that this run needs; +∞ if the context drifts
     * alone.
     */
    public double drift(ToDoubleBiFunction<? super C, ? super C> contextDistance) {
        double worst = 0;
        for (int k = 0; k < moved.length; k++) {
            double drift = contextDistance.applyAsDouble(contexts.get(k), contexts.get(k + 1));
            if (drift > 0) worst = Math.max(worst, drift / moved[k]);
        }
        return worst;
    }

    /**
     * The least c ≥ 0 with E_{k+1} + D²/(4τ) ≤ (1 + cτ)E_k for all k (Lemma 8.5, pre-telescopic inequality); bounded as τ→0 in
     * sleep mode. +∞ if energy appears where there was none.
     */
    public double freezingConstant() {
        double worst = 0;
        for (int k = 0; k < moved.length; k++) {
            double excess = energies[k + 1] + moved[k] * moved[k] / (4 * tau) - energies[k];
            if (excess > 0) worst = Math.max(worst, excess / (tau * energies[k]));
        }
        return worst;
    }

    /**
     * E_0 + c∫E − E_K − ¼∫|μ'|²: the slack of the perturbed energy–dissipation inequality of Thm 8.7 over the whole run, ≥ 0 for
     * every c ≥ {@link #freezingConstant}.
     */
    public double dissipationSlack(double c) {
        Checks.nonNegative("c", c);
        double slack = energies[0] - energies[moved.length];
        for (int k = 0; k < moved.length; k++) slack += c * tau * energies[k] - moved[k] * moved[k] / (4 * tau);
        return slack;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
