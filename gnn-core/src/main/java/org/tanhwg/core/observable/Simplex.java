package org.tanhwg.core.observable;

import org.tanhwg.core.Checks;

/** The probability simplex Δ = {p ≥ 0, Σp = 1}, where observable states live (Def 4.3). */
public final class Simplex {
    private Simplex() {}

    /**
     * The point of Δ nearest to {@code v} in the Euclidean norm: max(v − θ, 0) with θ such that the sum is 1.
     *
     * <p>Expected time O(n), no sorting: one pass raises a lower bound of θ and keeps the entries above it, later passes drop entries
     * until the bound is θ (Condat, Math. Program. 158, 2016). Entries are measured from the largest one, so that θ is accurate for
     * entries of any size and the bound starts with the largest entry.
     *
     * @throws IllegalArgumentException if {@code v} is empty or an entry is not finite
     */
    public static double[] project(double[] v) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double entry : Checks.finite("v", v)) largest = Math.max(largest, entry);
        double theta = threshold(v, largest);
        double[] p = new double[v.length];
        for (int i = 0; i < v.length; i++) p[i] = Math.max(0, v[i] - largest - theta);
        return p;
    }

    /** θ relative to the largest entry; in [−1, 0). */
    private static double threshold(double[] v, double largest) {
        double[] active = new double[v.length];
        int count = 0;
        double bound = -1; // what θ would be if the largest entry were alone
        boolean largestSeen = false;
        for (double entry : v) {
            double y = entry - largest;
            if (y <= bound) continue;
            active[count++] = y;
            if (y == 0 && !largestSeen) largestSeen = true; // the bound has it already
            else bound += (y - bound) / (largestSeen ? count : count + 1);
        }
        for (int before = 0; before != count;) {
            before = count;
            count = 0;
            double sum = 0;
            for (int i = 0; i < before; i++) {
                if (active[i] > bound) {
                    sum += active[i];
                    active[count++] = active[i];
                }
            }
            bound = (sum - 1) / count;
        }
        return bound;
    }
}
