package org.tanhwg.core.energy;

import java.util.function.DoubleUnaryOperator;

/** Golden-section search: minimises a unimodal function on an interval without derivatives. */
final class LineSearch {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private LineSearch() {}

    /** Minimiser of {@code f} on [{@code low}, {@code high}] to the resolution that values of f allow; both ends are candidates. */
    static double minimiser(DoubleUnaryOperator f, double low, double high) {
        double a = low;
        double b = high;
        double left = b - GOLDEN * (b - a);
        double right = a + GOLDEN * (b - a);
        double atLeft = f.applyAsDouble(left);
        double atRight = f.applyAsDouble(right);
        double resolution = 1e-12 * Math.max(Math.abs(low), Math.abs(high));
        while (b - a > resolution) {
            if (atLeft <= atRight) {
                b = right;
                right = left;
                atRight = atLeft;
                left = b - GOLDEN * (b - a);
                atLeft = f.applyAsDouble(left);
            } else {
                a = left;
                left = right;
                atLeft = atRight;
                right = a + GOLDEN * (b - a);
                atRight = f.applyAsDouble(right);
            }
        }
        double best = (a + b) / 2;
        for (double end : new double[] {low, high}) if (f.applyAsDouble(end) <= f.applyAsDouble(best)) best = end;
        return best;
    }
}
