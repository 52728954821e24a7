package org.tanhwg.core.transport;

import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * A sparse coupling of two discrete measures: entry k moves {@code mass[k] > 0} from atom {@code from[k]} to atom {@code to[k]}.
 *
 * <p>The arrays are the record's own: read, do not write.
 *
 * @param rows number of source atoms
 * @param columns number of target atoms
 */
public record Coupling(int rows, int columns, int[] from, int[] to, double[] mass) {

    /** @throws IllegalArgumentException if the arrays differ in length */
    public Coupling {
        Checks.size("to.length", to.length, from.length);
        Checks.size("mass.length", mass.length, from.length);
    }

    /** Number of entries. */
    public int size() { return mass.length; }

    /** The coupling as a matrix, rows × columns. */
    public double[][] dense() {
        double[][] plan = new double[rows][columns];
        for (int k = 0; k < mass.length; k++) plan[from[k]][to[k]] += mass[k];
        return plan;
    }

    /** Σ_k mass[k]·cost[from[k]][to[k]], rounded once, since large terms may cancel; infinite where products are. */
    double cost(double[][] cost) {
        double[] exact = Expansion.ZERO;
        double rounded = 0;
        for (int k = 0; k < mass.length; k++) {
            double c = cost[from[k]][to[k]], product = mass[k] * c;
            rounded += product;
            exact = Expansion.plus(Expansion.plus(exact, Math.fma(mass[k], c, -product)), product);
        }
        return Double.isFinite(rounded) ? Expansion.value(exact) : rounded;
    }

    /** Largest deviation of a marginal from the given masses. */
    double marginalResidual(double[] a, double[] b) {
        double[] left = a.clone(), right = b.clone();
        for (int k = 0; k < mass.length; k++) {
            left[from[k]] -= mass[k];
            right[to[k]] -= mass[k];
        }
        double worst = 0;
        for (double r : left) worst = Math.max(worst, Math.abs(r));
        for (double r : right) worst = Math.max(worst, Math.abs(r));
        return worst;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
