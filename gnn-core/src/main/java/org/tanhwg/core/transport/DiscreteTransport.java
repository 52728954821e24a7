package org.tanhwg.core.transport;

import java.util.ArrayList;
import java.util.List;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Optimal transport for the cost d² between two discrete measures on a geodesic space, and the geodesic of W₂ that it makes
 * (Cor 3.5).
 *
 * @param solution the exact plan between the atoms; its cost is W₂²
 */
public record DiscreteTransport<P>(GeodesicSpace<P> space, DiscreteMeasure<P> from, DiscreteMeasure<P> to,
        ExactTransport.Result solution) {

    /** Solves for the optimal plan. @throws IllegalArgumentException if an atom does not belong to the space */
    public static <P> DiscreteTransport<P> between(GeodesicSpace<P> space, DiscreteMeasure<P> from, DiscreteMeasure<P> to) {
        double[][] cost = new double[from.size()][to.size()];
        for (int i = 0; i < from.size(); i++) {
            for (int j = 0; j < to.size(); j++) {
                double d = space.distance(from.points().get(i), to.points().get(j));
                cost[i][j] = d * d;
            }
        }
        return new DiscreteTransport<>(space, from, to, ExactTransport.solve(from.weights(), to.weights(), cost));
    }

    /** W₂². */
    public double squared() { return solution.cost(); }

    /**
     * Point t ∈ [0, 1] of the geodesic: each piece of mass travels along a geodesic of the space; Σ_ij P_ij δ_{γ_ij(t)}.
     *
     * <p>On the line and on R^d of generic position it is the only one; where it is not, this is one of them.
     */
    public DiscreteMeasure<P> interpolate(double t) {
        Checks.inRange("t", t, 0, 1);
        Coupling plan = solution.coupling();
        List<P> points = new ArrayList<>(plan.size());
        for (int k = 0; k < plan.size(); k++) {
            points.add(space.interpolate(from.points().get(plan.from()[k]), to.points().get(plan.to()[k]), t));
        }
        return new DiscreteMeasure<>(points, plan.mass());
    }
}
