package org.tanhwg.core.space;

import org.tanhwg.core.Checks;

/** A complex number re + i·im; both parts may be any double, spaces and laws ask for finite ones. */
public record Complex(double re, double im) {
    public static final Complex ZERO = new Complex(0, 0);

    /** modulus·e^{i·phase}. */
    public static Complex polar(double modulus, double phase) {
        return new Complex(modulus * Math.cos(phase), modulus * Math.sin(phase));
    }

    public Complex plus(Complex other) { return new Complex(re + other.re, im + other.im); }

    public Complex minus(Complex other) { return new Complex(re - other.re, im - other.im); }

    public Complex times(Complex other) {
        return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    public Complex times(double factor) { return new Complex(factor * re, factor * im); }

    public Complex conjugate() { return new Complex(re, -im); }

    /** |z|, without overflow. */
    public double modulus() { return Math.hypot(re, im); }

    /** |z|². */
    public double squaredModulus() { return re * re + im * im; }

    /** Whether both parts are finite. */
    public boolean isFinite() { return Double.isFinite(re) && Double.isFinite(im); }

    /** arg z in [−π, π]; 0 for z = 0. */
    public double phase() { return Math.atan2(im, re); }

    /** The complex plane C with |p − q|: amplitudes of complex synapses (theory §1, paper §6.3). */
    public record ComplexPlane() implements GeodesicSpace<Complex> {
        @Override public Complex member(String name, Complex point) {
            Checks.finite(name + ".re", point.re());
            Checks.finite(name + ".im", point.im());
            return point;
        }

        @Override public double distance(Complex p, Complex q) {
            return member("p", p).minus(member("q", q)).modulus();
        }

        @Override public Complex interpolate(Complex from, Complex to, double t) {
            Checks.inRange("t", t, 0, 1);
            return member("from", from).times(1 - t).plus(member("to", to).times(t));
        }
    }
}
