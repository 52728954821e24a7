package org.tanhwg.studies.lock;

import java.util.Arrays;
import org.tanhwg.core.space.Complex;

/** Sums over consecutive steps of what is measured. */
final class Window {
    private final Complex[] errors;
    private double order;
    private double turn;
    private int steps;

    Window(int stable) {
        errors = new Complex[stable];
        Arrays.fill(errors, Complex.ZERO);
    }

    void add(double order, double turn, Complex[] errors) {
        this.order += order;
        this.turn += turn;
        for (int x = 0; x < errors.length; x++) this.errors[x] = this.errors[x].plus(errors[x]);
        steps++;
    }

    int steps() {
        return steps;
    }

    /** Mean order parameter. */
    double order() {
        return order / steps;
    }

    /** Mean turn of a step, radians. */
    double drift() {
        return turn / steps;
    }

    /** Distance of the circular mean of stable input x's error from 0, in [0, π]. */
    double error(int x) {
        return Math.abs(errors[x].phase());
    }
}
