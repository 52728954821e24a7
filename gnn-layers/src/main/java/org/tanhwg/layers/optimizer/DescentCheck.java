package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.FastStep;

/**
 * Checks the energy descent inequality of the frozen energy, unit by unit and in doubles (theory §2, §4.1).
 *
 * <pre>e(O) = Σ_x V O + (t/c) |O|/ŵ + (t'/c) |O| + (λ/2) O²/ŵ,   cost (O⁺ − O)²/(2cŵ),   over the synapses that may move</pre>
 * A unit that does not move at all is not counted.
 */
final class DescentCheck {
    /** Relative rounding of the few single-precision operations between m and m⁺. */
    private static final double ROUNDING = 8 * Math.ulp(1f);

    private DescentCheck() {}

    /** @param update m − m⁺ of the fast step just taken; {@code views} still hold m */
    static EnergyDescent ofLayer(LayerViews views, FloatBuffer update, FastStep.Coefficients k) {
        EnergyDescent found = EnergyDescent.NONE;
        int n = views.n();
        float[] mass = new float[n];
        float[] amplitude = new float[n];
        float[] signal = new float[n];
        float[] change = new float[n];
        for (int unit = 0; unit < views.units(); unit++) {
            double rate = k.rate()[unit];
            if (rate == 0) continue;
            double counting = k.threshold()[unit] / rate;
            double weighted = k.massThreshold()[unit] / rate;
            double confinement = (1 / (double) k.shrinkage()[unit] - 1) / rate;
            views.mass().get(unit * n, mass);
            views.amplitude().get(unit * n, amplitude);
            views.signal().get(unit * n, signal);
            update.get(unit * n, change);
            double excess = 0;
            double scale = 0;
            for (int i = 0; i < n; i++) {
                double w = mass[i];
                double m = amplitude[i];
                if (w == 0 || k.frozen() && m == 0) continue;
                double before = w * m;
                double after = w * (m - change[i]);
                double relative = n * w;
                double linear = signal[i] * (after - before);
                double shrink = (counting / relative + weighted) * (Math.abs(after) - Math.abs(before));
                double quadratic = confinement / 2 * (after * after - before * before) / relative;
                double transport = (after - before) * (after - before) / (2 * rate * relative);
                double rounding = ROUNDING
                        * (Math.abs(before) + Math.abs(after) + rate * relative * Math.abs(signal[i]));
                double slope = Math.abs(signal[i]) + counting / relative + weighted
                        + (confinement * Math.abs(after) + (Math.abs(after - before) + rounding) / rate) / relative;
                excess += linear + shrink + quadratic + transport - slope * rounding;
                scale += Math.abs(linear) + Math.abs(shrink) + Math.abs(quadratic) + transport;
            }
            if (scale > 0) found = found.plus(EnergyDescent.ofUnit(excess / scale));
        }
        return found;
    }
}
