package org.tanhwg.core.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.core.energy.ActivatedAlignment;
import org.tanhwg.core.energy.Alignment;
import org.tanhwg.core.energy.AmplitudePenalty;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.AnisotropicQuadratic;
import org.tanhwg.core.energy.AtomAttraction;
import org.tanhwg.core.energy.Attraction;
import org.tanhwg.core.energy.BoundedAmplitudes;
import org.tanhwg.core.energy.BoundedAmplitudes.Ball;
import org.tanhwg.core.energy.Correlation;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.energy.FieldEnergy;
import org.tanhwg.core.energy.FrozenSignal;
import org.tanhwg.core.energy.GaussianFreeEnergy;
import org.tanhwg.core.energy.GeneralizedQuadratic;
import org.tanhwg.core.energy.InteractionEnergy;
import org.tanhwg.core.energy.InteractionEnergy.Smooth;
import org.tanhwg.core.energy.IsotropicEnergy;
import org.tanhwg.core.energy.IsotropicEnergy.Distance;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.energy.IsotropicEnergy.Radial;
import org.tanhwg.core.energy.JointAlignment;
import org.tanhwg.core.energy.MappedEnergy;
import org.tanhwg.core.energy.PenalizedAlignment;
import org.tanhwg.core.energy.PlaneFreeEnergy;
import org.tanhwg.core.energy.PotentialEnergy;
import org.tanhwg.core.energy.SpacingFreeEnergy;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.ProductSpace.Point;
import org.tanhwg.core.space.StarTree;
import org.tanhwg.core.stability.NormalCoordinates;
import org.tanhwg.core.step.StepCase.BruteForce;
import org.tanhwg.core.transport.AmplitudeSpace;
import org.tanhwg.core.transport.BuresWasserstein.GaussianSpace;
import org.tanhwg.core.transport.Wasserstein2.LawSpace;
import org.tanhwg.core.transport.WassersteinSpace;

/** The step contract for every energy of the project. */
class EnergyStepsTest extends StepContract {
    private static final List<IsotropicEnergy> PROFILES = List.of(new Quadratic(0.7), new Distance(0.4), new Elastic(0.5, 0.3),
            new Radial(r -> r * r / 4));
    private static final ComplexAtoms SIX = complexAtoms(0.2, -1, -0.3, 0.2, 2.5, 1, 3.2, 1.4, -1, 2.5, -1.4, 4.3);

    @Override Stream<StepCase<?>> cases() {
        List<StepCase<?>> cases = new ArrayList<>();
        for (IsotropicEnergy profile : PROFILES) {
            cases.add(onPlane(profile));
            cases.add(onStarTree(profile));
            cases.add(onGaussians(profile));
            cases.add(onQuantiles(profile));
            cases.add(potential(profile));
            for (AmplitudePotential counting : AmplitudePotential.values()) {
                cases.add(unit("penalty " + profile + " " + counting, (s, a) -> new AmplitudePenalty(s, profile, counting)));
            }
        }
        for (Ball ball : Ball.values()) {
            cases.add(unit("bounded by " + ball, (s, a) -> new BoundedAmplitudes(
                    new AmplitudePenalty(s, new Elastic(0, 0), AmplitudePotential.COUNTING), 0.8, ball)));
            cases.add(unit("penalized and bounded by " + ball, (s, a) -> new BoundedAmplitudes(
                    new AmplitudePenalty(s, new Elastic(0.5, 0.3), AmplitudePotential.COUNTING), 0.8, ball)));
        }
        cases.add(complexAtoms("attraction of complex atoms", new AtomAttraction(SIX, 3, 0.7),
                new AtomAttraction(reflected(SIX), 3, 0.7)));
        cases.add(complexAtoms("free energy of complex atoms", new PlaneFreeEnergy(0.8, 0.3), new PlaneFreeEnergy(0.8, 0.3)));
        cases.add(onQuantiles("free energy of spacings", new SpacingFreeEnergy(0.8, 0.3), new SpacingFreeEnergy(0.8, 0.3)));
        cases.add(anisotropic());
        cases.add(interaction("quadratic interaction", Smooth.quadratic(0.5), Smooth.quadratic(1.5)));
        cases.add(interaction("quartic interaction", Smooth.quadratic(0.2), new Quartic()));
        cases.add(freeEnergy());
        Alignment alignment = new Alignment(new Complex(0.8, -0.5), new Complex(0.1, 0.2), new Complex(1, 2));
        cases.add(unit("alignment", (s, a) -> new MappedEnergy(s, a, alignment)));
        for (AmplitudePotential counting : AmplitudePotential.values()) {
            for (double beta : new double[] {0, 0.3, 3}) {
                cases.add(unit("penalized alignment, beta = " + beta + " " + counting,
                        (s, a) -> new PenalizedAlignment(s, a, alignment, new Elastic(0.4, beta), counting)));
            }
        }
        cases.add(unit("correlation",
                (s, a) -> new MappedEnergy(s, a, new Correlation(new Complex(0.3, 0.1), new Complex(0.2, 0.5)))));
        cases.add(unit("generalized quadratic",
                (s, a) -> new GeneralizedQuadratic(s, List.of(a, permuted(a, x -> (x + 1) % a.size())),
                        List.of(new Complex(1, 0), new Complex(0, -1)), 0.9),
                true));
        cases.add(realUnit("tanh alignment", Math::tanh));
        cases.add(realUnit("sine alignment", z -> 0.5 * Math.sin(5 * z) + z / 40));
        cases.add(field());
        for (double beta : new double[] {0, 0.4}) {
            cases.add(particles("joint step of mass and amplitude, beta = " + beta,
                    (tree, a) -> new PotentialEnergy<>(new FrozenSignal<>(tree, tree.leaves(),
                            Arrays.stream(a).mapToObj(g -> new Complex(g, 0)).toList(), beta))));
            cases.add(particles("joint alignment, beta = " + beta,
                    (tree, a) -> new JointAlignment<>(tree, tree.leaves(), a, 1.5, beta)));
        }
        return cases.stream();
    }

    private interface UnitEnergy {
        Energy<List<Complex>> of(AmplitudeSpace space, List<Complex> activations);
    }

    private static StepCase<List<Complex>> unit(String name, UnitEnergy energy) {
        return unit(name, energy, false);
    }

    /** One unit with four synapses, one of them without mass; the twin has them in another order. */
    private static StepCase<List<Complex>> unit(String name, UnitEnergy energy, boolean cyclic) {
        double[] w = {0.2, 0.5, 0, 0.3};
        List<Complex> activations = List.of(new Complex(1, 0.5), new Complex(-0.4, 1), new Complex(3, 3), new Complex(0.6, -0.2));
        List<Complex> means = List.of(new Complex(0.9, -0.7), new Complex(-0.05, 0.02), new Complex(1, 1), new Complex(2, 0));
        Function<Integer, Integer> order = cyclic ? x -> (x + 1) % 4 : x -> 3 - x; // cyclic shifts commute
        AmplitudeSpace space = new AmplitudeSpace(w);
        AmplitudeSpace other = new AmplitudeSpace(
                new double[] {w[order.apply(0)], w[order.apply(1)], w[order.apply(2)], w[order.apply(3)]});
        return new StepCase<>(name, energy.of(space, activations), means, m -> w, energy.of(other, permuted(activations, order)),
                m -> permuted(m, order), Rivals.inChart(m -> NormalCoordinates.amplitudes(space, m)));
    }

    /** An activation with many local minima; the rivals are all real means on a grid. */
    private static StepCase<List<Complex>> realUnit(String name, DoubleUnaryOperator activation) {
        AmplitudeSpace space = AmplitudeSpace.uniform(2);
        List<Complex> activations = List.of(new Complex(1, 0), new Complex(-2, 0));
        ActivatedAlignment outer = new ActivatedAlignment(activation, 0.6);
        List<List<Complex>> grid = new ArrayList<>();
        for (int i = -150; i <= 150; i++) {
            for (int j = -150; j <= 150; j++) grid.add(List.of(new Complex(i / 25.0, 0), new Complex(j / 25.0, 0)));
        }
        return new StepCase<>(name, new MappedEnergy(space, activations, outer), List.of(new Complex(-3, 0), new Complex(0.5, 0)),
                m -> space.weights(), new MappedEnergy(space, permuted(activations, x -> 1 - x), outer),
                m -> permuted(m, x -> 1 - x),
                Rivals.among(grid));
    }

    private static StepCase<DiscreteMeasure<double[]>> onPlane(IsotropicEnergy profile) {
        WassersteinSpace<double[]> space = new WassersteinSpace<>(new Euclidean(2));
        DiscreteMeasure<double[]> from = cloud(0, 0, 2, 1, -1, 3);
        DiscreteMeasure<double[]> signal = cloud(1, 1, 0, -2, 4, 0);
        return atoms("attraction on R^2 " + profile, new Attraction<>(space, signal, profile), from,
                new Attraction<>(space, backwards(signal), profile));
    }

    /** Placed so that the metric and the relaxed cost of long steps pair the atoms differently. */
    private static StepCase<DiscreteMeasure<double[]>> anisotropic() {
        double[][] metric = {{10, 0.2}, {0.2, 0.1}};
        DiscreteMeasure<double[]> signal = cloud(0.2, 4, 0.8, 0, 7, -1);
        return atoms("anisotropic", new AnisotropicQuadratic(metric, signal), cloud(0, 0, 1, 4, 6, -1),
                new AnisotropicQuadratic(metric, backwards(signal)));
    }

    private static StepCase<DiscreteMeasure<double[]>> potential(IsotropicEnergy profile) {
        PotentialEnergy<double[]> energy = new PotentialEnergy<>(
                new Attraction<>(new Euclidean(2), new double[] {1, 0.5}, profile));
        return atoms("potential " + profile, energy, cloud(0, 0, 2, 1, -1, 3), energy);
    }

    private static StepCase<DiscreteMeasure<double[]>> interaction(String name, Smooth potential, Smooth kernel) {
        InteractionEnergy energy = new InteractionEnergy(2, potential, kernel);
        return atoms(name, energy, new DiscreteMeasure<>(cloud(0, 0, 2, 1, -1, 3).points(), new double[] {0.2, 0.5, 0.3}),
                energy);
    }

    private static StepCase<DiscreteMeasure<double[]>> atoms(String name, Energy<DiscreteMeasure<double[]>> energy,
            DiscreteMeasure<double[]> from, Energy<DiscreteMeasure<double[]>> twin) {
        return new StepCase<>(name, energy, from, DiscreteMeasure::weights, twin, EnergyStepsTest::backwards,
                Rivals.inChart(NormalCoordinates::atoms));
    }

    /** Two atoms on a tree with three leaves; the rivals are all pairs of points on a grid of it. */
    private static StepCase<DiscreteMeasure<StarTree.Point>> onStarTree(IsotropicEnergy profile) {
        StarTree tree = new StarTree(1, 2, 1.5);
        StarTree reversed = new StarTree(1.5, 2, 1);
        DiscreteMeasure<StarTree.Point> from = DiscreteMeasure.uniform(List.of(tree.leaf(0), new StarTree.Point(1, 1.2)));
        DiscreteMeasure<StarTree.Point> signal = DiscreteMeasure.uniform(List.of(tree.leaf(2), new StarTree.Point(1, 0.4)));
        Function<DiscreteMeasure<StarTree.Point>, DiscreteMeasure<StarTree.Point>> reorder = m -> m
                .pushforward(p -> p.height() == 0 ? p : new StarTree.Point(2 - p.leaf(), p.height()));
        List<StarTree.Point> grid = new ArrayList<>(List.of(tree.hub()));
        for (int leaf = 0; leaf < 3; leaf++) {
            for (int k = 1; k <= 20; k++) grid.add(new StarTree.Point(leaf, tree.length(leaf) * k / 20));
        }
        List<DiscreteMeasure<StarTree.Point>> pairs = new ArrayList<>();
        for (StarTree.Point p : grid) for (StarTree.Point q : grid) pairs.add(DiscreteMeasure.uniform(List.of(p, q)));
        return new StepCase<>("attraction on a star tree " + profile,
                new Attraction<>(new WassersteinSpace<>(tree), signal, profile), from,
                DiscreteMeasure::weights, new Attraction<>(new WassersteinSpace<>(reversed), reorder.apply(signal), profile),
                reorder,
                Rivals.among(pairs));
    }

    /** On the line, with four atoms; reflection reverses their order. */
    private static StepCase<VectorLaw<Double>> onQuantiles(IsotropicEnergy profile) {
        VectorLaw<Double> signal = QuantileLaw.of(0, 0, 2, 2);
        return onQuantiles("attraction of quantile laws " + profile, new Attraction<>(new LawSpace<>(), signal, profile),
                new Attraction<>(new LawSpace<>(), signal.scaled(-1), profile));
    }

    private static StepCase<VectorLaw<Double>> onQuantiles(String name, Energy<VectorLaw<Double>> energy,
            Energy<VectorLaw<Double>> twin) {
        VectorLaw<Double> from = QuantileLaw.of(-1, 0, 0.5, 4);
        return new StepCase<>(name, energy, from, law -> new double[] {1}, twin, law -> law.scaled(-1),
                Rivals.inChart(law -> NormalCoordinates.of(4, v -> {
                    double[] q = ((QuantileLaw) law).quantiles();
                    for (int k = 0; k < 4; k++) q[k] += 2 * v[k];
                    return QuantileLaw.of(q);
                })));
    }

    /** Three atoms; reflection in the other diagonal also puts them in another order. */
    private static StepCase<VectorLaw<Complex>> complexAtoms(String name, Energy<VectorLaw<Complex>> energy,
            Energy<VectorLaw<Complex>> twin) {
        return new StepCase<>(name, energy, complexAtoms(0, 0, 2, 1, -1, 3), law -> new double[] {1}, twin,
                law -> reflected((ComplexAtoms) law),
                Rivals.inChart(law -> NormalCoordinates.of(6, v -> moved((ComplexAtoms) law, v))));
    }

    private static ComplexAtoms moved(ComplexAtoms law, double[] v) {
        List<Complex> atoms = new ArrayList<>();
        for (int k = 0; k < law.size(); k++) atoms.add(law.atoms().get(k).plus(new Complex(v[2 * k], v[2 * k + 1])));
        return new ComplexAtoms(atoms);
    }

    private static ComplexAtoms complexAtoms(double... coordinates) {
        return new ComplexAtoms(IntStream.range(0, coordinates.length / 2)
                .mapToObj(k -> new Complex(coordinates[2 * k], coordinates[2 * k + 1])).toList());
    }

    private static ComplexAtoms reflected(ComplexAtoms law) {
        return new ComplexAtoms(permuted(law.atoms().stream().map(a -> new Complex(a.im(), a.re())).toList(),
                k -> law.size() - 1 - k));
    }

    private static StepCase<Gaussian> onGaussians(IsotropicEnergy profile) {
        Gaussian signal = new Gaussian(new double[] {1, -1}, new double[][] {{2, 0.5}, {0.5, 1}});
        return gaussian("attraction of Gaussians " + profile, new Attraction<>(new GaussianSpace(2), signal, profile),
                new Attraction<>(new GaussianSpace(2), swapped(signal), profile));
    }

    private static StepCase<Gaussian> freeEnergy() {
        return gaussian("free energy", new GaussianFreeEnergy(new double[][] {{2, 0.7}, {0.7, 0.5}}, 0.8),
                new GaussianFreeEnergy(new double[][] {{0.5, 0.7}, {0.7, 2}}, 0.8));
    }

    private static StepCase<Gaussian> gaussian(String name, Energy<Gaussian> energy, Energy<Gaussian> twin) {
        Gaussian from = new Gaussian(new double[] {0.5, 2}, new double[][] {{1, -0.3}, {-0.3, 0.4}});
        BruteForce<Gaussian> rivals = Rivals.inChart(NormalCoordinates::gaussian);
        return new StepCase<>(name, energy, from, law -> new double[] {1}, twin, EnergyStepsTest::swapped, rivals);
    }

    private static StepCase<MemoryField<DiscreteMeasure<double[]>>> field() {
        WassersteinSpace<double[]> space = new WassersteinSpace<>(new Euclidean(2));
        double[] reference = {0.4, 1.5};
        List<Energy<DiscreteMeasure<double[]>>> units = List.of(new Attraction<>(space, cloud(1, 1, 0, -2), new Quadratic(1)),
                new Attraction<>(space, cloud(-1, 0, 2, 2), new Distance(0.5)));
        MemoryField<DiscreteMeasure<double[]>> from = new MemoryField<>(List.of(cloud(0, 0, 3, 1), cloud(1, 0, 0, 1)), reference);
        return new StepCase<>("field", new FieldEnergy<>(reference, units), from, f -> f.units().get(0).weights(),
                new FieldEnergy<>(new double[] {1.5, 0.4}, List.of(units.get(1), units.get(0))),
                f -> new MemoryField<>(List.of(f.units().get(1), f.units().get(0)), new double[] {1.5, 0.4}),
                Rivals.inChart(f -> NormalCoordinates.field(f, NormalCoordinates::atoms)));
    }

    private interface JointEnergy {
        Energy<DiscreteMeasure<Point<StarTree.Point, Complex>>> of(StarTree inputs, double[] numbers);
    }

    /** Two synapses, one of them silent, on three inputs; the rivals are all pairs of inputs and amplitudes on a grid. */
    private static StepCase<DiscreteMeasure<Point<StarTree.Point, Complex>>> particles(String name, JointEnergy energy) {
        StarTree tree = new StarTree(0.3, 0.5, 0.2), reversed = new StarTree(0.2, 0.5, 0.3);
        double[] numbers = {0.7, -1.3, 1.1};
        var from = new DiscreteMeasure<>(
                List.of(new Point<>(tree.leaf(0), new Complex(0.8, 0)), new Point<>(tree.leaf(1), Complex.ZERO)),
                new double[] {0.4, 0.6});
        Function<DiscreteMeasure<Point<StarTree.Point, Complex>>, DiscreteMeasure<Point<StarTree.Point, Complex>>> reorder = m -> m
                .pushforward(p -> new Point<>(reversed.leaf(2 - p.first().leaf()), p.second()));
        List<Point<StarTree.Point, Complex>> grid = new ArrayList<>();
        for (int leaf = 0; leaf < 3; leaf++)
            for (int k = -10; k <= 10; k++) grid.add(new Point<>(tree.leaf(leaf), new Complex(k / 4.0, 0)));
        List<DiscreteMeasure<Point<StarTree.Point, Complex>>> pairs = new ArrayList<>();
        for (var p : grid) for (var q : grid) pairs.add(new DiscreteMeasure<>(List.of(p, q), from.weights()));
        return new StepCase<>(name, energy.of(tree, numbers), from, DiscreteMeasure::weights,
                energy.of(reversed, new double[] {1.1, -1.3, 0.7}), reorder, Rivals.among(pairs));
    }

    private static DiscreteMeasure<double[]> cloud(double... coordinates) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i += 2) points.add(new double[] {coordinates[i], coordinates[i + 1]});
        return DiscreteMeasure.uniform(points);
    }

    private static <P> DiscreteMeasure<P> backwards(DiscreteMeasure<P> measure) {
        List<P> points = new ArrayList<>(measure.points());
        Collections.reverse(points);
        double[] w = measure.weights();
        double[] reversed = new double[w.length];
        for (int i = 0; i < w.length; i++) reversed[i] = w[w.length - 1 - i];
        return new DiscreteMeasure<>(points, reversed);
    }

    private static Gaussian swapped(Gaussian law) {
        return law.pushforward(new double[][] {{0, 1}, {1, 0}}, new double[2]);
    }

    private static <T> List<T> permuted(List<T> list, Function<Integer, Integer> order) {
        List<T> permuted = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) permuted.add(list.get(order.apply(i)));
        return permuted;
    }

    /** |x|⁴/4. */
    private record Quartic() implements Smooth {
        @Override public double value(double[] x) {
            double r = x[0] * x[0] + x[1] * x[1];
            return r * r / 4;
        }

        @Override public double[] gradient(double[] x) {
            double r = x[0] * x[0] + x[1] * x[1];
            return new double[] {r * x[0], r * x[1]};
        }

        @Override public boolean convex() {
            return true;
        }
    }
}
