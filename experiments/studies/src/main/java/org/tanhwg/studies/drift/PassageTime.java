package org.tanhwg.studies.drift;

import org.tanhwg.core.diffusion.ItoProcess;

/**
 * Mean time that dz = f dt + σdB on the line needs from a to b, by quadrature of (2/σ²) ∫_a^b e^{2V(y)/σ²} ∫_low^y e^{−2V(x)/σ²} dx dy with f = −V'
 * (Gardiner, Handbook of Stochastic Methods, §5.2.7); no path is drawn.
 */
final class PassageTime {
    private static final int INTERVALS = 20_000;

    private PassageTime() {}

    /** @param low where the equation is cut off, so far away that it does not matter */
    static double mean(ItoProcess process, double sigma, double low, double from, double to) {
        double h = (to - low) / INTERVALS, warmth = 2 / (sigma * sigma);
        double[] drift = new double[1];
        double potential = 0, inner = 0, total = 0, before = 0, weightBefore = 0, outerBefore = 0;
        for (int i = 0; i <= INTERVALS; i++) {
            double z = low + i * h;
            process.drift(new double[] {z}, drift);
            if (i > 0) potential -= h * (drift[0] + before) / 2;
            before = drift[0];
            double weight = Math.exp(-warmth * potential);
            if (i > 0) inner += h * (weight + weightBefore) / 2;
            weightBefore = weight;
            double outer = Math.exp(warmth * potential) * inner;
            if (z > from && i > 0) total += h * (outer + outerBefore) / 2;
            outerBefore = outer;
        }
        return warmth * total;
    }
}
