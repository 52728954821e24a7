package org.tanhwg.core.step;

import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tanhwg.core.Checks;

/**
 * The slow regime of one unit: mass moves, the observable does not (theory §4.2). Oracle of the layer kernels.
 *
 * <pre>w⁺ = (1−γ)w + γ s</pre>
 * Then every silent synapse (O_x = 0) whose mass is below {@code silentShare/n} hands it over, and every synapse, silent or not, below {@code quantum/n};
 * w⁺ is brought back to mass 1.
 *
 * @param gamma rate γ in [0, 1]
 * @param target s, such as |O_x|^p / Σ|O|^p
 * @param silentShare share of the mean mass; 0 keeps all silent synapses, ∞ none
 * @param quantum share of the mean mass in [0, 1) that a synapse needs to live
 */
public record SlowRegime(double gamma, MassTarget target, double silentShare, double quantum) {
    public SlowRegime {
        Checks.inRange("gamma", gamma, 0, 1);
        Objects.requireNonNull(target, "target");
        Checks.inRange("silentShare", silentShare, 0, Double.POSITIVE_INFINITY);
        Checks.inRange("quantum", quantum, 0, Math.nextDown(1.0));
    }

    /** Consolidation toward |O|^p. @param power p in [0, 1]: ½ minimises Σ|m_x|, 1 the silence energy ½Σ w m² */
    public SlowRegime(double gamma, double power, double silentShare) {
        this(gamma, new MassTarget.Observable(power), silentShare, 0);
    }

    /** This move, but that at its end no silent synapse has mass. */
    public SlowRegime silencing() {
        return new SlowRegime(gamma, target, Double.POSITIVE_INFINITY, quantum);
    }

    /** The structural weights after one consolidation by |O|; those of a unit all of whose synapses are silent do not move. */
    public double[] step(double[] w, double[] o) {
        return step(w, o, new double[o.length]);
    }

    /**
     * The structural weights after one move; those of a unit all of whose synapses are silent do not move.
     *
     * @param w structural weights, a point of the simplex
     * @param o observables O = w m
     * @param g signal G = ∂L/∂O
     */
    public double[] step(double[] w, double[] o, double[] g) {
        int n = w.length;
        boolean silent = true;
        for (double value : o) silent &= value == 0;
        if (silent) return w.clone();
        double[] s = target.at(w, o, g).orElse(w);
        double[] to = new double[n];
        double mass = 0;
        for (int x = 0; x < n; x++) {
            to[x] = (1 - gamma) * w[x] + gamma * s[x];
            if (o[x] == 0 && to[x] < silentShare / n || to[x] < quantum / n) to[x] = 0;
            mass += to[x];
        }
        for (int x = 0; x < n; x++) to[x] /= mass;
        return to;
    }

    /** What the move does not raise as long as no synapse loses its mass; of consolidation by |O| it falls even then. */
    public Optional<ToDoubleFunction<double[]>> energy(double[] w, double[] o, double[] g) {
        return target.energy(w, o, g);
    }
}
