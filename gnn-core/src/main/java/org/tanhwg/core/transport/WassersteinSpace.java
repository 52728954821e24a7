package org.tanhwg.core.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Discrete measures on a geodesic space with the distance W₂; geodesics carry an optimal plan along geodesics of the ground (Cor 3.5).
 *
 * <p>A geodesic point between n and m atoms has at most n + m − 1. Optimal plans need not be unique; the solver picks one.
 *
 * @param ground where the atoms live
 */
public record WassersteinSpace<P>(GeodesicSpace<P> ground) implements GeodesicSpace<DiscreteMeasure<P>> {

    @Override public DiscreteMeasure<P> member(String name, DiscreteMeasure<P> measure) {
        for (int i = 0; i < measure.size(); i++) ground.member(name + ".points[" + i + "]", measure.points().get(i));
        return measure;
    }

    @Override public double distance(DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        return Math.sqrt(optimal(p, q).cost());
    }

    @Override public DiscreteMeasure<P> interpolate(DiscreteMeasure<P> from, DiscreteMeasure<P> to, double t) {
        Checks.inRange("t", t, 0, 1);
        double[][] plan = optimal(from, to).plan();
        return t == 0 ? from : t == 1 ? to : pushed(from, to, plan, (p, q) -> ground.interpolate(p, q, t));
    }

    /** An optimal plan for the cost d²: rows are the atoms of {@code p}, columns those of {@code q}. */
    public double[][] plan(DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        return optimal(p, q).plan();
    }

    /** The image of a plan under {@code meet}: one atom where each couple that carries mass meets. */
    public static <P> DiscreteMeasure<P> pushed(DiscreteMeasure<P> from, DiscreteMeasure<P> to, double[][] plan,
            BinaryOperator<P> meet) {
        List<P> points = new ArrayList<>();
        List<Double> mass = new ArrayList<>();
        for (int i = 0; i < plan.length; i++) {
            for (int j = 0; j < plan[i].length; j++) {
                if (plan[i][j] <= 0) continue;
                points.add(meet.apply(from.points().get(i), to.points().get(j)));
                mass.add(plan[i][j]);
            }
        }
        return new DiscreteMeasure<>(points, mass.stream().mapToDouble(m -> m).toArray());
    }

    private ExactTransport.Result optimal(DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        member("p", p);
        member("q", q);
        double[][] cost = new double[p.size()][q.size()];
        for (int i = 0; i < p.size(); i++) {
            for (int j = 0; j < q.size(); j++) {
                double d = ground.distance(p.points().get(i), q.points().get(j));
                cost[i][j] = d * d;
            }
        }
        return ExactTransport.solve(p.weights(), q.weights(), cost);
    }
}
