package org.tanhwg.core.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.FastRegime;
import org.tanhwg.core.transport.AmplitudeSpace;
import org.tanhwg.core.transport.Wasserstein2;

/** The formulas of theory §4.1, as a layer uses them. */
class SynapticEnergiesTest {
    private static final double[] W = {0.1, 0.6, 0.3};
    private static final AmplitudeSpace SPACE = new AmplitudeSpace(W);

    /**
     * m⁺ = m − τ conj(a) ᾱ(αz⁺ − ẑ) with z⁺ = (z + τSᾱẑ)/(1 + τS|α|²); the residual shrinks by exactly 1/(1 + τS|α|²) for every
     * τ.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, 1e4, 1e12}) void alignmentStepIsTheImplicitOne(double tau) {
        Random random = new Random(7);
        List<Complex> a = numbers(random);
        List<Complex> m = numbers(random);
        Complex alpha = new Complex(0.8, -0.6).times(1.5);
        Complex c = new Complex(0.1, 0.3);
        Complex b = new Complex(-1, 2);
        MappedEnergy energy = new MappedEnergy(SPACE, a, new Alignment(alpha, c, b));
        double gain = 0;
        for (int x = 0; x < 3; x++) gain += W[x] * a.get(x).squaredModulus();
        double shrink = 1 + tau * gain * alpha.squaredModulus();
        Complex z = energy.preactivation(m);
        Complex after = z.plus(alpha.conjugate().times(b.minus(c)).times(tau * gain)).times(1 / shrink);

        List<Complex> moved = energy.prox(m, tau).to();
        double error = Math.sqrt(2 * energy.value(m));
        assertThat(Math.sqrt(2 * energy.value(moved))).isCloseTo(error / shrink, within(1e-13 * error));
        // in the exact residual (ẑ − αz)/shrink the formula of the theory keeps its digits for large τ
        Complex residual = alpha.times(z).minus(b.minus(c)).times(1 / shrink);
        assertThat(alpha.times(after).minus(b.minus(c)).minus(residual).modulus()).isLessThan(1e-13);
        for (int x = 0; x < 3; x++) {
            Complex expected = m.get(x).minus(a.get(x).conjugate().times(alpha.conjugate()).times(residual).times(tau));
            assertThat(moved.get(x).minus(expected).modulus()).isLessThan(1e-12);
        }
    }

    /**
     * The quadratic potential Σ w (λ/2)|m|² in closed form: with t = τ/(1+λτ) and c = m/(1+λτ),
     * m⁺ = c − t conj(κa) r/(1 + t|κ|²S), r = κΣ w a c − b.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, 1e3, 1e6}) void quadraticallyPenalizedAlignmentInClosedForm(double tau) {
        Random random = new Random(3);
        List<Complex> a = numbers(random);
        List<Complex> m = numbers(random);
        Complex kappa = new Complex(3, -2);
        Complex b = new Complex(0.5, 1);
        double lambda = 0.3;
        double t = tau / (1 + lambda * tau);
        double gain = 0;
        Complex r = b.times(-1);
        for (int x = 0; x < 3; x++) {
            gain += W[x] * a.get(x).squaredModulus() * kappa.squaredModulus();
            r = r.plus(kappa.times(a.get(x)).times(m.get(x)).times(W[x] / (1 + lambda * tau)));
        }
        Prox<List<Complex>> step = new PenalizedAlignment(SPACE, a, new Alignment(kappa, Complex.ZERO, b), new Elastic(lambda, 0),
                AmplitudePotential.MASS).prox(m, tau);
        assertThat(step.status()).isEqualTo(Prox.Status.EXACT);
        for (int x = 0; x < 3; x++) {
            Complex expected = m.get(x).times(1 / (1 + lambda * tau))
                    .minus(kappa.times(a.get(x)).conjugate().times(r).times(t / (1 + t * gain)));
            assertThat(step.to().get(x).minus(expected).modulus()).isLessThan(1e-9);
        }
    }

    /** The batch step with one example is the single-sample step. */
    @Test void generalizedQuadraticOfOneExampleIsAlignment() {
        Random random = new Random(9);
        List<Complex> a = numbers(random);
        List<Complex> m = numbers(random);
        Complex target = new Complex(1, -2);
        Alignment alignment = new Alignment(new Complex(Math.sqrt(1.7), 0), Complex.ZERO, target.times(Math.sqrt(1.7)));
        GeneralizedQuadratic batch = new GeneralizedQuadratic(SPACE, List.of(a), List.of(target), 1.7);
        assertThat(batch.value(m)).isCloseTo(new MappedEnergy(SPACE, a, alignment).value(m), within(1e-13));
        List<Complex> one = new MappedEnergy(SPACE, a, alignment).prox(m, 3).to();
        List<Complex> other = batch.prox(m, 3).to();
        assertThat(SPACE.distance(one, other)).isLessThan(1e-13);
    }

    /** m ↦ m·max(0, 1 − τβ/|m|)/(1 + τλ): exact zeros, phases kept, real stays real. */
    @Test void penaltyShrinksTheModulusAndKeepsThePhase() {
        AmplitudePenalty penalty = new AmplitudePenalty(SPACE, new Elastic(0.5, 0.2), AmplitudePotential.MASS);
        List<Complex> moved = penalty.prox(List.of(new Complex(0.1, 0.1), Complex.polar(2, 2.1), new Complex(-3, 0)), 1).to();
        assertThat(moved.get(0).modulus()).isZero();
        assertThat(moved.get(1).modulus()).isCloseTo((2 - 0.2) / 1.5, within(1e-15));
        assertThat(moved.get(1).phase()).isCloseTo(2.1, within(1e-15));
        assertThat(moved.get(2).re()).isCloseTo(-(3 - 0.2) / 1.5, within(1e-15));
        assertThat(moved.get(2).im()).isZero();
    }

    /** In observables O = w m: the counting potential thresholds at ηβ whatever w, the mass-weighted one at ηŵβ; η = τ/n. */
    @Test void thresholdsOfTheTwoCountings() {
        double tau = 0.9;
        double beta = 0.4;
        double eta = tau / W.length;
        List<Complex> m = List.of(new Complex(8, 0), new Complex(1.5, 0), new Complex(2, 0));
        List<Complex> once = new AmplitudePenalty(SPACE, new Elastic(0, beta), AmplitudePotential.COUNTING).prox(m, tau).to();
        List<Complex> byMass = new AmplitudePenalty(SPACE, new Elastic(0, beta), AmplitudePotential.MASS).prox(m, tau).to();
        for (int x = 0; x < W.length; x++) {
            double o = W[x] * m.get(x).re();
            assertThat(W[x] * once.get(x).re()).isCloseTo(o - eta * beta, within(1e-14));
            assertThat(W[x] * byMass.get(x).re()).isCloseTo(o - eta * W.length * W[x] * beta, within(1e-14));
        }
    }

    /** The oracle of the layer kernels is this step: a frozen signal V moves the means by −τV, then the penalty takes its step. */
    @Test void fastRegimeOfALayerIsThisStep() {
        double tau = 0.6;
        int n = W.length;
        double[] signal = {0.7, -1.1, 0.2};
        double[] means = {1.3, -0.4, 2};
        double[] observables = new double[n];
        List<Complex> moved = new ArrayList<>();
        for (int x = 0; x < n; x++) {
            observables[x] = W[x] * means[x];
            moved.add(new Complex(means[x] - tau * signal[x], 0));
        }
        List<Complex> once = new AmplitudePenalty(SPACE, new Elastic(0, 0.4), AmplitudePotential.COUNTING).prox(moved, tau).to();
        List<Complex> byMass = new AmplitudePenalty(SPACE, new Elastic(0.5, 0.4), AmplitudePotential.MASS).prox(moved, tau).to();
        double[] counting = new FastRegime(0.4, 0, 0).step(W, observables, signal, tau / n);
        double[] massWeighted = new FastRegime(0, 0.4, 0.5 * n).step(W, observables, signal, tau / n);
        for (int x = 0; x < n; x++) {
            assertThat(W[x] * once.get(x).re()).isCloseTo(counting[x], within(1e-15));
            assertThat(W[x] * byMass.get(x).re()).isCloseTo(massWeighted[x], within(1e-15));
        }
    }

    /** A step of the means translates the laws, and its cost is W₂² of the synaptic measures. */
    @Test void stepsOfMeansAreStepsOfLaws() {
        List<VectorLaw<Complex>> laws = List.of(new ComplexGaussian(new Complex(1, 0), 0.3),
                new ComplexGaussian(new Complex(0, 2), 0),
                new ComplexGaussian(new Complex(-1, 1), 2));
        SynapticMeasure<Complex> unit = new SynapticMeasure<>(W, laws);
        AmplitudeSpace space = AmplitudeSpace.of(unit);
        List<Complex> means = AmplitudeSpace.means(unit);
        List<Complex> a = numbers(new Random(5));
        List<Complex> to = new MappedEnergy(space, a, Alignment.linear(new Complex(3, -1))).prox(means, 0.7).to();
        SynapticMeasure<Complex> moved = space.moved(unit, to);
        assertThat(Math.sqrt(Wasserstein2.squaredWithinSynapses(unit, moved))).isCloseTo(space.distance(means, to),
                within(1e-14));
        assertThat(moved.laws().get(2).variance()).isEqualTo(8);
    }

    @Test void aUnitThatHearsNothingStays() {
        List<Complex> silence = List.of(Complex.ZERO, Complex.ZERO, Complex.ZERO);
        List<Complex> m = List.of(new Complex(1, 0), new Complex(2, 0), new Complex(3, 0));
        assertThat(new MappedEnergy(SPACE, silence, Alignment.linear(new Complex(1, 0))).prox(m, 1).to()).isEqualTo(m);
    }

    @Test void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new MappedEnergy(SPACE, List.of(Complex.ZERO), Alignment.linear(Complex.ZERO)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("activations.size() = 1");
        assertThatThrownBy(() -> new Alignment(Complex.ZERO, new Complex(Double.NaN, 0), Complex.ZERO))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("offset.re = NaN");
        assertThatThrownBy(() -> new ActivatedAlignment(Math::tanh, 0.5).value(new Complex(0, 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("z.im = 1.0");
        assertThatThrownBy(() -> new GeneralizedQuadratic(SPACE, List.of(), List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("rows.size() = 0");
    }

    private static List<Complex> numbers(Random random) {
        List<Complex> numbers = new ArrayList<>();
        for (int x = 0; x < 3; x++) numbers.add(new Complex(random.nextGaussian(), random.nextGaussian()));
        return numbers;
    }
}
