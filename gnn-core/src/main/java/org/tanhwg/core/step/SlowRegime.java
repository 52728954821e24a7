package org.tanhwg.core.step;

import org.tanhwg.core.Checks;

/**
 * The slow regime of one unit: mass moves, the observable does not (theory §4.2). Oracle of the layer kernels.
 *
 * <pre>w⁺ = (1−γ)w + γ s,   s_x = |O_x|^p / Σ|O|^p</pre>
 * Then every silent synapse (O_x = 0) whose mass is below {@code silentShare/n} hands it over, and w⁺ is brought back to mass 1.
 *
 * @param gamma rate γ in [0, 1]
 * @param power p in [0, 1]: ½ minimises Σ|m_x|, 1 the silence energy ½Σ w m²
 * @param silentShare share of the mean mass; 0 keeps all silent synapses, ∞ none
 */
public record SlowRegime(double gamma, double power, double silentShare) {
    public SlowRegime {
        Checks.inRange("gamma", gamma, 0, 1);
        Checks.inRange("power", power, 0, 1);
        Checks.inRange("silentShare", silentShare, 0, Double.POSITIVE_INFINITY);
    }

    /**
     * The structural weights after one consolidation; those of a unit all of whose synapses are silent do not move.
     *
     * @param w structural weights, a point of the simplex
     * @param o observables O = w m
     */
    public double[] step(double[] w, double[] o) {
        int n = w.length;
        double total = 0;
        for (double value : o) total += Math.abs(value) == 0 ? 0 : Math.pow(Math.abs(value), power);
        if (total == 0) return w.clone();
        double[] to = new double[n];
        double mass = 0;
        for (int x = 0; x < n; x++) {
            to[x] = (1 - gamma) * w[x] + gamma * (o[x] == 0 ? 0 : Math.pow(Math.abs(o[x]), power)) / total;
            if (o[x] == 0 && to[x] < silentShare / n) to[x] = 0;
            mass += to[x];
        }
        for (int x = 0; x < n; x++) to[x] /= mass;
        return to;
    }
}
