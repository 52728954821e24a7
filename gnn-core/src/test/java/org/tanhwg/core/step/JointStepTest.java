package org.tanhwg.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.FrozenSignal;
import org.tanhwg.core.energy.JointAlignment;
import org.tanhwg.core.energy.PotentialEnergy;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.MetricGraph;
import org.tanhwg.core.space.ProductSpace.Point;
import org.tanhwg.core.space.StarTree;

/** Mass and amplitude move together (theory §4.7): random instances against plain enumeration and against duality. */
class JointStepTest {
    private static final int INSTANCES = 10_000;

    /** On a star tree of equal legs two candidates are enough, whatever the scales. */
    @Property(tries = INSTANCES) void twoCandidatesAreEnough(@ForAll @IntRange(min = 1, max = 7) int n,
            @ForAll @IntRange(min = -8, max = 8) int decades, @ForAll long seed) {
        Random random = new Random(seed);
        double tau = power(decades, random), beta = random.nextInt(3) == 0 ? 0 : power(decades, random),
                ell = power(decades, random);
        double[] gradient = gradient(n, decades, random);
        int x = random.nextInt(n);
        double s = random.nextInt(3) == 0 ? 0 : power(decades, random) * (random.nextBoolean() ? 1 : -1);

        StarTree tree = equal(n, ell);
        FrozenSignal<StarTree.Point> signal = new FrozenSignal<>(tree, tree.leaves(), complex(gradient), beta);
        JointStep.Move move = new JointStep(gradient, beta, ell).move(x, s, tau);
        Point<StarTree.Point, Complex> from = at(tree, x, s), to = signal.prox(from, tau).to();
        double fast = objective(signal, from, at(tree, move.input(), move.amplitude()), tau),
                slow = objective(signal, from, to, tau);
        double scale = Math.abs(s) * (Math.abs(gradient[x]) + beta)
                + tau * square(Arrays.stream(gradient).map(Math::abs).max().getAsDouble());
        assertThat(fast).isCloseTo(slow, within(1e-10 * scale));
        assertThat(slow).isLessThanOrEqualTo(signal.value(from) + 1e-14 * scale);
        for (int other = 0; other < n; other++) {
            double aim = s - tau * gradient[other], amplitude = Math.signum(aim) * Math.max(0, Math.abs(aim) - tau * beta);
            for (double size : new double[] {1, 0, .9, 1.1, -1})
                assertThat(objective(signal, from, at(tree, other, size * amplitude), tau))
                        .isGreaterThanOrEqualTo(slow - 1e-10 * scale);
        }
    }

    /** Any distances and complex amplitudes: no input and no amplitude near the step's does better, and mass that splits gains nothing. */
    @Property(tries = 2000) void noRivalOnAGraphDoesBetter(@ForAll @IntRange(min = 2, max = 6) int n, @ForAll long seed) {
        Random random = new Random(seed);
        MetricGraph graph = complete(n, random);
        List<MetricGraph.Point> inputs = IntStream.range(0, n).mapToObj(graph::vertex).toList();
        List<Complex> gradient = IntStream.range(0, n).mapToObj(x -> normal(random)).toList();
        double tau = power(2, random);
        FrozenSignal<MetricGraph.Point> signal = new FrozenSignal<>(graph, inputs, gradient,
                random.nextInt(2) * random.nextDouble());
        var from = new Point<>(inputs.get(random.nextInt(n)), random.nextInt(3) == 0 ? Complex.ZERO : normal(random));
        Point<MetricGraph.Point, Complex> to = signal.prox(from, tau).to();
        double found = objective(signal, from, to, tau);
        assertThat(found).isLessThanOrEqualTo(signal.value(from) + 1e-13);
        for (int k = 0; k < 300; k++) {
            Complex near = k % 3 == 0 ? normal(random).times(3) : k % 3 == 1 ? to.second().plus(normal(random).times(.01))
                    : from.second().minus(gradient.get(k % n).times(tau));
            assertThat(objective(signal, from, new Point<>(inputs.get(k % n), near), tau))
                    .isGreaterThanOrEqualTo(found - 1e-10 * (1 + Math.abs(found)));
        }
    }

    /** A silent synapse grows where the gradient is largest iff (|G_*| − β)₊² − (|G_x| − β)₊² > (ℓ/τ)². */
    @Test void silentSynapsesHopWhereGradientsAreLarge() {
        double[] gradient = {.1, -2, 1.5};
        assertThat(new JointStep(gradient, .5, 1).move(0, 0, 1)).isEqualTo(new JointStep.Move(1, 1.5));
        assertThat(new JointStep(gradient, .5, 1.6).move(0, 0, 1)).isEqualTo(new JointStep.Move(0, 0));
        assertThat(new JointStep(gradient, .5, 1).move(2, 5, 1)).isEqualTo(new JointStep.Move(1, 6.5));
        assertThatThrownBy(() -> new JointStep(gradient, .5, 0)).hasMessageContaining("distance = 0.0");
        assertThatThrownBy(() -> new JointStep(gradient, .5, 1).move(3, 0, 1)).hasMessageContaining("x = 3");
    }

    /** At a large amplitude s the gain is 2 s ΔG, which the difference of two squares of s would not hold. */
    @Test void whatAHopGainsSurvivesALargeAmplitude() {
        double[] gradient = {0, 1e-9};
        for (double s : new double[] {1e8, -1e8}) {
            int better = s > 0 ? 0 : 1;
            assertThat(new JointStep(gradient, 0, .4).move(1 - better, s, 1).input()).isEqualTo(better);
            assertThat(new JointStep(gradient, 0, .5).move(1 - better, s, 1).input()).isEqualTo(1 - better);
            assertThat(new JointStep(gradient, 0, .1).move(better, s, 1).input()).isEqualTo(better);
        }
    }

    /** What gains exactly what its way costs stays: 5² − 4² = (ℓ/τ)² for ℓ = 3. */
    @Test void aTieStays() {
        double[] gradient = {4, 5};
        assertThat(new JointStep(gradient, 0, 3).move(0, 0, 1).input()).isZero();
        assertThat(new JointStep(gradient, 0, 3).matched(new int[] {0}, new int[] {1}, 1)).containsExactly(0);
        assertThat(new JointStep(gradient, 0, Math.nextDown(3.0)).move(0, 0, 1).input()).isEqualTo(1);
        assertThat(new JointStep(gradient, 0, Math.nextDown(3.0)).matched(new int[] {0}, new int[] {1}, 1)).containsExactly(1);
    }

    /** Room for one synapse per input: no other matching of silent synapses and empty inputs gains more. */
    @Property(tries = 2000) void matchingInOrderIsOptimal(@ForAll @IntRange(max = 4) int silent,
            @ForAll @IntRange(max = 4) int empty,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] gradient = gradient(silent + empty + 1, 0, random);
        int[] from = IntStream.range(0, silent).toArray(), free = IntStream.range(silent, silent + empty).toArray();
        double beta = random.nextInt(2) * .4, ell = .1 + random.nextDouble(), tau = .5 + random.nextDouble();
        int[] to = new JointStep(gradient, beta, ell).matched(from, free, tau);
        assertThat(to).doesNotHaveDuplicates();
        double gained = 0;
        for (int i = 0; i < silent; i++) if (to[i] != from[i]) gained += gain(gradient, from[i], to[i], beta, ell, tau);
        assertThat(gained).isCloseTo(most(gradient, from, free, 0, 0, beta, ell, tau), within(1e-12));
    }

    /** Weak duality bounds every measure's objective from below, and the step reaches the bound: splits and ties included. */
    @Property(tries = INSTANCES) void theSingleSampleReachesItsDual(@ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 4) int particles, @ForAll boolean ties, @ForAll long seed) {
        Random random = new Random(seed);
        StarTree tree = equal(n, .2 + random.nextDouble());
        double[] a = IntStream.range(0, n).mapToDouble(x -> ties ? random.nextInt(3) - 1 : random.nextGaussian()).toArray();
        double beta = random.nextInt(2) * .3 * random.nextDouble(), target = 2 * random.nextGaussian(), tau = power(2, random);
        List<Point<StarTree.Point, Complex>> points = new ArrayList<>();
        for (int i = 0; i < particles; i++)
            points.add(at(tree, random.nextInt(n), ties ? random.nextInt(3) - 1 : random.nextGaussian()));
        var from = new DiscreteMeasure<>(points, DiscreteMeasure.probabilities(random.doubles(particles, .1, 1).toArray()));
        var energy = new JointAlignment<>(tree, tree.leaves(), a, target, beta);
        StepResult<DiscreteMeasure<Point<StarTree.Point, Complex>>> step = Proximal.step(energy, from, tau);
        double primal = step.energyAfter() + step.transportCost();
        double price = step.to().expectation(p -> a[p.first().leaf()] * p.second().re()) - target;
        assertThat(Arrays.stream(step.to().weights()).sum()).isCloseTo(1, within(1e-12));
        assertThat(step.slack()).isGreaterThanOrEqualTo(-1e-10 * (1 + step.energyBefore()));
        assertThat(primal).isCloseTo(dual(tree, a, target, beta, from, price, tau), within(1e-10 * (1 + step.energyBefore())));
    }

    /** Two inputs that are alike but for the way there share the mass of one particle. */
    @Test void massSplitsAtATie() {
        StarTree tree = equal(2, 1);
        var energy = new JointAlignment<>(tree, tree.leaves(), new double[] {0, 1}, 1, 0);
        boolean split = false;
        for (double tau = .5; tau < 8; tau *= 1.1) {
            var to = energy.prox(DiscreteMeasure.dirac(at(tree, 0, 0)), tau).to();
            split |= to.size() == 2;
        }
        assertThat(split).isTrue();
    }

    @Test void mistakesAreNamed() {
        StarTree tree = equal(2, 1);
        assertThatThrownBy(() -> new FrozenSignal<>(tree, tree.leaves(), List.of(Complex.ZERO), 0))
                .hasMessage("gradient.size() = 1: must be 2");
        var energy = new JointAlignment<>(tree, tree.leaves(), new double[] {1, 2}, 0, 0);
        var imaginary = DiscreteMeasure.dirac(new Point<>(tree.leaf(0), new Complex(0, 1)));
        assertThatThrownBy(() -> energy.value(imaginary)).hasMessageContaining("imaginary part of an amplitude = 1.0");
        var between = new Point<>(tree.hub(), Complex.ZERO);
        var signal = new FrozenSignal<>(tree, tree.leaves(), List.of(Complex.ZERO, new Complex(1, 0)), 0);
        assertThat(signal.value(between)).isInfinite();
        assertThat(signal.value(signal.prox(between, 1).to())).isFinite();
        assertThat(new PotentialEnergy<>(signal).value(DiscreteMeasure.dirac(between))).isInfinite();
    }

    /** Σ w_i min over moves of (r a s' + β|s'| + d²/2τ) − r b − r²/2, by the formula of theory §4.7. */
    private static double dual(StarTree tree, double[] a, double target, double beta,
            DiscreteMeasure<Point<StarTree.Point, Complex>> from,
            double r, double tau) {
        double value = -r * target - r * r / 2;
        for (int i = 0; i < from.size(); i++) {
            Point<StarTree.Point, Complex> particle = from.points().get(i);
            double s = particle.second().re(), least = Double.POSITIVE_INFINITY;
            for (int x = 0; x < a.length; x++) {
                double d = tree.distance(particle.first(), tree.leaf(x)), far = Math.max(0, Math.abs(r * a[x] - s / tau) - beta);
                least = Math.min(least, s * s / (2 * tau) - tau / 2 * far * far + d * d / (2 * tau));
            }
            value += from.weights()[i] * least;
        }
        return value;
    }

    private static double most(double[] gradient, int[] silent, int[] empty, int i, int used, double beta, double ell,
            double tau) {
        if (i == silent.length) return 0;
        double best = most(gradient, silent, empty, i + 1, used, beta, ell, tau);
        for (int j = 0; j < empty.length; j++) {
            if ((used >> j & 1) == 0)
                best = Math.max(best, gain(gradient, silent[i], empty[j], beta, ell, tau)
                        + most(gradient, silent, empty, i + 1, used | 1 << j, beta, ell, tau));
        }
        return best;
    }

    private static double gain(double[] gradient, int from, int to, double beta, double ell, double tau) {
        return tau / 2
                * (square(Math.max(0, Math.abs(gradient[to]) - beta)) - square(Math.max(0, Math.abs(gradient[from]) - beta)))
                - ell * ell / (2 * tau);
    }

    private static <X> double objective(FrozenSignal<X> signal, Point<X, Complex> from, Point<X, Complex> to, double tau) {
        double d = signal.space().distance(from, to);
        return signal.value(to) + d * d / (2 * tau);
    }

    private static Point<StarTree.Point, Complex> at(StarTree tree, int leaf, double s) {
        return new Point<>(tree.leaf(leaf), new Complex(s, 0));
    }

    private static StarTree equal(int n, double ell) {
        double[] legs = new double[n];
        Arrays.fill(legs, ell / 2);
        return new StarTree(legs);
    }

    private static MetricGraph complete(int n, Random random) {
        List<MetricGraph.Edge> edges = new ArrayList<>();
        for (int x = 0; x < n; x++)
            for (int y = 0; y < x; y++) edges.add(new MetricGraph.Edge(x, y, .1 + 2 * random.nextDouble()));
        return new MetricGraph(n, edges);
    }

    private static List<Complex> complex(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new Complex(v, 0)).toList();
    }

    private static Complex normal(Random random) {
        return new Complex(random.nextGaussian(), random.nextGaussian());
    }

    private static double[] gradient(int n, int decades, Random random) {
        return IntStream.range(0, n).mapToDouble(x -> random.nextInt(4) == 0 ? random.nextInt(3) - 1
                : power(decades, random) * random.nextGaussian()).toArray();
    }

    private static double power(int decades, Random random) {
        return Math.pow(10, decades * (random.nextDouble() - .5)) * (.5 + random.nextDouble());
    }

    private static double square(double x) {
        return x * x;
    }
}
