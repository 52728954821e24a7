package org.tanhwg.core.observable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Law;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * The stochastic geodesic projector along a purely quadratic trajectory (Def 5.13, paper §5.5): sends each internal state of the trajectory
 * back to the observable points.
 *
 * <p>The support grows from step to step: X_0 = X, and X_{k+1} holds X and the points γ_{xx'}(η) for the couples (x, x') ∈ X_k × X that carry
 * mass. A point is projected by drawing a couple that generates it, with the mass of the couple; then it is seen at x' with probability η,
 * else the draw goes on from x one step earlier. Points of X stay. Each instance is one moment of one trajectory and does not change.
 *
 * <p>The expectation follows the moving average of Thm 5.15 for any coupling of state and signal, optimal or not.
 */
public final class BackwardProjector<P> {
    private final GeodesicSpace<P> space;
    private final List<P> observable;
    private final double eta;
    private final Optional<BackwardProjector<P>> earlier;
    private final List<P> support;
    private final List<List<Couple>> couples;
    private final List<double[]> expectations;
    private final DiscreteMeasure<P> state;

    /** Mass on its way from point number {@code from} of the earlier support to observable number {@code to}. */
    private record Couple(int from, int to, double mass) {}

    /**
     * The start of a trajectory: the state Σ_x p_x δ_x, and the identity as projector.
     *
     * @throws IllegalArgumentException if p is no probability on the observable points, or two of these coincide
     */
    public static <P> BackwardProjector<P> start(GeodesicSpace<P> space, List<P> observable, double[] p) {
        return new BackwardProjector<>(space, List.copyOf(observable), p);
    }

    private BackwardProjector(GeodesicSpace<P> space, List<P> observable, double[] p) {
        this.space = space;
        this.observable = observable;
        this.eta = 0;
        this.earlier = Optional.empty();
        this.support = new ArrayList<>();
        this.couples = new ArrayList<>();
        this.expectations = new ArrayList<>();
        addObservable();
        this.state = new DiscreteMeasure<>(observable, p);
    }

    private BackwardProjector(BackwardProjector<P> earlier, double[][] plan, double eta) {
        this.space = earlier.space;
        this.observable = earlier.observable;
        this.eta = eta;
        this.earlier = Optional.of(earlier);
        this.support = new ArrayList<>();
        this.couples = new ArrayList<>();
        this.expectations = new ArrayList<>();
        addObservable();
        double[] mass = transport(plan);
        for (int z = observable.size(); z < support.size(); z++) expectations.add(expectation(couples.get(z)));
        this.state = new DiscreteMeasure<>(support, mass);
    }

    /** The internal state ν_k; its points are {@link #support()}. */
    public DiscreteMeasure<P> state() {
        return state;
    }

    /** X_k: the observable points, then the new points of this step. */
    public List<P> support() {
        return Collections.unmodifiableList(support);
    }

    /**
     * One step along geodesics towards a signal on the observable points.
     *
     * @param plan coupling of {@link #state()} (rows, in the order of its points) with the signal (columns, in the order of the observable)
     * @param eta  geodesic parameter of the step, in [0, 1]
     * @throws IllegalArgumentException if the plan does not couple the state with a probability, or if an observable point lies inside a
     *                                  geodesic that carries mass (then it cannot stay and be seen through: Lemma 5.11 needs ends)
     */
    public BackwardProjector<P> next(double[][] plan, double eta) {
        double[] mass = state.weights();
        Checks.size("plan.length", plan.length, mass.length);
        for (int i = 0; i < plan.length; i++) {
            Checks.size("plan[" + i + "].length", plan[i].length, observable.size());
            double row = 0;
            for (int j = 0; j < plan[i].length; j++) row += Checks.nonNegative("plan[" + i + "][" + j + "]", plan[i][j]);
            Checks.inRange("sum of plan[" + i + "]", row, mass[i] - 1e-9, mass[i] + 1e-9);
        }
        return new BackwardProjector<>(this, plan, Checks.inRange("eta", eta, 0, 1));
    }

    /** E[ψ(ν_k)]: the expected observable state, an array on the simplex in the order of the observable points. */
    public double[] expected() {
        double[] mass = state.weights();
        double[] p = new double[observable.size()];
        for (int z = 0; z < mass.length; z++) {
            for (int x = 0; x < p.length; x++) p[x] += mass[z] * expectations.get(z)[x];
        }
        return p;
    }

    /** One draw of ψ(ν_k): every atom of the state is sent, with all its mass, to one observable point. */
    public double[] sample(RandomGenerator random) {
        double[] mass = state.weights();
        double[] p = new double[observable.size()];
        for (int z = 0; z < mass.length; z++) p[draw(z, random)] += mass[z];
        return p;
    }

    private int draw(int z, RandomGenerator random) {
        BackwardProjector<P> at = this;
        int point = z;
        while (point >= observable.size()) {
            List<Couple> generating = at.couples.get(point);
            double total = generating.stream().mapToDouble(Couple::mass).sum();
            double[] share = generating.stream().mapToDouble(c -> c.mass / total).toArray();
            Couple couple = generating.get(Law.drawIndex(share, random));
            if (random.nextDouble() < at.eta) return couple.to;
            at = at.earlier.orElseThrow();
            point = couple.from;
        }
        return point;
    }

    private void addObservable() {
        for (int x = 0; x < observable.size(); x++) {
            P point = space.member("observable[" + x + "]", observable.get(x));
            int other = indexOf(point);
            if (other >= 0)
                throw new IllegalArgumentException(
                        "observable[" + x + "] = " + point + ": must differ from observable[" + other + "]");
            double[] itself = new double[observable.size()];
            itself[x] = 1;
            support.add(point);
            couples.add(List.of());
            expectations.add(itself);
        }
    }

    /** Adds the points that the plan reaches; returns the mass of each point of the support. */
    private double[] transport(double[][] plan) {
        List<Double> mass = new ArrayList<>(Collections.nCopies(observable.size(), 0.0));
        List<P> from = earlier.orElseThrow().support;
        for (int i = 0; i < plan.length; i++) {
            for (int j = 0; j < observable.size(); j++) {
                if (plan[i][j] == 0) continue;
                P point = i == j ? observable.get(j) : space.interpolate(from.get(i), observable.get(j), eta);
                int z = indexOf(point);
                if (z < 0) {
                    z = support.size();
                    support.add(point);
                    couples.add(new ArrayList<>());
                    mass.add(0.0);
                } else if (z < observable.size() && !(eta == 0 && z == i || eta == 1 && z == j || i == j)) {
                    throw new IllegalArgumentException(
                            "observable[" + z + "] = " + point + ": must not lie inside the geodesic from " + from.get(i) + " to "
                                    + observable.get(j));
                }
                mass.set(z, mass.get(z) + plan[i][j]);
                if (z >= observable.size()) couples.get(z).add(new Couple(i, j, plan[i][j]));
            }
        }
        return mass.stream().mapToDouble(m -> m).toArray();
    }

    private double[] expectation(List<Couple> generating) {
        double total = generating.stream().mapToDouble(Couple::mass).sum();
        double[] p = new double[observable.size()];
        for (Couple c : generating) {
            double share = c.mass / total;
            double[] before = earlier.orElseThrow().expectations.get(c.from);
            for (int x = 0; x < p.length; x++) p[x] += share * (1 - eta) * before[x];
            p[c.to] += share * eta;
        }
        return p;
    }

    private int indexOf(P point) {
        for (int z = 0; z < support.size(); z++) if (space.distance(support.get(z), point) == 0) return z;
        return -1;
    }
}
