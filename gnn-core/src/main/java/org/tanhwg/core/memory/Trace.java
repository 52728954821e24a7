package org.tanhwg.core.memory;

import java.util.Arrays;
import org.tanhwg.core.transport.Status;

/** How a retrieval went so far, and whether it is over. */
final class Trace {
    private final double tolerance;
    private final int limit;
    private double[] energies = new double[8];
    private int states;
    private double residual;

    /** @param tolerance in the units of the states */
    Trace(double tolerance, int limit) {
        this.tolerance = tolerance;
        this.limit = limit;
    }

    /** Notes a state's energy and how far its update would move it; true if the retrieval ends at this state. */
    boolean endsAt(double energy, double residual) {
        if (states == energies.length) energies = Arrays.copyOf(energies, 2 * states);
        energies[states++] = energy;
        this.residual = residual;
        return residual <= tolerance || states > limit;
    }

    double[] energies() {
        return Arrays.copyOf(energies, states);
    }

    double residual() {
        return residual;
    }

    Status status() {
        return residual <= tolerance ? Status.CONVERGED : Status.ITERATION_LIMIT;
    }
}
