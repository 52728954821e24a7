package org.tanhwg.core.step;

import org.tanhwg.core.Contents;
import org.tanhwg.core.energy.Prox;

/**
 * One proximal step and its bookkeeping; both energies are of the same frozen energy (theory §2).
 *
 * @param to            μ⁺
 * @param energyBefore  E(μ)
 * @param energyAfter   E(μ⁺)
 * @param transportCost D²(μ⁺, μ)/(2τ), in units of energy
 * @param status        what is known about the minimiser
 */
public record StepResult<S>(S to, double energyBefore, double energyAfter, double transportCost, Prox.Status status) {

    /** E(μ) − E(μ⁺) − D²/(2τ): what the descent inequality (Thm 3.1) says is ≥ 0. */
    public double slack() {
        return energyBefore - energyAfter - transportCost;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
