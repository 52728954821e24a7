package org.tanhwg.core.diffusion;

import java.util.Locale;

/** How a step of an {@link ItoProcess} is taken; both read the diffusion before the step, as Itô's integral does. */
public enum Integrator {
    /** z + f dt + G ΔB: weak order 1. */
    EULER_MARUYAMA,
    /**
     * z + ½ (f(z) + f(z + f dt + G ΔB)) dt + G ΔB: weak order 2 where G is constant, else 1, and order 2 without noise (Kloeden and
     * Platen, Numerical Solution of Stochastic Differential Equations, §15.1).
     */
    HEUN;

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
