package org.tanhwg.core.memory;

import org.tanhwg.core.memory.Retrieval.Attractor;
import org.tanhwg.core.memory.Retrieval.Trace;

/**
 * Softmax of −β D over the patterns that matter for a state: π_i = exp(−β D_i)/Z and E = −log Z/β, taken from the least D so that
 * nothing over- or underflows. One object serves many states, one after the other.
 */
final class Gibbs {
    private final double beta;
    private final int[] patterns;
    /** D_i, then π_i. */
    private final double[] values;
    private int count;
    private int best;
    private double energy;
    private double entropy;

    /** Room for {@code size} patterns. */
    Gibbs(double beta, int size) {
        this.beta = beta;
        patterns = new int[size];
        values = new double[size];
    }

    void clear() {
        count = 0;
    }

    void add(int pattern, double squaredDistance) {
        patterns[count] = pattern;
        values[count++] = squaredDistance;
    }

    /** Turns the squared distances added since {@link #clear} into weights. */
    void normalise() {
        best = 0;
        for (int j = 1; j < count; j++) if (values[j] < values[best]) best = j;
        double least = values[best], total = 0, excess = 0;
        for (int j = 0; j < count; j++) {
            double above = beta * (values[j] - least), w = Math.exp(-above);
            if (w > 0) excess += w * above;
            total += w;
            values[j] = w;
        }
        for (int j = 0; j < count; j++) values[j] /= total;
        energy = least - Math.log(total) / beta;
        entropy = Math.log(total) + excess / total;
    }

    int count() { return count; }

    int pattern(int j) { return patterns[j]; }

    double weight(int j) { return values[j]; }

    double energy() { return energy; }

    /** What is known of a retrieval that ends here, but for its status. */
    <S> Retrieval<S> end(S state, Trace trace, int size) {
        double effective = Math.exp(entropy);
        return new Retrieval<>(state, trace.energies(), patterns[best], values[best], effective, trace.residual(),
                Attractor.of(values[best], effective, size), trace.status());
    }

    int best() { return patterns[best]; }
}
