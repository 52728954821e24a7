package org.tanhwg.core.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.diffusion.MapLearner.Connectivity;
import org.tanhwg.core.diffusion.Walk.Integrator;

class DriftNetworkTest {
    private static final double[][] POINTS = points(600);

    private static double[][] points(int count) {
        RandomGenerator random = new SplittableRandom(1);
        double[][] points = new double[count][2];
        for (double[] z : points) Arrays.setAll(z, j -> random.nextDouble(-2, 2));
        return points;
    }

    /** y = z + f of a rotation that contracts. */
    private static double[][] targets() {
        return Arrays.stream(POINTS).map(z -> new double[] {-2 * z[1], 2 * z[0]}).toArray(double[][]::new);
    }

    private static double[][] noise() {
        return Arrays.stream(POINTS).map(z -> new double[] {1 + z[1] / 4, 0, z[0] / 4, 1}).toArray(double[][]::new);
    }

    private static DriftNetwork network(int neurons) {
        LatentMap map = LatentMap.random(neurons, 1, POINTS, new SplittableRandom(2));
        var ridge = new Ridge(1e-8);
        return new DriftNetwork(map, ridge.solve(map, POINTS, targets()), ridge.solve(map, POINTS, noise()));
    }

    private static double error(Readout readout, LatentMap map) {
        ItoProcess latent = new DriftNetwork(map, readout, new Readout(new double[2][map.neurons()], new double[2])).latent();
        double off = 0, all = 0;
        double[] f = new double[2];
        for (double[] z : points(900)) {
            latent.drift(z, f);
            off += Math.pow(f[0] + z[0] + 2 * z[1], 2) + Math.pow(f[1] + z[1] - 2 * z[0], 2);
            all += 5 * (z[0] * z[0] + z[1] * z[1]);
        }
        return Math.sqrt(off / all);
    }

    /** States Mz + r0 are invariant, and on them the network's noise and drift are M times those of the latent state. */
    @Test void theFlatIsInvariant() {
        DriftNetwork network = network(40);
        LatentMap map = network.map();
        ItoProcess latent = network.latent(), neurons = network.neurons();
        double[] z = {0.7, -0.4}, f = new double[2], g = new double[4], r = new double[40], dr = new double[40],
                s = new double[80];
        map.lift(z, r);
        latent.drift(z, f);
        latent.diffusion(z, g);
        neurons.drift(r, dr);
        neurons.diffusion(r, s);
        for (int i = 0; i < 40; i++) {
            double[] m = map.m()[i];
            assertThat(dr[i]).isCloseTo(m[0] * f[0] + m[1] * f[1], within(1e-12));
            for (int q = 0; q < 2; q++) assertThat(s[2 * i + q]).isCloseTo(m[0] * g[q] + m[1] * g[2 + q], within(1e-12));
        }
        assertThat(f[0]).isCloseTo(0.1, within(1e-2));
        assertThat(g).usingComparatorWithPrecision(1e-2).containsExactly(0.9, 0, 0.175, 1);
        var walk = new Walk(neurons, Integrator.HEUN, 0.01, r, new SplittableRandom(3));
        for (int t = 0; t < 500; t++) walk.step();
        double[][] inverse = map.inverse();
        double[] back = new double[2], lifted = new double[40];
        for (int j = 0; j < 2; j++) for (int i = 0; i < 40; i++) back[j] += inverse[j][i] * (walk.state()[i] - map.r0()[i]);
        map.lift(back, lifted);
        assertThat(walk.state()).usingComparatorWithPrecision(1e-11).containsExactly(lifted);
    }

    @Test void theDerivativeIsThatOfTheDrift() {
        DriftNetwork network = network(30);
        double[] z = {0.3, 0.5}, ahead = new double[2], behind = new double[2];
        double h = 1e-6;
        for (int b = 0; b < 2; b++) {
            double[] up = z.clone(), down = z.clone();
            up[b] += h;
            down[b] -= h;
            network.latent().drift(up, ahead);
            network.latent().drift(down, behind);
            for (int a = 0; a < 2; a++)
                assertThat(network.jacobian(z)[a][b]).isCloseTo((ahead[a] - behind[a]) / (2 * h), within(1e-7));
        }
    }

    @Test void solversAgree() {
        LatentMap map = LatentMap.random(24, 1, POINTS, new SplittableRandom(4));
        double ridge = error(new Ridge(1e-8).solve(map, POINTS, targets()), map);
        assertThat(ridge).isLessThan(2e-3);
        assertThat(error(new BlockStep(1e6, 64, 10, 1).solve(map, POINTS, targets()), map)).isLessThan(4 * ridge);
        assertThat(error(new BlockStep(1e6, 16, 10, 1).solve(map, POINTS, targets()), map)).isLessThan(8 * ridge);
        assertThat(error(new Adam(0.03, 64, 60, 1).solve(map, POINTS, targets()), map)).isBetween(ridge, 0.2);
    }

    /** With all weights kept it is ridge; half of them do nearly as well. */
    static Stream<DoubleFunction<ReadoutSolver>> sparse() {
        return Stream.of(kept -> new SparseReadout(kept, 1e-8), kept -> new ConsolidatedReadout(kept, 1e-8));
    }

    @ParameterizedTest
    @MethodSource("sparse") void sparseReadoutsKeepTheShareAsked(DoubleFunction<ReadoutSolver> sparse) {
        LatentMap map = LatentMap.random(40, 1, POINTS, new SplittableRandom(4));
        Readout ridge = new Ridge(1e-8).solve(map, POINTS, targets());
        Readout all = sparse.apply(1).solve(map, POINTS, targets());
        assertThat(error(all, map)).isCloseTo(error(ridge, map), within(1e-6));
        Readout half = sparse.apply(0.5).solve(map, POINTS, targets());
        assertThat(half.nonZeros()).isBetween(36, 40);
        assertThat(error(half, map)).isLessThan(10 * error(ridge, map));
        assertThat(sparse.apply(0.01).solve(map, POINTS, targets()).constant()).isTrue();
        assertThat(sparse.apply(0.03).solve(map, POINTS, targets()).nonZeros()).isEqualTo(2);
    }

    /** Masses of equal neurons stay equal for ever; one of each pair has to go all the same. */
    @Test void consolidationEndsWithTies() {
        LatentMap map = LatentMap.random(3, 1, POINTS, new SplittableRandom(4));
        double[][] m = {map.m()[0], map.m()[0], map.m()[1], map.m()[1]};
        double[] r0 = {map.r0()[0], map.r0()[0], map.r0()[1], map.r0()[1]};
        assertThat(new ConsolidatedReadout(0.25, 1e-8).solve(new LatentMap(m, r0), POINTS, targets()).nonZeros()).isEqualTo(2);
    }

    /** What rotates is out of reach of symmetric weights, and only of those. */
    @ParameterizedTest
    @EnumSource void symmetricWeightsCannotRotate(Connectivity connectivity) {
        var learned = new MapLearner(connectivity, 1, 25, 1).learn(8, POINTS, targets());
        double[][] m = learned.map().m(), b = learned.drift().weights();
        double skew = 0, size = 0;
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                double wij = m[i][0] * b[0][j] + m[i][1] * b[1][j], wji = m[j][0] * b[0][i] + m[j][1] * b[1][i];
                skew = Math.max(skew, Math.abs(wij - wji));
                size = Math.max(size, Math.abs(wij));
            }
        }
        if (connectivity == Connectivity.SYMMETRIC) {
            assertThat(skew).isLessThan(1e-12 * size);
            assertThat(error(learned.drift(), learned.map())).isGreaterThan(0.5);
        } else {
            assertThat(error(learned.drift(), learned.map())).isLessThan(0.02);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7}) void filesComeBackToTheBitAndDamageIsFound(int neurons) throws IOException {
        var line = Arrays.stream(POINTS).map(z -> new double[] {z[0]}).toArray(double[][]::new);
        LatentMap map = LatentMap.random(neurons, 1, line, new SplittableRandom(5));
        Readout readout = new Ridge(1e-3).solve(map, line, line);
        var out = new ByteArrayOutputStream();
        NetworkFile.write(new DriftNetwork(map, readout, readout), out);
        byte[] bytes = out.toByteArray();
        DriftNetwork back = NetworkFile.read(new ByteArrayInputStream(bytes));
        assertThat(back.map().m()).isDeepEqualTo(map.m());
        assertThat(back.drift().weights()).isDeepEqualTo(readout.weights());
        assertThat(back.noise().bias()).isEqualTo(readout.bias());
        for (int i = 0; i < bytes.length; i++) {
            byte[] part = Arrays.copyOf(bytes, i), flipped = bytes.clone();
            flipped[i] ^= 4;
            assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream(part))).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("ends too early: ");
            assertThatThrownBy(() -> NetworkFile.read(new ByteArrayInputStream(flipped))).isInstanceOf(IOException.class);
        }
    }

    /** {@code golden.bin} was written by the release before the formats got one reader. */
    @Test void earlierFilesAreRead() throws IOException {
        byte[] golden = DriftNetworkTest.class.getResourceAsStream("golden.bin").readAllBytes();
        DriftNetwork network = NetworkFile.read(new ByteArrayInputStream(golden));
        assertThat(network.map().neurons()).isEqualTo(4);
        assertThat(network.map().dimension()).isEqualTo(2);
        var out = new ByteArrayOutputStream();
        NetworkFile.write(network, out);
        assertThat(out.toByteArray()).isEqualTo(golden);
    }

    @Test void mistakesAreNamed() {
        assertThatThrownBy(() -> LatentMap.random(3, 1, new double[][] {{1, 2}, {3, 2}}, new SplittableRandom(1)))
                .hasMessage("coordinate 1 of the examples is constant");
        assertThatThrownBy(() -> new Readout(new double[2][3], new double[1])).hasMessage("bias.length = 1: must be 2");
        assertThatThrownBy(() -> new Walk(network(5).latent(), Integrator.HEUN, 0.1, new double[3], new SplittableRandom(1)))
                .hasMessage("start.length = 3: must be 2");
    }
}
