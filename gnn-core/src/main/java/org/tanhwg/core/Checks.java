package org.tanhwg.core;

/** Argument checks whose messages name the argument, where it went wrong, its value and what would be right. */
public final class Checks {
    private Checks() {}

    /** Returns {@code value} if it is finite and greater than 0. @throws IllegalArgumentException otherwise */
    public static double positive(String name, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "a finite number > 0");
    }

    /** Returns {@code value} if it is finite and at least 0. @throws IllegalArgumentException otherwise */
    public static double nonNegative(String name, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, name, value, "a finite number >= 0");
    }

    /** Returns {@code value} if it lies in [{@code low}, {@code high}]. @throws IllegalArgumentException otherwise */
    public static double inRange(String name, double value, double low, double high) {
        return value >= low && value <= high ? value : require(false, name, value, "a number in [" + low + ", " + high + "]");
    }

    /** Returns {@code value} if it lies in ({@code low}, {@code high}]. @throws IllegalArgumentException otherwise */
    public static double inHalfOpen(String name, double value, double low, double high) {
        return value > low && value <= high ? value : require(false, name, value, "a number in (" + low + ", " + high + "]");
    }

    /** Returns {@code value} if it is at least {@code low}. @throws IllegalArgumentException otherwise */
    public static int atLeast(String name, int value, int low) {
        if (value < low) throw new IllegalArgumentException(name + " = " + value + ": must be a whole number >= " + low);
        return value;
    }

    /** Returns {@code value} if it is finite. @throws IllegalArgumentException otherwise */
    public static double finite(String name, double value) {
        return require(Double.isFinite(value), name, value, "a finite number");
    }

    /**
     * Returns {@code values} if there is at least one and all are finite.
     *
     * @throws IllegalArgumentException otherwise, naming the index
     */
    public static double[] finite(String name, double[] values) {
        if (values.length == 0) throw new IllegalArgumentException(name + " is empty: must hold at least one number");
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) throw at(name, i, values[i], "a finite number");
        }
        return values;
    }

    /**
     * Returns {@code masses} if all are finite and at least 0 and some are positive.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static double[] masses(String name, double[] masses) {
        finite(name, masses);
        double total = 0;
        for (int i = 0; i < masses.length; i++) {
            if (masses[i] < 0) throw at(name, i, masses[i], "a mass >= 0");
            total += masses[i];
        }
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " sums to " + total + ": must have a positive, finite total mass");
        }
        return masses;
    }

    /** Returns {@code weights} if they are masses that sum to 1 within 1e-9. @throws IllegalArgumentException otherwise */
    public static double[] probability(String name, double[] weights) {
        masses(name, weights);
        double total = 0;
        for (double w : weights) total += w;
        if (Math.abs(total - 1) > 1e-9)
            throw new IllegalArgumentException(
                    name + " sums to " + total + ": must sum to 1; DiscreteMeasure.probabilities divides by the sum");
        return weights;
    }

    /**
     * Returns {@code actual} if it equals {@code expected}.
     *
     * @throws IllegalArgumentException otherwise; {@code name} says of what it is the size
     */
    public static int size(String name, int actual, int expected) {
        if (actual != expected) throw new IllegalArgumentException(name + " = " + actual + ": must be " + expected);
        return actual;
    }

    /** Returns {@code index} if it lies in [0, {@code length}). @throws IllegalArgumentException otherwise */
    public static int index(String name, int index, int length) {
        if (index < 0 || index >= length) {
            throw new IllegalArgumentException(name + " = " + index + ": must be in [0, " + length + ")");
        }
        return index;
    }

    private static IllegalArgumentException at(String name, int index, double value, String right) {
        return new IllegalArgumentException(name + "[" + index + "] = " + value + ": must be " + right);
    }

    private static double require(boolean ok, String name, double value, String right) {
        if (!ok) throw new IllegalArgumentException(name + " = " + value + ": must be " + right);
        return value;
    }
}
