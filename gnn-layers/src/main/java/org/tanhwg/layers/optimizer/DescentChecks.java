package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.step.AmplitudeBound;
import org.tanhwg.layers.kernel.step.FastStep;

/**
 * What checks of the energy descent inequality E(μ⁺) + D²(μ⁺,μ)/(2τ) ≤ E(μ) found (theory §2), the signal frozen.
 *
 * @param checked number of unit steps checked
 * @param violated how many broke it by more than rounding
 * @param worst largest excess beyond the rounding of the step, relative to the size of the terms; −∞ when nothing was checked
 */
public record DescentChecks(long checked, long violated, double worst) {
    /** Relative rounding of the few single-precision operations between m and m⁺. */
    private static final double ROUNDING = 8 * Math.ulp(1f);
    /** Nothing checked yet. */
    public static final DescentChecks NONE = new DescentChecks(0, 0, Double.NEGATIVE_INFINITY);

    DescentChecks plus(DescentChecks other) {
        return new DescentChecks(checked + other.checked, violated + other.violated, Math.max(worst, other.worst));
    }

    static DescentChecks ofUnit(double excess) { return new DescentChecks(1, excess > 0 ? 1 : 0, excess); }

    /**
     * Looks at all units of a layer. A synapse that steps back into its ball has come from infinite energy: it is left out.
     *
     * @param update m − m⁺ of the fast step just taken; {@code views} still hold m
     */
    static DescentChecks ofLayer(LayerViews views, Pass pass, FloatBuffer update, FastStep.Coefficients k,
            Optional<AmplitudeBound.Ball> ball) {
        DescentChecks found = DescentChecks.NONE;
        int n = views.n();
        float[] mass = new float[n];
        int parts = views.parts();
        Support few = pass.support().orElse(null);
        float[][] amplitude = new float[parts][n];
        float[][] signals = new float[parts][n];
        float[][] change = new float[parts][n];
        for (int unit = 0; unit < views.units(); unit++) {
            double rate = k.rate()[unit];
            if (rate == 0) continue;
            double counting = k.threshold()[unit] / rate;
            double weighted = k.massThreshold()[unit] / rate;
            double confinement = (1 / (double) k.shrinkage()[unit] - 1) / rate;
            int count = n;
            if (few != null) {
                count = few.start(unit + 1) - few.start(unit);
                for (int i = 0; i < count; i++) {
                    int at = few.at(few.start(unit) + i);
                    mass[i] = views.mass().get(at);
                    amplitude[0][i] = views.amplitude().get(at);
                    signals[0][i] = views.signal().get(at);
                    change[0][i] = update.get(at);
                }
            } else {
                views.mass().get(unit * n, mass);
                for (int part = 0; part < parts; part++) {
                    int start = (part * views.units() + unit) * n;
                    views.amplitude().get(start, amplitude[part]);
                    views.signal().get(start, signals[part]);
                    update.get(start, change[part]);
                }
            }
            double excess = 0;
            double scale = 0;
            double half = 1 / (2 * rate);
            for (int i = 0; i < count; i++) {
                double w = mass[i];
                double from = w * amplitude[0][i];
                double to = w * (amplitude[0][i] - change[0][i]);
                double v = signals[0][i];
                double linear = v * (to - from);
                double before = Math.abs(from);
                double after = Math.abs(to);
                double moved = Math.abs(to - from);
                double signal = Math.abs(v);
                if (parts == 2) {
                    double turnedFrom = w * amplitude[1][i];
                    double turnedTo = w * (amplitude[1][i] - change[1][i]);
                    linear += signals[1][i] * (turnedTo - turnedFrom);
                    before = modulus(from, turnedFrom);
                    after = modulus(to, turnedTo);
                    moved = modulus(to - from, turnedTo - turnedFrom);
                    signal = modulus(v, signals[1][i]);
                }
                if (w == 0 || k.frozen() && before == 0) continue;
                if (ball.isPresent() && before > w * ball.get().of((float) w)) continue;
                double relative = n * w;
                double share = 1 / relative;
                double speed = k.living().isPresent() ? (double) n / k.living().get()[unit] : relative;
                double quadratic = confinement / 2 * (after - before) * (after + before) * share;
                double transport = moved * moved * half / speed;
                double resistance = counting * share + weighted;
                double shrink = resistance * (after - before);
                double rounding = ROUNDING * (before + after + rate * speed * signal);
                double slope = signal + resistance + confinement * after * share + 2 * half * (moved + rounding) / speed;
                excess += linear + shrink + quadratic + transport - slope * rounding;
                scale += Math.abs(linear) + Math.abs(shrink) + Math.abs(quadratic) + transport;
            }
            if (scale > 0) found = found.plus(DescentChecks.ofUnit(excess / scale));
        }
        return found;
    }

    private static double modulus(double re, double im) { return Math.sqrt(re * re + im * im); }
}
