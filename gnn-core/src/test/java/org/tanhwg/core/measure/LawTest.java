package org.tanhwg.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.StarTree;

class LawTest {
    private static final int DRAWS = 40_000;
    private final Random random = new Random(41);

    /** Draws have the moments that the law states; a singular covariance keeps them on its range. */
    @Test void gaussianDraws() {
        Gaussian law = new Gaussian(new double[] {1, -2, 3}, new double[][] {{2, 2, 0}, {2, 2, 0}, {0, 0, .25}});
        DiscreteMeasure<double[]> draws = draws(law);
        assertThat(Moments.mean(draws)).containsExactly(law.mean(), within(.03));
        double[][] covariance = Moments.covariance(draws);
        for (int i = 0; i < 3; i++) assertThat(covariance[i]).containsExactly(law.covariance()[i], within(.05));
        assertThat(draws.expectation(x -> Math.abs(x[0] - 1 - (x[1] + 2)))).isLessThan(1e-12);
        assertThat(law.variance()).isEqualTo(4.25);
        assertThat(law.secondMoment()).isEqualTo(18.25);
    }

    @Test void gaussianPushforward() {
        Gaussian image = new Gaussian(new double[] {1, 2}, new double[][] {{2, 1}, {1, 3}}).pushforward(new double[][] {{1, -1}},
                new double[] {5});
        assertThat(image.mean()).containsExactly(4);
        assertThat(image.covariance()).isDeepEqualTo(new double[][] {{3}});
    }

    /** Contrasts of nearly equal variables leave rounding alone, neither symmetric nor definite; whatever is left is a law. */
    @Property void gaussianContrasts(@ForAll @IntRange(min = 1, max = 6) int d, @ForAll @IntRange(max = 17) int digits,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] common = random.doubles(d).toArray();
        double[][] covariance = new double[d][d], contrasts = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) covariance[i][j] = common[i] * common[j] + (i == j ? Math.pow(10, -digits) : 0);
            contrasts[i][i] = 1 / common[i];
            contrasts[i][(i + 1) % d] -= 1 / common[(i + 1) % d];
        }
        Gaussian image = new Gaussian(common, covariance).pushforward(contrasts, new double[d]);
        for (int i = 0; i < d; i++) {
            assertThat(image.covariance()[i][i]).isGreaterThanOrEqualTo(0);
            for (int j = 0; j < d; j++) assertThat(image.covariance()[i][j]).isEqualTo(image.covariance()[j][i]);
        }
        assertThat(image.sample(random)).doesNotContain(Double.NaN);
    }

    /** Weights of single precision sum to 1 within 1e-8, which is not what a probability is here. */
    @Test void massesOfFloats() {
        float[] masses = {.1f, .2f, .7f};
        double[] widened = {masses[0], masses[1], masses[2]};
        List<Double> points = List.of(1.0, 2.0, 3.0);
        assertThatThrownBy(() -> new DiscreteMeasure<>(points, widened)).hasMessageContaining("DiscreteMeasure.probabilities");
        var measure = new DiscreteMeasure<>(points, DiscreteMeasure.probabilities(masses));
        assertThat(measure.weights()).containsExactly(new double[] {.1, .2, .7}, within(1e-7));
        assertThat(DiscreteMeasure.probabilities(new double[] {Double.MIN_VALUE, 0, Double.MIN_VALUE})).containsExactly(.5, 0,
                .5);
        assertThatThrownBy(() -> DiscreteMeasure.probabilities(new float[] {1, -1})).hasMessageContaining("masses[1] = -1.0");
    }

    @Test void equalPointsOfArraysAreCollected() {
        var measure = new DiscreteMeasure<>(List.of(new double[] {1, 2}, new double[] {3, 4}, new double[] {1, 2}),
                new double[] {.25, .5, .25}).collected();
        assertThat(measure.points()).containsExactly(new double[] {1, 2}, new double[] {3, 4});
        assertThat(measure.weights()).containsExactly(.5, .5);
    }

    @Test void complexGaussianDraws() {
        ComplexGaussian law = new ComplexGaussian(new Complex(1, -2), .5);
        DiscreteMeasure<Complex> draws = draws(law);
        assertThat(Moments.complexMean(draws).minus(law.mean()).modulus()).isLessThan(.02);
        assertThat(draws.expectation(Complex::squaredModulus)).isCloseTo(law.secondMoment(), within(.05));
        assertThat(law.scaled(-2).sample(new Random(1))).isNotNull();
        assertThat(law.scaled(-2)).isEqualTo(new ComplexGaussian(new Complex(-2, 4), 1));
    }

    @Test void discreteMeasures() {
        StarTree tree = new StarTree(1, 2, 3);
        var p = new DiscreteMeasure<>(tree.leaves(), new double[] {.25, .75, 0});
        assertThat(p.secondMoment(tree, tree.hub())).isEqualTo(.25 + .75 * 4);
        DiscreteMeasure<StarTree.Point> onHub = p.pushforward(x -> tree.hub()).collected();
        assertThat(onHub.points()).containsExactly(tree.hub());
        assertThat(onHub.weights()).containsExactly(1);
        assertThat(p.collected().size()).isEqualTo(2);
        DiscreteMeasure<StarTree.Point> draws = draws(p).collected();
        assertThat(draws.points()).doesNotContain(tree.leaf(2));
        assertThat(draws.weights()[draws.points().indexOf(tree.leaf(0))]).isCloseTo(.25, within(.01));
    }

    @Test void quantileLaws() {
        QuantileLaw law = QuantileLaw.of(3, 1, 2), one = QuantileLaw.of(-4);
        assertThat(law.variance()).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(law.scaled(-1).quantiles()).containsExactly(-3, -2, -1);
        assertThat(law.translated(2.0).mean()).isEqualTo(4);
        assertThat(one.mean()).isEqualTo(-4);
        assertThat(one.variance()).isZero();
        assertThat(draws(law).expectation(x -> x)).isCloseTo(2, within(.02));
    }

    /** Consolidation moves mass and leaves the law of each observable weight alone (theory §4.2). */
    @Test void reweightingKeepsObservables() {
        ComplexGaussian law = new ComplexGaussian(new Complex(1, 1), .5), silent = new ComplexGaussian(Complex.ZERO, 0);
        var unit = new SynapticMeasure<>(new double[] {.5, .25, .25}, List.of(law, law, silent));
        var moved = unit.reweighted(new double[] {.25, .75, 0});
        for (int x = 0; x < 3; x++) assertThat(moved.observableLaw(x)).isEqualTo(unit.observableLaw(x));
        assertThat(moved.observable(0)).isEqualTo(new Complex(.5, .5));
        assertThat(moved.secondMoment()).isCloseTo(.25 * 4 * 2.5 + .75 / 9 * 2.5, within(1e-14));
        assertThatThrownBy(() -> unit.reweighted(new double[] {0, .5, .5})).hasMessageContaining("weights[0] = 0.0")
                .hasMessageContaining("not silent");
        assertThat(unit.sample(random).first()).isBetween(0, 2);
    }

    @Test void fieldsAddUpTheirUnits() {
        var p = new MemoryField<>(List.of(1.0, 5.0), new double[] {2, .5});
        assertThat(p.squaredDistance(p.map(x -> x + 3), (x, y) -> (x - y) * (x - y))).isEqualTo(9 * 2.5);
        assertThat(MemoryField.uniform(List.of("a", "b")).reference()).containsExactly(.5, .5);
        assertThatThrownBy(() -> p.squaredDistance(MemoryField.uniform(List.of(1.0, 2.0)), (x, y) -> 0))
                .hasMessageContaining("other.reference");
    }

    @Test void phaseLaws() {
        var atoms = PhaseLaw.of(new DiscreteMeasure<>(List.of(new Complex(2, 0), new Complex(0, 5)), new double[] {.5, .5}));
        assertThat(atoms.resultant().modulus()).isCloseTo(Math.sqrt(.5), within(1e-15));
        assertThat(atoms.resultant().phase()).isCloseTo(Math.PI / 4, within(1e-15));
        ComplexGaussian amplitude = new ComplexGaussian(Complex.polar(.6, 2.5), .5);
        PhaseLaw.ProjectedNormal phase = (PhaseLaw.ProjectedNormal) PhaseLaw.of(amplitude);
        var sampled = PhaseLaw.of(draws(amplitude));
        assertThat(phase.resultant().minus(sampled.resultant()).modulus()).isLessThan(.02);
        assertThat(phase.density(2) * .2).isCloseTo(sampled.phases().expectation(x -> Math.abs(x - 2) < .1 ? 1 : 0), within(.01));
    }

    /** √(π/8) ρ (I₀ + I₁)(ρ²/4) e^{−ρ²/4}, values by SciPy's ive. */
    @Test void resultantOfAProjectedNormal() {
        assertThat(new PhaseLaw.ProjectedNormal(0, 0).resultant().modulus()).isCloseTo(0, within(1e-15));
        assertThat(new PhaseLaw.ProjectedNormal(0, .5).resultant().re()).isCloseTo(0.30383520526347907, within(1e-14));
        assertThat(new PhaseLaw.ProjectedNormal(0, 1000).resultant().re()).isCloseTo(0.9999994999996251, within(1e-12));
        assertThat(new PhaseLaw.ProjectedNormal(0, 1001).resultant().re()).isCloseTo(1 - .5 / 1001 / 1001, within(1e-12));
    }

    @Test void badLawsAreRefused() {
        double[] zero = new double[2];
        assertRefused("covariance[1][0] = 2.0 but covariance[0][1] = 1.0",
                () -> new Gaussian(zero, new double[][] {{1, 1}, {2, 1}}));
        assertRefused("covariance has eigenvalue -", () -> new Gaussian(zero, new double[][] {{1, 2}, {2, 1}}));
        assertRefused("covariance[1][1] = NaN", () -> new Gaussian(zero, new double[][] {{1, 0}, {0, Double.NaN}}));
        assertRefused("covariance.length = 1: must be 2", () -> new Gaussian(zero, new double[][] {{1}}));
        assertRefused("mean is empty", () -> new Gaussian(new double[0], new double[0][]));
        assertRefused("sigma = -1.0", () -> new ComplexGaussian(Complex.ZERO, -1));
        assertRefused("quantiles[2] = 1.0: must be >= quantiles[1] = 2.0", () -> new QuantileLaw(new double[] {0, 2, 1}));
        assertRefused("weights[0] = -0.5", () -> new DiscreteMeasure<>(List.of(1, 2), new double[] {-.5, 1.5}));
        assertRefused("weights is empty", () -> new DiscreteMeasure<>(List.of(), new double[0]));
        assertRefused("weights.length = 1: must be 2", () -> new DiscreteMeasure<>(List.of(1, 2), new double[] {1}));
    }

    private <P> DiscreteMeasure<P> draws(Law<P> law) {
        return DiscreteMeasure.uniform(Stream.generate(() -> law.sample(random)).limit(DRAWS).toList());
    }

    private static void assertRefused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
