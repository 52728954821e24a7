package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.List;

import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.transport.WassersteinSpace;

/**
 * Potential energy ∫V dμ of a discrete measure on any space (Rem 6.10): each atom takes the step of V by itself, whatever its mass.
 *
 * @param potential V, an energy of points
 */
public record PotentialEnergy<P>(Energy<P> potential) implements Energy<DiscreteMeasure<P>> {

    @Override public GeodesicSpace<DiscreteMeasure<P>> space() {
        return new WassersteinSpace<>(potential.space());
    }

    @Override public double value(DiscreteMeasure<P> measure) {
        return measure.expectation(potential::value);
    }

    @Override public Prox<DiscreteMeasure<P>> prox(DiscreteMeasure<P> from, double tau) {
        List<P> moved = new ArrayList<>();
        Prox.Status status = Prox.Status.EXACT;
        for (P point : from.points()) {
            Prox<P> step = potential.prox(point, tau);
            moved.add(step.to());
            status = status.or(step.status());
        }
        return new Prox<>(new DiscreteMeasure<>(moved, from.weights()), status);
    }
}
