package org.tanhwg.core.observable;

import org.tanhwg.core.Checks;

/** The probability simplex Δ = {p ≥ 0, Σp = 1}, where observable states live (Def 4.3). */
public final class Simplex {
    private Simplex() {}

    /**
     * The point of Δ nearest to {@code v} in the Euclidean norm: max(v − θ, 0) with θ such that the sum is 1.
     *
     * <p>No sorting: a lower bound of θ drops the entries below it, which raises the bound, until none drops (Michelot, J. Optim. Theory
     * Appl. 50, 1986); in practice a handful of passes over ever fewer entries, O(n) together. Entries are measured from the largest one,
     * so that θ is accurate for entries of any size.
     *
     * @throws IllegalArgumentException if {@code v} is empty or an entry is not finite
     */
    public static double[] project(double[] v) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double entry : Checks.finite("v", v)) largest = Math.max(largest, entry);
        double theta = threshold(v, largest);
        double[] p = new double[v.length];
        for (int i = 0; i < p.length; i++) p[i] = Math.max(0, v[i] - largest - theta);
        return p;
    }

    /** θ relative to the largest entry; in [−1, 0). */
    private static double threshold(double[] v, double largest) {
        double[] active = new double[v.length];
        // lower entries end at 0 like those at −1, and would only weaken the first bound
        for (int i = 0; i < v.length; i++) active[i] = Math.max(-1, v[i] - largest);
        int count = v.length;
        while (true) {
            double bound = (sum(active, count) - 1) / count;
            int kept = keepAbove(bound, active, count);
            if (kept == count) return bound;
            count = kept;
        }
    }

    /** Moves the entries above {@code bound} to the front, without a branch that could be mispredicted; returns their number. */
    private static int keepAbove(double bound, double[] entries, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            double y = entries[i];
            entries[kept] = y;
            kept += y > bound ? 1 : 0;
        }
        return kept;
    }

    /** Four running sums, since each addition waits for the one before. */
    private static double sum(double[] entries, int count) {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += entries[i];
            b += entries[i + 1];
            c += entries[i + 2];
            d += entries[i + 3];
        }
        for (; i < count; i++) a += entries[i];
        return a + b + c + d;
    }
}
