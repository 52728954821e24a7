package org.tanhwg.studies.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.datasets.sde.Systems.OrnsteinUhlenbeck;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.RecordSettings;

/** What is measured of paths, against what theory says of the equations. */
class SimulationTest {
    private static final double[][] STARTS = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};

    private static DriftSettings settings(String... typed) {
        return RecordSettings.read(DriftSettings.class, Map.of(typed[0], typed[1], typed[2], typed[3]), Optional.empty());
    }

    /** dz = −θz + ωJz + σdB has variance σ²/2θ in each coordinate, and turns by ω wherever it is. */
    @Test void ornsteinUhlenbeckIsWhatItsFormulaSays() {
        Simulation paths = Simulation.of(settings("system", "ou", "steps", "200000"), STARTS, 1);
        for (int j = 0; j < 2; j++) {
            int coordinate = j;
            double variance = Arrays.stream(paths.states()).mapToDouble(z -> z[coordinate] * z[coordinate]).average()
                    .orElseThrow();
            assertThat(variance).isCloseTo(.7 * .7 / 2, within(.03));
        }
        assertThat(paths.circulation(new OrnsteinUhlenbeck(1, 2, .7))).isCloseTo(2, within(1e-12));
        assertThat(paths.circulation(new OrnsteinUhlenbeck(1, 0, .7))).isCloseTo(0, within(1e-12));
        assertThat(paths.offFlat()).as("there are no neurons").isZero();
        assertThat(paths.diverged()).isFalse();
    }

    @Test void pathsAreAFunctionOfSeedAndStream() {
        DriftSettings settings = settings("system", "ou", "steps", "2000");
        double[][] states = Simulation.of(settings, STARTS, 1).states();
        assertThat(Simulation.of(settings, STARTS, 1).states()).isDeepEqualTo(states);
        assertThat(Simulation.of(settings, STARTS, 2).states()).isNotEqualTo(states);
        assertThat(Simulation.of(settings("seed", "2", "steps", "2000"), STARTS, 1).states()).isNotEqualTo(states);
    }

    /** On the line sliced W₂ is W₂: a cloud that was shifted by c deviations is c away, and one that was spread by a factor f is |f − 1| away. */
    @Test void distancesAreThoseOfShiftsAndScales() {
        var random = new SplittableRandom(1);
        double[][] cloud = new double[4001][];
        for (int e = 0; e < cloud.length; e++) cloud[e] = new double[] {random.nextGaussian()};
        var own = new Simulation(cloud, 0);
        double mean = Arrays.stream(cloud).mapToDouble(z -> z[0]).average().orElseThrow();
        double deviation = Math
                .sqrt(Arrays.stream(cloud).mapToDouble(z -> (z[0] - mean) * (z[0] - mean)).average().orElseThrow());
        assertThat(own.distance(own)).isCloseTo(0, within(1e-7));
        assertThat(own.distance(of(cloud, z -> z + 3 * deviation))).isCloseTo(3, within(1e-6));
        assertThat(own.distance(of(cloud, z -> mean + 2 * (z - mean)))).isCloseTo(1, within(1e-6));
    }

    private static Simulation of(double[][] cloud, java.util.function.DoubleUnaryOperator map) {
        return new Simulation(Arrays.stream(cloud).map(z -> new double[] {map.applyAsDouble(z[0])}).toArray(double[][]::new), 0);
    }

    /** Half of the examples lie where paths go, half in a box a third larger; the grid fills the box and holds its corners. */
    @ParameterizedTest
    @EnumSource(value = Target.class, names = {"OU", "DOUBLE_WELL", "LORENZ"}) void examplesCoverWherePathsGo(Target target) {
        DriftExamples examples = DriftExamples.draw(target, 1000, new SplittableRandom(3));
        int k = target.process().dimension();
        assertThat(examples.points()).hasDimensions(1000, k);
        for (int j = 0; j < k; j++) {
            double low = examples.low()[j], high = examples.high()[j], stretch = .15 * (high - low) + 1e-12;
            assertThat(low).isLessThan(high);
            for (int e = 1; e < 1000; e += 2) assertThat(examples.points()[e][j]).isBetween(low - stretch, high + stretch);
            for (double[] start : examples.starts()) assertThat(start[j]).isBetween(low - stretch, high + stretch);
        }
        double[][] grid = examples.grid();
        assertThat(grid[0]).isEqualTo(examples.low());
        assertThat(grid[grid.length - 1]).usingComparatorWithPrecision(1e-9).containsExactly(examples.high());
        assertThat(Arrays.stream(grid).map(Arrays::toString).distinct().count()).isEqualTo(grid.length);
    }

    @Test void targetsAreOneStepOfTheDrift() {
        ItoProcess process = new OrnsteinUhlenbeck(.5, 2, .3);
        double[][] targets = DriftExamples.targets(process, new double[][] {{1, 0}, {0, 2}});
        assertThat(targets[0]).containsExactly(.5, 2);
        assertThat(targets[1]).containsExactly(-4, 1);
        double[][] noise = DriftExamples.noise(process, new double[][] {{5, 5}});
        assertThat(noise[0]).containsExactly(.3, 0, 0, .3);
    }

    /** What nobody says follows from what is said. */
    @ParameterizedTest
    @CsvSource({"system, ou, RANDOM, RIDGE, 256, 80, 0", "system, wells, LEARNED, RIDGE, 64, 80, 0",
            "keep, 0.5, RANDOM, TAN_HWG, 256, 80, 10",
            "connectivity, symmetric, LEARNED, LEARNED, 64, 220, 0",
            "solver, adam, RANDOM, ADAM, 256, 80, 200"}) void settingsFollow(
                    String key, String value, DriftSettings.Embedding embedding, DriftSettings.Solver solver, int neurons,
                    int learnSteps, int epochs) {
        DriftSettings settings = settings(key, value, "steps", "2000");
        assertThat(settings.embedding()).isEqualTo(embedding);
        assertThat(settings.solver()).isEqualTo(solver);
        assertThat(settings.neurons()).isEqualTo(neurons);
        assertThat(settings.learnSteps()).isEqualTo(learnSteps);
        assertThat(settings.epochs()).isEqualTo(epochs);
    }

    @Test void whatDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> settings("keep", "0.5", "solver", "adam")).isInstanceOf(UserError.class)
                .hasMessage("--keep = 0.5: needs --solver tan-hwg or ridge");
        assertThatThrownBy(() -> settings("system", "lorenz", "neurons", "2")).isInstanceOf(UserError.class)
                .hasMessage("--neurons = 2: must be a whole number >= 3");
    }
}
