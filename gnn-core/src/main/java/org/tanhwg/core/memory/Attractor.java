package org.tanhwg.core.memory;

/** Kinds of fixed points, told by the weights π that the patterns have there. */
public enum Attractor {
    /** One pattern: it has a weight of at least 0.9. */
    SINGLE,
    /** One pattern and some company: its weight is at least 0.5. */
    MIXED,
    /** A barycentre of several patterns, none of which has half of the weight. */
    METASTABLE,
    /** A barycentre of more or less everything: exp(entropy of π) is more than half of the number of patterns. */
    GLOBAL;

    private static final double NEARLY_ALL = 0.9;

    static Attractor of(double largestWeight, double effective, int patterns) {
        if (largestWeight >= NEARLY_ALL) return SINGLE;
        if (effective > 0.5 * patterns) return GLOBAL;
        return largestWeight >= 0.5 ? MIXED : METASTABLE;
    }
}
