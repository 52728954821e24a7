package org.tanhwg.core.transport;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.space.GeodesicSpace;

/** Normal laws on R^d with the Bures–Wasserstein distance (theory §6); {@code dimension ≥ 1}. */
public record GaussianSpace(int dimension) implements GeodesicSpace<Gaussian> {
    public GaussianSpace {
        Checks.atLeast("dimension", dimension, 1);
    }

    @Override public Gaussian member(String name, Gaussian law) {
        Checks.size(name + ".dimension()", law.dimension(), dimension);
        return law;
    }

    @Override public double distance(Gaussian p, Gaussian q) {
        return Math.sqrt(BuresWasserstein.squared(member("p", p), member("q", q)));
    }

    @Override public Gaussian interpolate(Gaussian from, Gaussian to, double t) {
        Checks.inRange("t", t, 0, 1);
        return BuresWasserstein.interpolate(member("from", from), member("to", to), t);
    }
}
