package org.tanhwg.core.measure;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;

/**
 * Phase of S B with S B = B + c B̄, |c| < 1, and B normal with independent parts: what {@code round} is of B. The angle of S e^{iφ} grows with φ and is never a quarter
 * turn away from it, so that masses of arcs are masses of arcs of {@code round}.
 */
record StretchedPhase(PhaseLaw.ProjectedNormal round, Complex conjugate) implements PhaseLaw {
    /** Ratio of both standard deviations below which phases of one line cannot be told. */
    private static final double LEAST = 1e-3;
    private static final int GRID = 720;

    /** Phase law of a normal amplitude of any covariance; a standard deviation below a thousandth of the other counts as that. */
    static PhaseLaw of(PlaneGaussian amplitude) {
        Complex c = amplitude.conjugate();
        double s = amplitude.spread();
        if (c.modulus() == 0) return PhaseLaw.of(new ComplexGaussian(amplitude.mean(), s));
        double most = s * (1 - LEAST) / (1 + LEAST);
        if (c.modulus() > most) c = c.times(most / c.modulus());
        Complex whitened = amplitude.mean().times(s).minus(c.times(amplitude.mean().conjugate()))
                .times(1 / (s * s - c.squaredModulus()));
        return new StretchedPhase(new ProjectedNormal(whitened.phase(), whitened.modulus()), c.times(1 / s));
    }

    @Override public Complex resultant() {
        // beyond ten standard deviations nothing is left, and less than a full period needs no more nodes
        double reach = Math.min(Math.PI, 10 / Math.max(round.ratio(), 1e-300));
        double ratio = (1 - conjugate.modulus()) / (1 + conjugate.modulus());
        int nodes = 256 + (int) Math.ceil(16 * reach / ratio);
        Complex sum = Complex.ZERO;
        double mass = 0;
        for (int k = 0; k < nodes; k++) {
            double phi = round.preferred() + reach * (2.0 * k / nodes - 1);
            double density = round.density(phi);
            sum = sum.plus(Complex.polar(density, stretched(phi, conjugate)));
            mass += density;
        }
        return sum.times(1 / mass);
    }

    @Override public double[] histogram(int bins) {
        double[] histogram = new double[Checks.atLeast("bins", bins, 1)];
        double from = mass(-Math.PI);
        for (int k = 0; k < bins; k++) {
            double to = mass(2 * Math.PI * (k + 1) / bins - Math.PI);
            histogram[k] = Math.max(0, to - from);
            from = to;
        }
        return histogram;
    }

    /** A law much longer than wide has two, opposite each other where its mean is 0. */
    @Override public List<Mode> modes() {
        double[] density = new double[GRID];
        for (int k = 0; k < GRID; k++) density[k] = density(angle(k));
        double[] valleys = IntStream.range(0, GRID)
                .filter(k -> density[k] < density[(k + GRID - 1) % GRID] && density[k] <= density[(k + 1) % GRID])
                .mapToDouble(this::valley).toArray();
        return IntStream.range(0, valleys.length)
                .mapToObj(i -> mode(valleys[i], i + 1 < valleys.length ? valleys[i + 1] : valleys[0] + 2 * Math.PI))
                .sorted(Comparator.comparingDouble(Mode::mass).reversed()).toList();
    }

    /** Where the density is least near that place of the grid. */
    private double valley(int k) {
        double low = angle(k - 1), high = angle(k + 1);
        for (int turn = 0; turn < 60; turn++) {
            double third = (high - low) / 3;
            if (density(low + third) < density(high - third)) high -= third;
            else low += third;
        }
        return (low + high) / 2;
    }

    private Mode mode(double from, double to) {
        double start = mass(from), mass = mass(to) - start;
        double low = from, high = to;
        for (int turn = 0; turn < 60; turn++) {
            double middle = (low + high) / 2;
            if (mass(middle) - start < mass / 2) low = middle;
            else high = middle;
        }
        return new Mode(Math.IEEEremainder(low, 2 * Math.PI), Math.min(1, mass));
    }

    private static double angle(int k) { return 2 * Math.PI * k / GRID - Math.PI; }

    /** Density per radian. */
    public double density(double theta) {
        double slope = Complex.polar(1, theta).minus(conjugate.times(Complex.polar(1, -theta))).squaredModulus();
        return round.density(stretched(theta, conjugate.times(-1))) * (1 - conjugate.squaredModulus()) / slope;
    }

    /** Mass of the phases between the preferred one of {@code round} and θ, with sign; grows by 1 with each turn. */
    private double mass(double theta) {
        double delta = stretched(theta, conjugate.times(-1)) - round.preferred();
        double rest = Math.IEEEremainder(delta, 2 * Math.PI);
        return Math.rint((delta - rest) / (2 * Math.PI)) + round.mass(rest);
    }

    /** The angle of e^{iφ} + c e^{−iφ} within a quarter turn of φ. */
    private static double stretched(double phi, Complex c) {
        return phi + new Complex(1, 0).plus(c.times(Complex.polar(1, -2 * phi))).phase();
    }
}
