package org.tanhwg.core.attractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.core.attractor.LocalRule.LocalLearning;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.core.attractor.PatternMemory.Recollection;
import org.tanhwg.core.attractor.StorageRule.Hebb;
import org.tanhwg.core.attractor.StorageRule.PseudoInverse;
import org.tanhwg.core.attractor.StorageRule.Softmax;

/** Rules and recall on phases; references by NumPy, phasors.py beside phasors.txt. */
class PhasorTest {
    private static final int UNITS = 12;

    static float[][] phases(int count, int units, long seed) {
        var random = new SplittableRandom(seed);
        float[][] patterns = new float[count][];
        for (int i = 0; i < count; i++) patterns[i] = turned(ones(units), random.doubles(units, 0, 2 * Math.PI).toArray());
        return patterns;
    }

    private static float[] ones(int units) {
        float[] ones = new float[2 * units];
        Arrays.fill(ones, 0, units, 1);
        return ones;
    }

    /** e^{iα_y} s_y. */
    private static float[] turned(float[] state, double... angles) {
        int units = state.length / 2;
        float[] turned = new float[state.length];
        for (int y = 0; y < units; y++) {
            double cos = Math.cos(angles[y % angles.length]), sin = Math.sin(angles[y % angles.length]);
            turned[y] = (float) (cos * state[y] - sin * state[units + y]);
            turned[units + y] = (float) (sin * state[y] + cos * state[units + y]);
        }
        return turned;
    }

    static List<IntFunction<StorageRule>> rules() {
        return List.of(units -> new Hebb(units, States.PHASES), units -> new PseudoInverse(units, States.PHASES),
                units -> new Softmax(units, States.PHASES),
                units -> new LocalRule(units, States.PHASES, LocalLearning.of(0, 1)),
                units -> new LocalRule(units, States.PHASES, LocalLearning.of(0.15, 1)));
    }

    private static PatternMemory stored(StorageRule rule, float[][] patterns) {
        rule.store(patterns);
        return rule.memory();
    }

    @Test void hebbPseudoInverseAndRecallAreNumPys() throws IOException {
        Map<String, float[][]> reference = new HashMap<>();
        try (var in = new BufferedReader(
                new InputStreamReader(PhasorTest.class.getResourceAsStream("phasors.txt"), StandardCharsets.UTF_8))) {
            in.lines().map(line -> line.split(" ")).forEach(words -> reference.put(words[0], rows(words)));
        }
        float[][] patterns = reference.get("patterns");
        AttractorNetwork hebb = (AttractorNetwork) stored(new Hebb(UNITS, States.PHASES), patterns);
        AttractorNetwork inverse = (AttractorNetwork) stored(new PseudoInverse(UNITS, States.PHASES), patterns);
        for (int y = 0; y < UNITS; y++) {
            assertThat(hebb.weights(y)).containsExactly(reference.get("hebb")[y], within(1e-6f));
            assertThat(inverse.weights(y)).containsExactly(reference.get("pseudo-inverse")[y], within(1e-6f));
        }
        float[][] steps = reference.get("recall");
        Recollection end = inverse.recall(steps[0], Dynamics.SIGNS);
        assertThat(end.overlap(patterns[2])).isGreaterThan(0.9);
        for (int k = 0; k + 1 < steps.length; k++)
            assertThat(inverse.recall(steps[k], Dynamics.SIGNS).energies()[1]).isCloseTo(end.energies()[k + 1], within(1e-5));
    }

    private static float[][] rows(String[] words) {
        float[][] rows = new float[(words.length - 1) / (2 * UNITS)][2 * UNITS];
        for (int i = 1; i < words.length; i++) rows[(i - 1) / (2 * UNITS)][(i - 1) % (2 * UNITS)] = Float.parseFloat(words[i]);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rules") void aPatternIsRecalledFromADamagedCue(IntFunction<StorageRule> rule) {
        float[][] patterns = phases(3, 96, 5);
        PatternMemory memory = stored(rule.apply(96), patterns);
        boolean exact = memory instanceof SoftmaxMemory || !rule.apply(96).getClass().equals(Hebb.class);
        for (float[] pattern : patterns) {
            float[] cue = pattern.clone();
            for (int y = 0; y < 5; y++) {
                cue[7 * y] = cue[96 + 7 * y] = 0;
                cue[11 * y + 1] = -cue[11 * y + 1];
            }
            for (Dynamics dynamics : Dynamics.values())
                assertThat(memory.recall(cue, dynamics).overlap(pattern)).isGreaterThan(exact ? 0.999 : 0.97);
            assertThat(memory.holds(pattern)).isEqualTo(exact);
            assertThat(memory.holds(turned(pattern, 0, 0.1))).isFalse();
        }
    }

    /** No rule knows which phase is 0: a cue that is turned as a whole leads to its pattern, turned as much. */
    @ParameterizedTest
    @MethodSource("rules") void networksDoNotKnowWherePhasesStart(IntFunction<StorageRule> rule) {
        float[][] patterns = phases(6, 40, 7);
        PatternMemory memory = stored(rule.apply(40), patterns);
        if (memory instanceof SoftmaxMemory) return; // keeps patterns, not their products
        float[] cue = patterns[2].clone();
        cue[3] = -cue[3];
        assertThat(turned(memory.recall(cue, Dynamics.SIGNS).state(), 1.1))
                .containsExactly(memory.recall(turned(cue, 1.1), Dynamics.SIGNS).state(), within(2e-3f));
    }

    @ParameterizedTest
    @MethodSource("rules") void oneUnitAndOnePatternAreNoSpecialCase(IntFunction<StorageRule> rule) {
        PatternMemory one = stored(rule.apply(1), new float[][] {{0, -1}});
        assertThat(one.recall(new float[] {0, -1}, Dynamics.SIGNS).state()).containsExactly(0, -1);
        float[][] single = phases(1, 9, 2);
        assertThat(stored(rule.apply(9), single).holds(single[0])).isTrue();
        assertThatThrownBy(() -> rule.apply(2).store(new float[][] {{1, 0, 0, 0}}))
                .hasMessage("patterns[0][1] = 0.0: must have modulus 1, not 0.0");
        assertThatThrownBy(() -> rule.apply(3).store(phases(1, 2, 0))).hasMessage("patterns[0].length = 4: must be 6");
    }

    /** With a pattern for each unit the projection is the identity, and nothing is left beside its diagonal. */
    @Test void localLearningStoresWhatOthersCannot() {
        float[][] patterns = phases(36, 36, 6);
        PatternMemory memory = stored(new LocalRule(36, States.PHASES, LocalLearning.of(0, 1)), patterns);
        assertThat(Stream.of(patterns).allMatch(memory::holds)).isTrue();
        PatternMemory inverse = stored(new PseudoInverse(36, States.PHASES), patterns);
        assertThat(Stream.of(patterns).noneMatch(inverse::holds)).isTrue();
    }

    @Test void prunedConnectionsLoseBothParts() {
        float[][] patterns = phases(5, 60, 8);
        AttractorNetwork network = (AttractorNetwork) stored(
                new LocalRule(60, States.PHASES, LocalLearning.of(0.15, 1)), patterns);
        assertThat(network.kept()).isBetween(0.1, 0.6);
        assertThat(Stream.of(patterns).allMatch(network::holds)).isTrue();
        long zeros = 0;
        for (int y = 0; y < 60; y++) for (float part : network.weights(y)) if (part == 0) zeros++;
        assertThat(zeros / (2.0 * 60)).isCloseTo(60 - 59 * network.kept(), within(1e-9));
        assertThat(network.damaged(0.5, new SplittableRandom(1)).kept()).isCloseTo(network.kept() / 2, within(0.04));
    }
}
