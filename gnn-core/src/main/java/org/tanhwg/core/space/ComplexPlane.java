package org.tanhwg.core.space;

import org.tanhwg.core.Checks;

/** The complex plane C with |p − q|: amplitudes of complex synapses (theory §1, paper §6.3). */
public record ComplexPlane() implements GeodesicSpace<Complex> {
    @Override public Complex member(String name, Complex point) {
        Checks.finite(name, new double[] {point.re(), point.im()});
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
