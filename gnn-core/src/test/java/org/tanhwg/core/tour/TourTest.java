package org.tanhwg.core.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.Alignment;
import org.tanhwg.core.energy.AmplitudePenalty;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.Attraction;
import org.tanhwg.core.energy.GaussianFreeEnergy;
import org.tanhwg.core.energy.HebbianEnergy;
import org.tanhwg.core.energy.IsotropicEnergy;
import org.tanhwg.core.energy.IsotropicEnergy.Distance;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.energy.MappedEnergy;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.observable.BackwardProjector;
import org.tanhwg.core.observable.Consensus;
import org.tanhwg.core.observable.GeodesicProjection;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.core.observable.MovingAverage;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.StarTree;
import org.tanhwg.core.stability.Spectrum;
import org.tanhwg.core.step.JointStep;
import org.tanhwg.core.step.MinimisingMovement;
import org.tanhwg.core.step.MinimisingMovement.Frozen;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.core.transport.AmplitudeSpace;
import org.tanhwg.core.transport.BuresWasserstein.GaussianSpace;
import org.tanhwg.core.transport.DiscreteTransport;
import org.tanhwg.core.transport.WassersteinSpace;

/**
 * The snippets of docs/tour.md: each lies between two markers, and what follows a region checks what its text claims.
 *
 * <p>{@code -Dtour.write=true} copies the regions and the pictures into docs/.
 */
class TourTest {
    private static final Path PAGE = Path.of("..", "docs", "tour.md");
    private static final Path SOURCE = Path.of("src", "test", "java", "org", "tanhwg", "core", "tour", "TourTest.java");
    private static final boolean WRITE = Boolean.getBoolean("tour.write");
    private static final Pattern REGION = Pattern.compile("(?m)^ *// tour\\{\n(.*?)^ *// \\}tour$", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("(?m)^```java\n(.*?)^```$", Pattern.DOTALL);

    static Path pictures() {
        return WRITE ? PAGE.resolveSibling("tour") : Path.of("target", "tour");
    }

    @Test void oneStep() throws IOException {
        // tour{
        Picture picture = Picture.of("How an energy approaches its signal", "step", "distance left");
        for (IsotropicEnergy energy : List.of(new Quadratic(1), new Distance(1), new Elastic(1, 0.5))) {
            double[] left = new double[13];
            left[0] = 2;
            for (int k = 1; k < left.length; k++) left[k] = energy.remaining(left[k - 1], 0.25);
            picture.line(energy.toString(), left);
        }
        picture.save("1-step");
        // }tour
        assertThat(new Distance(1).remaining(0.25, 0.25)).isZero();
    }

    @Test void geodesicAndObservable() throws IOException {
        // tour{
        StarTree tree = new StarTree(1, 2, 0.5); // three things to remember: leaves of a tree
        double[] p = {0.8, 0.2, 0};
        double[] q = {0.1, 0.3, 0.6};
        var way = DiscreteTransport.between(tree, new DiscreteMeasure<>(tree.leaves(), p),
                new DiscreteMeasure<>(tree.leaves(), q));
        double[] time = IntStream.rangeClosed(0, 50).mapToDouble(i -> i / 50.0).toArray();
        Picture picture = Picture.of("Inside, mass travels; outside, probabilities move on straight lines", "t", "mass");
        for (int x : new int[] {0, 2}) {
            picture.line("seen at leaf " + x, time,
                    Arrays.stream(time).map(t -> GeodesicProjection.expected(p, q, t)[x]).toArray());
            picture.line("on branch " + x, time,
                    Arrays.stream(time).map(t -> way.interpolate(t).expectation(z -> z.leaf() == x ? 1 : 0)).toArray());
        }
        picture.save("2-geodesic");
        // }tour
        assertThat(way.interpolate(0.9).expectation(z -> z.leaf() == 2 ? 1 : 0)).isCloseTo(0.6, within(1e-12));
    }

    @Test void movingAverage() throws IOException {
        // tour{
        StarTree tree = new StarTree(1, 2, 0.5);
        Quadratic energy = new Quadratic(1.5);
        double tau = 0.2;
        double eta = energy.contraction(tau); // τλ/(1+τλ)
        double[] start = {1, 0, 0};
        var projector = BackwardProjector.start(tree, tree.leaves(), start);
        List<double[]> signals = new ArrayList<>();
        List<double[]> observed = new ArrayList<>(List.of(start));
        for (int k = 0; k < 24; k++) {
            signals.add(k < 12 ? new double[] {0, 0.2, 0.8} : new double[] {0.3, 0.7, 0});
            var signal = new DiscreteMeasure<>(tree.leaves(), signals.get(k));
            projector = projector.next(DiscreteTransport.between(tree, projector.state(), signal).solution().plan(), eta);
            observed.add(projector.expected());
        }
        double[] average = IntStream.rangeClosed(0, 24)
                .mapToDouble(k -> new MovingAverage(eta).closedForm(start, signals.subList(0, k))[2]).toArray();
        Picture.of("Optimal transport, projected, is an exponential moving average", "step", "mass at leaf 2")
                .line("moving average, closed form", average)
                .dots("projected transport on the tree", observed.stream().mapToDouble(o -> o[2]).toArray())
                .save("3-moving-average");
        // }tour
        for (int k = 0; k <= 24; k++) assertThat(observed.get(k)[2]).isCloseTo(average[k], within(1e-12));
    }

    @Test void hebbianField() throws IOException {
        // tour{
        GaussianSpace laws = new GaussianSpace(1);
        HebbianEnergy<Gaussian, Double, Gaussian> energy = new HebbianEnergy<>(
                (field, context) -> List.of(field.units().get(1), Gaussian.scalar(context, 0.3)), // signals, frozen in each step
                (unit, signal) -> new Attraction<>(laws, signal, new Elastic(1, 0.1)));
        MemoryField<Gaussian> start = MemoryField.uniform(List.of(Gaussian.scalar(2, 1), Gaussian.scalar(-1, 0.2)));
        var run = MinimisingMovement.run(Frozen.hebbian(energy, k -> k < 20 ? 1.0 : 0.0), start, 0.2, 40);
        Picture.of("Each step gains more than it pays", "step", "energy")
                .line("frozen energy before the step", run.steps().stream().mapToDouble(StepResult::energyBefore).toArray())
                .line("after it", run.steps().stream().mapToDouble(StepResult::energyAfter).toArray())
                .line("cost of transport", run.steps().stream().mapToDouble(StepResult::transportCost).toArray())
                .save("4-descent");
        // }tour
        assertThat(run.descent(1e-12).violated()).isZero();
        assertThat(laws.distance(run.end().units().get(0), Gaussian.scalar(0, 0.3))).isLessThan(0.05);
    }

    @Test void mirrorDescent() throws IOException {
        // tour{
        double[] target = {0.7, 0.2, 0.1};
        double[] p = {0.1, 0.3, 0.6};
        double eta = MirrorDescent.sufficientEta(0.8, 1); // rate 0.8, |gradient| <= 1
        List<double[]> path = new ArrayList<>(List.of(p));
        List<double[]> signals = new ArrayList<>();
        for (int k = 0; k < 15; k++) {
            double[] gradient = {p[0] - target[0], p[1] - target[1], p[2] - target[2]};
            double[] next = MirrorDescent.ENTROPIC.step(p, gradient, 0.8);
            signals.add(MirrorDescent.signal(p, next, eta)); // a target in the simplex
            p = new MovingAverage(eta).next(p, signals.get(k)); // leads to the mirror-descent iterate
            path.add(p);
        }
        Picture.of("Mirror descent is a moving average towards targets", "p[0]", "p[2]")
                .line("mirror descent", path.stream().mapToDouble(x -> x[0]).toArray(),
                        path.stream().mapToDouble(x -> x[2]).toArray())
                .dots("its targets", signals.stream().mapToDouble(x -> x[0]).toArray(),
                        signals.stream().mapToDouble(x -> x[2]).toArray())
                .save("5-mirror-descent");
        // }tour
        for (double[] s : signals) assertThat(Arrays.stream(s).min().orElseThrow()).isNotNegative();
    }

    @Test void consensus() throws IOException {
        // tour{
        Picture picture = Picture.of("Two fields that follow each other, factor 0.9", "round", "p - q at one leaf");
        List<double[]> together = List.of(new double[] {0.9, 0.1}, new double[] {0.2, 0.8});
        List<double[]> inTurn = together;
        double[] swapping = new double[16];
        double[] agreeing = new double[16];
        for (int k = 0; k < 16; k++) {
            swapping[k] = together.get(0)[0] - together.get(1)[0];
            agreeing[k] = inTurn.get(0)[0] - inTurn.get(1)[0];
            together = Consensus.pair(0.9).together(together);
            inTurn = Consensus.pair(0.9).inTurn(inTurn);
        }
        picture.line("updated together: 1 - 2*0.9 each round", swapping)
                .line("one after the other: (1 - 0.9)^2", agreeing).save("6-consensus");
        // }tour
        assertThat(swapping[1]).isCloseTo(-0.8 * 0.7, within(1e-12));
        assertThat(agreeing[1]).isCloseTo(0.01 * 0.7, within(1e-12));
    }

    @Test void implicitStep() throws IOException {
        // tour{
        AmplitudeSpace synapses = AmplitudeSpace.uniform(3);
        List<Complex> inputs = List.of(new Complex(1, 0), new Complex(0, 2), new Complex(-1, 1));
        List<Complex> means = List.of(new Complex(0.5, 0), new Complex(1, -1), Complex.ZERO);
        MappedEnergy energy = new MappedEnergy(synapses, inputs, Alignment.linear(new Complex(2, 1)));
        double[] taus = IntStream.rangeClosed(0, 40).mapToDouble(i -> Math.pow(10, (i - 20) / 10.0)).toArray();
        double[] implicit = Arrays.stream(taus).map(tau -> Proximal.step(energy, means, tau).energyAfter()).toArray();
        double gain = 7 / 3.0; // S = sum of w|a|^2
        double[] explicit = Arrays.stream(taus).map(tau -> energy.value(means) * Math.pow(1 - tau * gain, 2)).toArray();
        Picture.of("One step towards the feedback", "step size", "energy left").logarithmic()
                .line("proximal (implicit)", taus, implicit).line("gradient (explicit)", taus, explicit).save("7-implicit");
        // }tour
        assertThat(implicit).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(implicit[20]).isCloseTo(energy.value(means) / Math.pow(1 + gain, 2), within(1e-12));
    }

    @Test void exactZeros() throws IOException {
        // tour{
        Random random = new Random(1);
        List<Complex> means = IntStream.range(0, 60).mapToObj(x -> new Complex(random.nextGaussian(), random.nextGaussian()))
                .toList();
        AmplitudeSpace synapses = AmplitudeSpace.uniform(means.size());
        var forgetting = new AmplitudePenalty(synapses, new Elastic(0.2, 1), AmplitudePotential.COUNTING);
        List<Complex> after = Proximal.step(forgetting, means, 0.8).to();
        Picture.of("Forgetting: moduli shrink, phases stay, small amplitudes become exactly 0", "real part", "imaginary part")
                .dots("before", means.stream().mapToDouble(Complex::re).toArray(),
                        means.stream().mapToDouble(Complex::im).toArray())
                .dots("after", after.stream().mapToDouble(Complex::re).toArray(),
                        after.stream().mapToDouble(Complex::im).toArray())
                .save("8-zeros");
        // }tour
        long zeros = after.stream().filter(m -> m.modulus() == 0).count();
        assertThat(zeros).isEqualTo(means.stream().filter(m -> m.modulus() <= 0.8).count()).isPositive();
    }

    @Test void notConvex() throws IOException {
        // tour{
        var plane = new WassersteinSpace<>(new Euclidean(2));
        double[] origin = {0, 0};
        var start = DiscreteMeasure.uniform(List.of(origin, new double[] {2, 1}));
        var end = DiscreteMeasure.uniform(List.of(origin, new double[] {-2, 1}));
        var signal = DiscreteMeasure.uniform(List.of(origin, new double[] {0, -2}));
        double[] time = IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100.0).toArray();
        double[] squared = Arrays.stream(time).map(t -> Math.pow(plane.distance(plane.interpolate(start, end, t), signal), 2))
                .toArray();
        Picture.of("On the plane the squared distance is not convex along geodesics", "t", "W2^2 to the signal")
                .line("W2^2", time, squared).save("9-not-convex");
        // }tour
        assertThat(squared[40] - 2 * squared[50] + squared[60]).isCloseTo(-0.3, within(1e-12));
    }

    @Test void stability() throws IOException {
        // tour{
        var energy = new GaussianFreeEnergy(new double[][] {{2, 0.9}, {0.9, 0.5}}, 0.5);
        Gaussian law = new Gaussian(new double[] {2.5, 2}, new double[][] {{0.02, 0}, {0, 0.02}});
        Picture picture = Picture.of("A memory settles: one ellipse per step", "first amplitude", "second amplitude").square(-1.5,
                3);
        double[] angle = IntStream.rangeClosed(0, 80).mapToDouble(i -> Math.PI * i / 40).toArray();
        for (int k = 0; k <= 4; k++) {
            double[] m = law.mean();
            double[][] s = law.covariance();
            double a = Math.sqrt(s[0][0]); // Cholesky factor of the covariance
            double b = s[0][1] / a;
            double c = Math.sqrt(s[1][1] - b * b);
            picture.line("step " + k, Arrays.stream(angle).map(t -> m[0] + a * Math.cos(t)).toArray(),
                    Arrays.stream(angle).map(t -> m[1] + b * Math.cos(t) + c * Math.sin(t)).toArray());
            law = Proximal.step(energy, law, 0.8).to();
        }
        picture.save("10-stability");
        double[] rates = Spectrum.atEquilibrium(energy).stepFactors(0.8); // what each direction keeps per step
        // }tour
        assertThat(rates).hasSize(5).isSortedAccordingTo((x, y) -> Double.compare(y, x));
        for (int k = 0; k < 500; k++) law = Proximal.step(energy, law, 0.8).to();
        assertThat(energy.space().distance(law, energy.equilibrium())).isLessThan(1e-6);
    }

    @Test void hops() throws IOException {
        // tour{
        int n = 16;
        double[] gradient = IntStream.range(0, n).mapToDouble(x -> Math.cos(x) + (x == 11 ? 3 : 0)).toArray();
        var joint = new JointStep(gradient, 0.4, 2); // beta, and the distance between any two inputs
        double[] before = IntStream.range(0, n).mapToDouble(x -> x < 10 ? 1.2 * Math.sin(2 * x) : 0).toArray();
        var after = IntStream.range(0, 10).mapToObj(x -> joint.move(x, before[x], 1)).toList();
        int[] silent = {10, 12, 14}, empty = {11, 13, 15};
        int[] born = joint.matched(silent, empty, 1); // room for one synapse at an input
        Picture.of("Mass hops where the signal is strong, silent mass where there is room", "input", "amplitude")
                .dots("before", before)
                .dots("after the joint step", after.stream().mapToDouble(m -> m.input()).toArray(),
                        after.stream().mapToDouble(m -> m.amplitude()).toArray())
                .dots("silent mass, matched to empty inputs", Arrays.stream(born).asDoubleStream().toArray(), new double[3])
                .line("signal", gradient).save("11-hops");
        // }tour
        assertThat(born).containsExactly(10, 12, 11); // G of input 14 is .14, of 11 it is 3.0: (3.0 - .4)^2 > (2/1)^2, and nowhere else
        assertThat(after).extracting(JointStep.Move::input).contains(11).doesNotContain(13);
    }

    /** The page shows exactly the regions above, in order, and a picture for each. */
    @Test void pageShowsTheseSnippets() throws IOException {
        List<String> regions = new ArrayList<>();
        for (Matcher m = REGION.matcher(Files.readString(SOURCE)); m.find();)
            regions.add(m.group(1).stripTrailing().stripIndent() + "\n");
        String page = Files.readString(PAGE);
        if (WRITE) {
            int[] next = {0};
            page = BLOCK.matcher(page).replaceAll(m -> Matcher.quoteReplacement("```java\n" + regions.get(next[0]++) + "```"));
            Files.writeString(PAGE, page);
        }
        List<String> blocks = new ArrayList<>();
        for (Matcher m = BLOCK.matcher(page); m.find();) blocks.add(m.group(1));
        assertThat(blocks).hasSize(11).isEqualTo(regions);
        Matcher saved = Pattern.compile("save\\(\"([^\"]+)\"\\)").matcher(String.join("", regions));
        for (int k = 0; k < 11; k++) {
            assertThat(saved.find()).isTrue();
            assertThat(page).contains("](tour/" + saved.group(1) + ".png)");
            if (!WRITE) assertThat(PAGE.resolveSibling("tour").resolve(saved.group(1) + ".png")).isNotEmptyFile();
        }
    }
}
