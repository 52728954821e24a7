package org.tanhwg.core.transport;

import java.util.Arrays;

/**
 * Sums of doubles without rounding: the components of an expansion ascend in magnitude, share no bits and add up to its value.
 *
 * <p>Source: Shewchuk, Discrete and Computational Geometry 18, 1997 (grow-expansion with zeros left out).
 */
final class Expansion {
    static final double[] ZERO = {};

    private Expansion() {}

    /** e + b. */
    static double[] plus(double[] e, double b) {
        double[] sum = new double[e.length + 1];
        int size = 0;
        double rest = b;
        for (double component : e) {
            double rounded = rest + component, added = rounded - rest;
            double error = rest - (rounded - added) + (component - added);
            if (error != 0) sum[size++] = error;
            rest = rounded;
        }
        if (rest != 0) sum[size++] = rest;
        return size == sum.length ? sum : Arrays.copyOf(sum, size);
    }

    /** e − f. */
    static double[] minus(double[] e, double[] f) {
        double[] difference = e;
        for (double component : f) difference = plus(difference, -component);
        return difference;
    }

    /** The nearest double but for one unit in the last place; its sign is exact. */
    static double value(double[] e) {
        double sum = 0;
        for (double component : e) sum += component;
        return sum;
    }

    /** a − b − c, rounded once. */
    static double difference(double a, double b, double c) {
        return value(plus(plus(new double[] {a}, -b), -c));
    }
}
