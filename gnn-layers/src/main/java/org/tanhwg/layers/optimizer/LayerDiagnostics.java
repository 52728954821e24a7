package org.tanhwg.layers.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.measure.SpectralMemory;

/**
 * How the units of one layer stand with their inputs (theory §4.3).
 *
 * @param memories of complex units: phase law of each synapse from its learned law, with resultant length and modes, and the unit's order parameter under given inputs
 *   (Def 6.15); empty for real layers
 */
public record LayerDiagnostics(String layer, List<UnitDiagnostics> units, List<SpectralMemory> memories) {
    public LayerDiagnostics {
        units = List.copyOf(units);
        memories = List.copyOf(memories);
    }

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

    /** From a layer's parameters and averaged signal. */
    static LayerDiagnostics of(LayerViews views, List<SpectralMemory> memories) {
        List<UnitDiagnostics> units = new ArrayList<>();
        for (int unit = 0; unit < views.units(); unit++) units.add(unit(views, unit));
        return new LayerDiagnostics(views.name(), units, memories);
    }

    private static UnitDiagnostics unit(LayerViews views, int unit) {
        int n = views.n();
        int support = 0;
        double entropy = 0;
        double sum = 0;
        double squares = 0;
        for (int i = unit * n; i < (unit + 1) * n; i++) {
            double w = views.mass().get(i);
            double size = 0;
            double pressure = 0;
            for (int part = 0; part < views.parts(); part++) {
                int at = part * n * views.units() + i;
                size += Math.abs(views.amplitude().get(at));
                pressure += views.amplitude().get(at) * views.signal().get(at);
            }
            pressure += views.noise(i);
            if (w > 0) entropy -= w * Math.log(w);
            if (w == 0 || size == 0) continue;
            support++;
            sum += pressure;
            squares += pressure * pressure;
        }
        double mean = support == 0 ? 0 : sum / support;
        double variance = support == 0 ? 0 : Math.max(0, squares / support - mean * mean);
        return new UnitDiagnostics(mean, Math.sqrt(variance), Math.exp(entropy), support);
    }
}
