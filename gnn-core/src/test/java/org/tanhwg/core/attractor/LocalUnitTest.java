package org.tanhwg.core.attractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.attractor.LocalRule.LocalLearning;
import org.tanhwg.core.energy.Alignment;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.energy.PenalizedAlignment;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.SlowRegime;
import org.tanhwg.core.transport.AmplitudeSpace;

class LocalUnitTest {
    /** Synapses and bias are a field whose masses sum to 1 + w_θ; gnn-core scales them to 1, and the response with them. */
    @Test void aStepIsTheProximalStepOfTheAlignmentEnergy() {
        float[][] patterns = RulesTest.patterns(5, 9, 1);
        int own = 3, inputs = 8;
        double total = 1 + 1.0 / inputs, gain = Math.sqrt(inputs) * total;
        double[] w = new double[inputs + 1];
        Arrays.fill(w, 1.0 / inputs / total);
        var space = new AmplitudeSpace(w);
        List<Complex> means = IntStream.range(0, 9).mapToObj(x -> Complex.ZERO).toList();
        var unit = new LocalUnit(own, 9, States.BITS);
        var once = new LocalLearning(2, 1, 0, 0, 1, new SlowRegime(0.2, 0.5, 0.3), 1);
        for (int i = 0; i < 5; i++) {
            float[] bits = patterns[i];
            // the bias stands in the unit's own place
            List<Complex> heard = IntStream.range(0, 9).mapToObj(x -> new Complex(x == own ? 1 : bits[x], 0)).toList();
            double z = 0;
            for (int x = 0; x < 9; x++) z += gain * w[x] * means.get(x).re() * heard.get(x).re();
            if (z * bits[own] < 1) {
                var energy = new PenalizedAlignment(space, heard,
                        new Alignment(new Complex(gain, 0), Complex.ZERO, new Complex(bits[own], 0)), new Elastic(0, 0),
                        AmplitudePotential.COUNTING);
                means = Proximal.step(energy, means, 2 / total).to();
            }
            unit.learn(new float[][][] {{bits}}, new int[][] {{0}}, once);
            for (int x = 0; x < 9; x++)
                assertThat((double) (x == own ? unit.bias()[0] : unit.observable()[x])).isCloseTo(
                        total * w[x] * means.get(x).re(),
                        within(1e-6));
        }
        assertThat(unit.observable()[own]).isZero();
    }

    /** Without a bias; the unit's own place has no mass, and its phase is the feedback. */
    @Test void aStepOnPhasesIsTheComplexProximalStep() {
        float[][] patterns = PhasorTest.phases(5, 9, 1);
        double[] w = new double[8];
        Arrays.fill(w, 0.125);
        var space = new AmplitudeSpace(w);
        List<Complex> means = Collections.nCopies(8, Complex.ZERO);
        var unit = new LocalUnit(8, 9, States.PHASES);
        var once = new LocalLearning(2, 1, 0, 0, 1, new SlowRegime(0.2, 0.5, 0.3), 1);
        for (float[] pattern : patterns) {
            List<Complex> heard = IntStream.range(0, 8).mapToObj(x -> new Complex(pattern[x], pattern[9 + x])).toList();
            Complex own = new Complex(pattern[8], pattern[17]), z = Complex.ZERO;
            for (int x = 0; x < 8; x++) z = z.plus(means.get(x).times(heard.get(x)).times(Math.sqrt(8) / 8));
            double along = z.times(own.conjugate()).re(), amplitude = Math.max(1, Math.min(1.1, along));
            var energy = new PenalizedAlignment(space, heard,
                    new Alignment(new Complex(Math.sqrt(8), 0), Complex.ZERO, own.times(amplitude)), new Elastic(0, 0),
                    AmplitudePotential.COUNTING);
            means = Proximal.step(energy, means, 2).to();
            unit.learn(new float[][][] {States.PHASES.turned(pattern)}, new int[][] {{0}}, once);
            for (int x = 0; x < 8; x++) {
                assertThat((double) unit.observable()[x]).isCloseTo(means.get(x).re() / 8, within(1e-6));
                assertThat((double) unit.observable()[9 + x]).isCloseTo(-means.get(x).im() / 8, within(1e-6));
            }
        }
        assertThat(unit.observable()[8]).isZero();
        assertThat(unit.bias()).containsOnly(0);
    }

    @Test void aUnitEndsWithItsMarginAndPrunedSynapsesAreExactlyZero() {
        float[][] patterns = RulesTest.patterns(12, 40, 2);
        var rule = new LocalRule(40, States.BITS, LocalLearning.of(0.15, 1));
        rule.store(patterns);
        AttractorNetwork network = rule.memory();
        assertThat(network.kept()).isBetween(0.1, 0.7);
        for (int y = 0; y < 40; y++) {
            for (float[] pattern : patterns) {
                double z = network.biases()[y];
                for (int x = 0; x < 40; x++) z += network.weights(y)[x] * pattern[x];
                assertThat(Math.sqrt(39) * z * pattern[y]).isGreaterThan(0.999);
            }
        }
    }

    /** Pruned synapses stay dead: later lots find a smaller network. */
    @Test void laterLotsLearnOnWhatIsLeft() {
        var rule = new LocalRule(60, States.BITS, LocalLearning.of(0.15, 1));
        float[][] patterns = RulesTest.patterns(10, 60, 3);
        rule.store(Arrays.copyOf(patterns, 5));
        AttractorNetwork before = rule.memory();
        rule.store(Arrays.copyOfRange(patterns, 5, 10));
        AttractorNetwork after = rule.memory();
        assertThat(after.kept()).isLessThanOrEqualTo(before.kept());
        for (int i = 5; i < 10; i++) assertThat(after.holds(patterns[i])).isTrue();
        for (int y = 0; y < 60; y++)
            for (int x = 0; x < 60; x++) if (before.weights(y)[x] == 0) assertThat(after.weights(y)[x]).isZero();
    }
}
