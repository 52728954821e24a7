package org.tanhwg.layers.optimizer;

import java.util.List;

/** How the units of one layer stand with their inputs (theory §4.3). */
public record LayerDiagnostics(String layer, List<UnitDiagnostics> units) {
    public LayerDiagnostics { units = List.copyOf(units); }

    /**
     * One unit.
     *
     * @param pressureMean mean of the KKT pressures p_x = Re(conj(m_x) V_x) + κ w_x σ_x² C_x over the active synapses: V the averaged signal
     *   ∂L/∂O, C the averaged curvature of the loss in O where training samples Gaussian laws, κ = 2 where they are complex and else 1
     * @param pressureSpread standard deviation of the same; 0 at an equilibrium of mass
     * @param effectiveFanIn exp of the entropy of the structural weights, in [1, n]
     * @param support number of synapses with mass and a non-zero amplitude
     */
    public record UnitDiagnostics(double pressureMean, double pressureSpread, double effectiveFanIn, int support) {}
}
