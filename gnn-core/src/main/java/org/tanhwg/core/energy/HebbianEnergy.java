package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.MemoryField;

/**
 * A Hebbian energy E(μ, C) = Σ_y λ_y e_y(μ_y, g_y(μ, C)) (Def 2.1): units interact only through the global signal.
 *
 * @param signal g
 * @param local  e
 * @param <L>    the law of a unit
 * @param <C>    the context
 * @param <G>    the signal of a unit
 */
public record HebbianEnergy<L, C, G>(GlobalSignal<L, C, G> signal, LocalEnergy<L, G> local) {

    /** g(μ, C) = (g_y)_y. */
    @FunctionalInterface
    public interface GlobalSignal<L, C, G> {
        /** One signal per unit of {@code field}. */
        List<G> of(MemoryField<L> field, C context);
    }

    /** e_y(·, g_y). */
    @FunctionalInterface
    public interface LocalEnergy<L, G> {
        /** The energy of one unit when its signal is held. */
        Energy<L> at(int unit, G signal);
    }

    /**
     * The energy with the signal frozen at {@code field} and {@code context}: what a step minimises.
     *
     * @throws IllegalArgumentException if there is not one signal per unit
     */
    public FieldEnergy<L> frozen(MemoryField<L> field, C context) {
        List<G> signals = signal.of(field, context);
        Checks.size("signal.size()", signals.size(), field.size());
        List<Energy<L>> units = new ArrayList<>();
        for (int y = 0; y < field.size(); y++) units.add(local.at(y, signals.get(y)));
        return new FieldEnergy<>(field.reference(), units);
    }

    /** E(μ, C), with the signal that μ itself gives. */
    public double value(MemoryField<L> field, C context) {
        return frozen(field, context).value(field);
    }
}
