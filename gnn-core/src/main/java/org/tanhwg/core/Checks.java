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
        return require(value >= low && value <= high, name, value, "a number in [" + low + ", " + high + "]");
    }

    /** Returns {@code value} if it lies in ({@code low}, {@code high}]. @throws IllegalArgumentException otherwise */
    public static double inHalfOpen(String name, double value, double low, double high) {
        return require(value > low && value <= high, name, value, "a number in (" + low + ", " + high + "]");
    }

    /** Returns {@code value} if it is at least {@code low}. @throws IllegalArgumentException otherwise */
    public static int atLeast(String name, int value, int low) {
        if (value < low) throw new IllegalArgumentException(name + " = " + value + ": must be a whole number >= " + low);
        return value;
    }

    private static double require(boolean ok, String name, double value, String right) {
        if (!ok) throw new IllegalArgumentException(name + " = " + value + ": must be " + right);
        return value;
    }
}
