package org.tanhwg.core.diffusion;

/** The state of Adam for one array, with the usual decays .9 and .999. */
final class AdamMoments {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double EPSILON = 1e-12;

    private final double[] mean;
    private final double[] square;
    private final double[] step;
    private double firstPower = 1;
    private double secondPower = 1;

    AdamMoments(int length) {
        mean = new double[length];
        square = new double[length];
        step = new double[length];
    }

    /** What is to be subtracted; valid until the next call. */
    double[] step(double[] gradient, double rate) {
        firstPower *= FIRST;
        secondPower *= SECOND;
        for (int i = 0; i < step.length; i++) {
            mean[i] += (1 - FIRST) * (gradient[i] - mean[i]);
            square[i] += (1 - SECOND) * (gradient[i] * gradient[i] - square[i]);
            step[i] = rate * mean[i] / (1 - firstPower) / (Math.sqrt(square[i] / (1 - secondPower)) + EPSILON);
        }
        return step;
    }

    /** From {@code rate} at step 0 down to 0 after {@code steps}. */
    static double halfCosine(double rate, long step, long steps) {
        return rate * (1 + Math.cos(Math.PI * step / steps)) / 2;
    }
}
