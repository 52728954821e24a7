package org.tanhwg.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.memory.Retrieval.Attractor;
import org.tanhwg.core.memory.VectorMemory.Precision;
import org.tanhwg.core.transport.Status;

class VectorMemoryTest {
    /** Every pattern, every time. */
    private static double[] plainUpdate(double[][] x, double beta, double[] z) {
        double[] squares = Arrays.stream(x).mapToDouble(v -> VectorMemory.squaredDistance(v, z)).toArray();
        double least = Arrays.stream(squares).min().orElseThrow(), total = 0;
        double[] sum = new double[z.length];
        for (int i = 0; i < x.length; i++) {
            double w = Math.exp(-beta * (squares[i] - least));
            total += w;
            for (int k = 0; k < sum.length; k++) sum[k] += w * x[i][k];
        }
        for (int k = 0; k < sum.length; k++) sum[k] /= total;
        return sum;
    }

    /** Small β: all patterns matter; large β: few do; more patterns than fit a block, more cues than fit a group. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 3", "7, 3, 0.1, 2", "1500, 5, 0.02, 30", "1500, 6, 1, 30",
            "2100, 9, 8, 55"}) void batchesFollowThePlainUpdates(
                    int n, int d, double beta, int cues) {
        var random = new SplittableRandom(n);
        double[][] x = Laws.vectors(n, d, random), z = Laws.vectors(cues, d, random);
        for (int updates : new int[] {1, 4}) {
            for (Precision precision : Precision.values()) {
                List<Retrieval<double[]>> ends = new VectorMemory(x, beta, precision).retrieve(List.of(z),
                        Stopping.after(updates));
                for (int q = 0; q < cues; q++) {
                    double[] state = z[q];
                    for (int k = 0; k < ends.get(q).updates(); k++) state = plainUpdate(x, beta, state);
                    assertThat(ends.get(q).state()).containsExactly(state, close(precision));
                    assertThat(ends.get(q).residual()).isCloseTo(
                            Math.sqrt(VectorMemory.squaredDistance(state, plainUpdate(x, beta, state))), close(precision));
                    assertThat(ends.get(q).energy()).isCloseTo(new VectorMemory(x, beta).energy(state), close(precision));
                    assertThat(ends.get(q).updates() == updates || ends.get(q).residual() == 0).isTrue();
                }
            }
        }
    }

    private static Offset<Double> close(Precision precision) {
        return within(precision == Precision.SINGLE ? 2e-5 : 1e-9);
    }

    @Property(tries = 200) void energyNeverRises(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @IntRange(min = 1, max = 7) int d,
            @ForAll @DoubleRange(min = 0.01, max = 20) double beta) {
        var random = new SplittableRandom(seed);
        var memory = new VectorMemory(Laws.vectors(n, d, random), beta);
        Retrieval<double[]> end = memory.retrieve(Laws.vector(d, random), Stopping.DEFAULT);
        double[] energies = end.energies();
        for (int k = 1; k < energies.length; k++)
            assertThat(energies[k]).isLessThanOrEqualTo(energies[k - 1] + 1e-12 * (4 * d + 1 / beta));
        assertThat(end.weight()).isEqualTo(Arrays.stream(memory.weights(end.state())).max().orElseThrow(), within(1e-9));
        assertThat(end.converged()).isEqualTo(end.status() == Status.CONVERGED);
    }

    @ParameterizedTest
    @EnumSource void aCommonOffsetChangesNothing(Precision precision) {
        var random = new SplittableRandom(1);
        double[][] x = Laws.vectors(300, 4, random), far = Arrays.stream(x).map(VectorMemoryTest::moved).toArray(double[][]::new);
        double[] cue = Laws.vector(4, random);
        double[] near = new VectorMemory(x, 2, precision).retrieve(cue, Stopping.DEFAULT).state();
        assertThat(new VectorMemory(far, 2, precision).retrieve(moved(cue), Stopping.DEFAULT).state())
                .containsExactly(moved(near), within(1e-5));
    }

    private static double[] moved(double[] x) {
        return Arrays.stream(x).map(v -> v + 1e6).toArray();
    }

    @Test void equalPatternsAreOne() {
        double[][] same = {{.1, .3}, {.1, .3}, {.1, .3}};
        Retrieval<double[]> end = new VectorMemory(same, 5).retrieve(new double[] {4, -7}, Stopping.DEFAULT);
        assertThat(end.state()).containsExactly(new double[] {.1, .3}, within(1e-15));
        assertThat(end.effective()).isCloseTo(3, within(1e-12));
        assertThat(end.attractor()).isEqualTo(Attractor.GLOBAL);
        assertThat(end.converged()).isTrue();
    }

    @Test void attractorsAreTold() {
        double[][] x = {{0, 0}, {.4, 0}, {9, 0}, {9, 9}, {0, 9}, {-9, 0}, {0, -9}};
        assertThat(new VectorMemory(x, 50).retrieve(x[0], Stopping.DEFAULT).attractor()).isEqualTo(Attractor.SINGLE);
        assertThat(new VectorMemory(x, 1).retrieve(x[0], Stopping.DEFAULT)).satisfies(end -> {
            assertThat(end.attractor()).isEqualTo(Attractor.MIXED); // one of the twins is nearer, by rounding at the latest
            assertThat(end.effective()).isCloseTo(2, within(1e-3));
        });
        assertThat(new VectorMemory(x, 1e-4).retrieve(x[0], Stopping.DEFAULT).attractor()).isEqualTo(Attractor.GLOBAL);
        double[][] triplet = {{0, .3}, {.3, 0}, {-.3, 0}, {9, 9}, {-9, 9}, {9, -9}, {-9, -9}};
        assertThat(new VectorMemory(triplet, 1).retrieve(triplet[0], Stopping.DEFAULT).attractor())
                .isEqualTo(Attractor.METASTABLE);
    }

    @Test void extremeTemperaturesStayFinite() {
        double[][] x = Laws.vectors(50, 3, new SplittableRandom(2));
        double[] cue = {1e3, -1e3, 0};
        assertThat(new VectorMemory(x, 1e12).retrieve(cue, Stopping.DEFAULT)).satisfies(end -> {
            assertThat(end.state()).isEqualTo(x[end.pattern()]);
            assertThat(end.converged()).isTrue();
        });
        assertThat(new VectorMemory(x, 1e-12).retrieve(cue, Stopping.DEFAULT).effective()).isCloseTo(50, within(1e-6));
    }

    @Test void badInputIsNamed() {
        assertThatThrownBy(() -> new VectorMemory(new double[0][], 1))
                .hasMessage("patterns.length = 0: must be a whole number >= 1");
        assertThatThrownBy(() -> new VectorMemory(new double[][] {{1}, {1, 2}}, 1))
                .hasMessage("patterns[1].length = 2: must be 1");
        assertThatThrownBy(() -> new VectorMemory(new double[][] {{Double.NaN}}, 1)).hasMessageContaining("patterns[0][0] = NaN");
        assertThatThrownBy(() -> new VectorMemory(new double[][] {{1}}, 0)).hasMessageContaining("beta = 0.0");
        var memory = new VectorMemory(new double[][] {{1}}, 1);
        assertThatThrownBy(() -> memory.retrieve(List.of(new double[] {1}, new double[2]), Stopping.DEFAULT))
                .hasMessage("cues.get(1).length = 2: must be 1");
        assertThat(memory.retrieve(List.<double[]>of(), Stopping.DEFAULT)).isEmpty();
    }
}
