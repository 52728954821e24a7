package org.tanhwg.core.transport;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Discrete measures on a geodesic space with the distance W₂, itself a geodesic space (Cor 3.5); see {@link DiscreteTransport}.
 *
 * @param ground where the atoms live
 */
public record WassersteinSpace<P>(GeodesicSpace<P> ground) implements GeodesicSpace<DiscreteMeasure<P>> {

    @Override public DiscreteMeasure<P> member(String name, DiscreteMeasure<P> measure) {
        for (int i = 0; i < measure.size(); i++) ground.member(name + ".points[" + i + "]", measure.points().get(i));
        return measure;
    }

    @Override public double distance(DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        return Math.sqrt(optimal(p, q).squared());
    }

    @Override public DiscreteMeasure<P> interpolate(DiscreteMeasure<P> from, DiscreteMeasure<P> to, double t) {
        Checks.inRange("t", t, 0, 1);
        if (t == 0) return member("from", from); // the ends without their atoms split
        if (t == 1) return member("to", to);
        return optimal(from, to).interpolate(t);
    }

    private DiscreteTransport<P> optimal(DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        return DiscreteTransport.between(ground, member("p", p), member("q", q));
    }
}
