package org.tanhwg.core.energy;

import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Attraction of a state to a signal by an isotropic energy, e(ν) = f(D²(ν, s)) (Def 5.1, theory §2): the step follows a geodesic
 * to s.
 *
 * <p>Works in every geodesic space: points, laws, fields. An energy that is isotropic for another metric of the same set is the
 * same record over that metric's space (§5.2 of the paper).
 *
 * @param space where state and signal live
 * @param signal the frozen signal s
 * @param profile how the energy depends on the distance
 */
public record Attraction<S>(GeodesicSpace<S> space, S signal, IsotropicEnergy profile) implements Energy<S> {
    public Attraction {
        space.member("signal", signal);
    }

    @Override public double value(S state) { return profile.value(space.distance(state, signal)); }

    @Override public Prox<S> prox(S from, double tau) {
        Checks.positive("tau", tau);
        double t = profile.fraction(space.distance(from, signal), tau);
        return new Prox<>(t == 0 ? from : space.interpolate(from, signal, t), profile.status());
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
