package org.tanhwg.core.observable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * The stochastic geodesic projector along a purely quadratic trajectory (Def 5.13, paper §5.5): sends each internal state of the
 * trajectory back to the observable points.
 *
 * <p>The support grows from step to step: X_0 = X, and X_{k+1} holds X and the points γ_{xx'}(η) for the couples (x, x') ∈ X_k ×
 * X that carry mass. A point is projected by drawing a couple that generates it, with the mass of the couple; then it is seen at
 * x' with probability η, else the draw goes on from x one step earlier. Points of X stay. Each instance is one moment of one
 * trajectory and does not change.
 *
 * <p>The expectation follows the moving average of Thm 5.15 for any coupling of state and signal, optimal or not.
 */
public final class BackwardProjector<P> {
    private final GeodesicSpace<P> space;
    private final int observables;
    private final double eta;
    private final Optional<BackwardProjector<P>> earlier;
    private final List<Seen<P>> points;
    private final DiscreteMeasure<P> state;

    /** Mass on its way from point number {@code from} of the earlier support to observable number {@code to}. */
    private record Couple(int from, int to, double mass) {}

    /** A point of the support, the couples that generate it and what is seen of it on average. */
    private record Seen<P>(P point, List<Couple> couples, double[] expectation) {}

    private BackwardProjector(GeodesicSpace<P> space, int observables, double eta, Optional<BackwardProjector<P>> earlier,
            List<Seen<P>> points, double[] mass) {
        this.space = space;
        this.observables = observables;
        this.eta = eta;
        this.earlier = earlier;
        this.points = List.copyOf(points);
        this.state = new DiscreteMeasure<>(support(), mass);
    }

    /**
     * The start of a trajectory: the state Σ_x p_x δ_x, and the identity as projector.
     *
     * @throws IllegalArgumentException if p is not a probability on the observable points, or two of these coincide
     */
    public static <P> BackwardProjector<P> start(GeodesicSpace<P> space, List<P> observable, double[] p) {
        List<Seen<P>> points = new ArrayList<>();
        for (int x = 0; x < observable.size(); x++) {
            P point = space.member("observable[" + x + "]", observable.get(x));
            int other = indexOf(space, observable.subList(0, x), point);
            if (other >= 0) {
                throw new IllegalArgumentException(
                        "observable[" + x + "] = " + point + ": must differ from observable[" + other + "]");
            }
            double[] itself = new double[observable.size()];
            itself[x] = 1;
            points.add(new Seen<>(point, List.of(), itself));
        }
        return new BackwardProjector<>(space, observable.size(), 0, Optional.empty(), points, p);
    }

    /** The internal state ν_k; its points are {@link #support()}. */
    public DiscreteMeasure<P> state() { return state; }

    /** X_k: the observable points, then the new points of this step. */
    public List<P> support() {
        return points.stream().map(Seen::point).toList();
    }

    /**
     * One step along geodesics towards a signal on the observable points.
     *
     * @param plan coupling of {@link #state()} (rows, in the order of its points) with the signal (columns, in the order of the
     *             observable)
     * @param eta geodesic parameter of the step, in [0, 1]
     * @throws IllegalArgumentException if the rows of the plan are not the masses of the state, or if an observable point lies
     *          inside a geodesic that carries mass: Lemma 5.11 needs ends
     */
    public BackwardProjector<P> next(double[][] plan, double eta) {
        Checks.inRange("eta", eta, 0, 1);
        check(plan);
        List<P> support = new ArrayList<>(support().subList(0, observables));
        List<List<Couple>> couples = new ArrayList<>();
        for (int x = 0; x < observables; x++) couples.add(new ArrayList<>());
        for (int i = 0; i < plan.length; i++) {
            for (int j = 0; j < observables; j++) {
                if (plan[i][j] == 0) continue;
                P point = i == j ? support.get(j) : space.interpolate(points.get(i).point, support.get(j), eta);
                int z = indexOf(space, support, point);
                if (z < 0) {
                    z = support.size();
                    support.add(point);
                    couples.add(new ArrayList<>());
                }
                requireEnd(z, i, j, eta);
                couples.get(z).add(new Couple(i, j, plan[i][j]));
            }
        }
        List<Seen<P>> seen = new ArrayList<>(points.subList(0, observables));
        for (int z = observables; z < support.size(); z++) {
            seen.add(new Seen<>(support.get(z), couples.get(z), expectation(couples.get(z), eta)));
        }
        double[] mass = couples.stream().mapToDouble(BackwardProjector::total).toArray();
        return new BackwardProjector<>(space, observables, eta, Optional.of(this), seen, mass);
    }

    /** E[ψ(ν_k)]: the expected observable state, an array on the simplex in the order of the observable points. */
    public double[] expected() {
        double[] mass = state.weights();
        double[] p = new double[observables];
        for (int z = 0; z < mass.length; z++) add(p, points.get(z).expectation, mass[z]);
        return p;
    }

    /** One draw of ψ(ν_k): every atom of the state is sent, with all its mass, to one observable point. */
    public double[] sample(RandomGenerator random) {
        double[] mass = state.weights();
        double[] p = new double[observables];
        for (int z = 0; z < mass.length; z++) p[draw(z, random)] += mass[z];
        return p;
    }

    private int draw(int z, RandomGenerator random) {
        BackwardProjector<P> at = this;
        int point = z;
        while (point >= observables) {
            List<Couple> couples = at.points.get(point).couples;
            double total = total(couples);
            double[] shares = couples.stream().mapToDouble(c -> c.mass / total).toArray();
            Couple couple = couples.get(DiscreteMeasure.draw(shares, random));
            if (random.nextDouble() < at.eta) return couple.to;
            at = at.earlier.orElseThrow();
            point = couple.from;
        }
        return point;
    }

    private double[] expectation(List<Couple> couples, double eta) {
        double total = total(couples);
        double[] p = new double[observables];
        for (Couple c : couples) {
            add(p, points.get(c.from).expectation, (1 - eta) * c.mass / total);
            p[c.to] += eta * c.mass / total;
        }
        return p;
    }

    private void check(double[][] plan) {
        double[] mass = state.weights();
        Checks.size("plan.length", plan.length, mass.length);
        for (int i = 0; i < plan.length; i++) {
            Checks.size("plan[" + i + "].length", plan[i].length, observables);
            double row = 0;
            for (int j = 0; j < plan[i].length; j++) row += Checks.nonNegative("plan[" + i + "][" + j + "]", plan[i][j]);
            Checks.inRange("sum of plan[" + i + "]", row, mass[i] - 1e-9, mass[i] + 1e-9);
        }
    }

    /** An observable point z may be met only where mass starts, ends or stays. */
    private void requireEnd(int z, int from, int to, double eta) {
        boolean end = from == to || eta == 0 && z == from || eta == 1 && z == to;
        if (z < observables && !end) {
            throw new IllegalArgumentException(
                    "observable[" + z + "] = " + points.get(z).point + ": must not lie inside the geodesic from "
                            + points.get(from).point + " to " + points.get(to).point);
        }
    }

    private static double total(List<Couple> couples) {
        return couples.stream().mapToDouble(Couple::mass).sum();
    }

    private static void add(double[] sum, double[] term, double factor) {
        for (int x = 0; x < sum.length; x++) sum[x] += factor * term[x];
    }

    private static <P> int indexOf(GeodesicSpace<P> space, List<P> points, P point) {
        for (int z = 0; z < points.size(); z++) if (space.distance(points.get(z), point) == 0) return z;
        return -1;
    }
}
