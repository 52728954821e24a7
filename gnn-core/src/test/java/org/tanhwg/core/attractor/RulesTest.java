package org.tanhwg.core.attractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.core.attractor.LocalRule.LocalLearning;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.core.attractor.PatternMemory.Recollection;
import org.tanhwg.core.attractor.StorageRule.Hebb;
import org.tanhwg.core.attractor.StorageRule.PseudoInverse;
import org.tanhwg.core.attractor.StorageRule.Softmax;
import org.tanhwg.core.attractor.StorageRule.Storkey;

class RulesTest {
    static float[][] patterns(int count, int units, long seed) {
        var random = new SplittableRandom(seed);
        float[][] patterns = new float[count][units];
        for (float[] pattern : patterns) for (int y = 0; y < units; y++) pattern[y] = random.nextBoolean() ? 1 : -1;
        return patterns;
    }

    static List<IntFunction<StorageRule>> rules() {
        return List.of(units -> new Hebb(units, States.BITS), Storkey::new,
                units -> new PseudoInverse(units, States.BITS), units -> new Softmax(units, States.BITS),
                units -> new LocalRule(units, States.BITS, LocalLearning.of(0, 1)),
                units -> new LocalRule(units, States.BITS, LocalLearning.of(0.15, 1)));
    }

    private static PatternMemory stored(StorageRule rule, float[][] patterns) {
        rule.store(patterns);
        return rule.memory();
    }

    @ParameterizedTest
    @MethodSource("rules") void aPatternIsRecalledFromADamagedCue(IntFunction<StorageRule> rule) {
        float[][] patterns = patterns(4, 96, 5);
        PatternMemory memory = stored(rule.apply(96), patterns);
        for (float[] pattern : patterns) {
            float[] cue = pattern.clone();
            for (int y = 0; y < 10; y++) cue[7 * y] = y % 2 == 0 ? -cue[7 * y] : 0;
            for (Dynamics dynamics : Dynamics.values()) {
                Recollection end = memory.recall(cue, dynamics);
                assertThat(end.state()).isEqualTo(pattern);
                assertThat(end.overlap(pattern)).isEqualTo(1);
            }
            assertThat(memory.holds(pattern)).isTrue();
            pattern[0] = -pattern[0];
            assertThat(memory.holds(pattern)).isFalse();
            pattern[0] = -pattern[0];
        }
        assertThat(stored(rule.apply(96), patterns).recall(patterns[1], Dynamics.SIGNS).energies())
                .isEqualTo(memory.recall(patterns[1], Dynamics.SIGNS).energies());
    }

    @ParameterizedTest
    @MethodSource("rules") void oneUnitAndOnePatternAreNoSpecialCase(IntFunction<StorageRule> rule) {
        PatternMemory one = stored(rule.apply(1), new float[][] {{-1}});
        assertThat(one.recall(new float[] {-1}, Dynamics.SIGNS).state()).containsExactly(-1);
        assertThat(one.kept()).isBetween(0.0, 1.0);
        float[][] single = patterns(1, 9, 2);
        assertThat(stored(rule.apply(9), single).holds(single[0])).isTrue();
        assertThatThrownBy(() -> rule.apply(2).store(new float[][] {{1, 0}}))
                .hasMessage("patterns[0][1] = 0.0: must be 1 or -1");
        assertThatThrownBy(() -> rule.apply(3).store(patterns(1, 2, 0))).hasMessage("patterns[0].length = 2: must be 3");
    }

    @Test void pseudoInverseIsTheProjectionWithoutItsDiagonal() {
        float[][] patterns = patterns(7, 20, 3);
        patterns[6] = patterns[2].clone(); // dependent
        AttractorNetwork memory = (AttractorNetwork) stored(new PseudoInverse(20, States.BITS), patterns);
        var x = new DMatrixRMaj(7, 20);
        for (int i = 0; i < 7; i++) for (int y = 0; y < 20; y++) x.set(i, y, patterns[i][y]);
        var inverse = new DMatrixRMaj(20, 7);
        var projection = new DMatrixRMaj(20, 20);
        CommonOps_DDRM.pinv(x, inverse);
        CommonOps_DDRM.mult(inverse, x, projection);
        for (int y = 0; y < 20; y++)
            for (int k = 0; k < 20; k++)
                assertThat((double) memory.weights(y)[k]).isCloseTo(y == k ? 0 : projection.get(y, k), within(1e-6));
    }

    /** The definition, with every local field summed anew. */
    @Test void storkeysFieldsLeaveOutTheirOwnTerms() {
        float[][] patterns = patterns(5, 12, 4);
        double[][] w = new double[12][12];
        for (float[] x : patterns) {
            double[][] next = new double[12][12];
            for (int i = 0; i < 12; i++)
                for (int j = 0; j < 12; j++) {
                    double hij = 0, hji = 0;
                    for (int k = 0; k < 12; k++) {
                        if (k == i || k == j) continue;
                        hij += w[i][k] * x[k];
                        hji += w[j][k] * x[k];
                    }
                    next[i][j] = i == j ? 0 : w[i][j] + (x[i] * x[j] - x[i] * hji - hij * x[j]) / 12;
                }
            w = next;
        }
        AttractorNetwork memory = (AttractorNetwork) stored(new Storkey(12), patterns);
        for (int i = 0; i < 12; i++)
            for (int j = 0; j < 12; j++) assertThat((double) memory.weights(i)[j]).isCloseTo(w[i][j], within(1e-6));
    }

    /** The limit of any rule is 2 patterns per unit; Hebb's is 0.14 even with errors allowed. */
    @Test void localLearningStoresWhatOthersCannot() {
        float[][] patterns = patterns(60, 48, 6);
        PatternMemory memory = stored(new LocalRule(48, States.BITS, LocalLearning.of(0, 1)), patterns);
        assertThat(Stream.of(patterns).allMatch(memory::holds)).isTrue();
        for (StorageRule rule : List.of(new Hebb(48, States.BITS), new Storkey(48),
                new PseudoInverse(48, States.BITS))) {
            PatternMemory other = stored(rule, patterns);
            assertThat(Stream.of(patterns).filter(other::holds).count()).isLessThan(20);
        }
    }

    @Test void symmetricNetworksGoDownInEnergyAndDamageCutsItsShare() {
        AttractorNetwork memory = (AttractorNetwork) stored(new Hebb(100, States.BITS), patterns(5, 100, 7));
        assertThat(memory.kept()).isEqualTo(1); // five terms of ±1 never cancel
        double[] energies = memory.recall(patterns(1, 100, 8)[0], Dynamics.SIGNS).energies();
        assertThat(energies[energies.length - 1]).isLessThan(energies[0]);
        assertThat(memory.damaged(0.3, new SplittableRandom(1)).kept()).isCloseTo(0.7, within(0.02));
        assertThat(memory.damaged(1, new SplittableRandom(1)).kept()).isZero();
        assertThatThrownBy(() -> new AttractorNetwork(new float[][] {{1}}, new float[1], States.BITS))
                .hasMessage("weights[0][0] = 1.0: must be 0");
        assertThatThrownBy(() -> new AttractorNetwork(new float[][] {{0, Float.NaN}, {0, 0}}, new float[2], States.BITS))
                .hasMessage("weights[0] = NaN: must be a finite number");
    }
}
