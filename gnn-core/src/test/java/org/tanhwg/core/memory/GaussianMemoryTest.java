package org.tanhwg.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.GaussianMemory.Structure;
import org.tanhwg.core.transport.BuresWasserstein;
import org.tanhwg.core.transport.Fixture;

class GaussianMemoryTest {
    static List<Fixture> hopfield() {
        return Fixture.all(GaussianMemoryTest.class, "hopfield");
    }

    static List<Fixture> aligned() {
        return Fixture.all(GaussianMemoryTest.class, "aligned");
    }

    /** Commuting covariances are a modern Hopfield network on [μ, √λ], by the vectors and by alignment, in every basis. */
    @ParameterizedTest
    @MethodSource("hopfield") void commutingLawsRetrieveLikeVectors(Fixture fixture) {
        double[][] trajectory = fixture.matrix("trajectory", 13);
        int length = trajectory[0].length, d = length / 2;
        double[][] x = fixture.matrix("x", fixture.array("x").length / length);
        for (DMatrixRMaj axes : List.of(new DMatrixRMaj(Eigenbasis.diagonal(d).axes()), Laws.axes(d, new SplittableRandom(d)))) {
            Eigenbasis basis = Eigenbasis.of(axes.get2DData());
            List<Gaussian> laws = Arrays.stream(x).map(basis::law).toList();
            Gaussian cue = basis.law(trajectory[0]);
            for (GaussianMemory memory : List.of(GaussianMemory.of(laws, fixture.number("beta")),
                    GaussianMemory.general(laws, fixture.number("beta")))) {
                double[] state = trajectory[0];
                for (int k = 1; k < trajectory.length; k++) {
                    state = basis.coordinates(memory.update(basis.law(state))).orElseThrow();
                    assertThat(state).containsExactly(trajectory[k], within(1e-12));
                }
                Retrieval<Gaussian> end = memory.retrieve(cue, Stopping.after(11));
                double[] energies = fixture.array("energies");
                assertThat(end.energies()).containsExactly(Arrays.copyOf(energies, end.energies().length), within(1e-10));
                assertThat(basis.coordinates(end.state()).orElseThrow()).containsExactly(trajectory[end.updates()],
                        within(1e-11));
            }
        }
    }

    /** Against the formulas of theory §6 with maps and roots by SciPy. */
    @ParameterizedTest
    @MethodSource("aligned") void lawsRetrieveAsTheFormulasSay(Fixture fixture) {
        int d = fixture.array("mean").length, n = fixture.array("means").length / d;
        double[][] means = fixture.matrix("means", n), covariances = fixture.matrix("covariances", n * d);
        List<Gaussian> laws = IntStream.range(0, n)
                .mapToObj(i -> new Gaussian(means[i], symmetric(Arrays.copyOfRange(covariances, i * d, (i + 1) * d)))).toList();
        Gaussian cue = new Gaussian(fixture.array("mean"), symmetric(fixture.matrix("covariance", d)));
        GaussianMemory memory = GaussianMemory.general(laws, fixture.number("beta"));
        Gaussian state = cue;
        for (double energy : fixture.array("energies")) {
            assertThat(memory.energy(state)).isCloseTo(energy, within(1e-9));
            state = memory.update(state);
        }
        assertThat(state.mean()).containsExactly(fixture.array("endMean"), within(1e-9));
        assertThat(Stream.of(state.covariance()).flatMapToDouble(Arrays::stream).toArray())
                .containsExactly(fixture.array("endCovariance"), within(1e-9));
    }

    private static double[][] symmetric(double[][] a) {
        for (int i = 0; i < a.length; i++) for (int j = 0; j < i; j++) a[i][j] = a[j][i];
        return a;
    }

    /** Rounding is relative to what is subtracted, the second moments. */
    private static void assertDescends(GaussianMemory memory, Retrieval<Gaussian> end, double tolerance) {
        double scale = end.state().secondMoment() + 1 / memory.beta()
                + IntStream.range(0, memory.size()).mapToDouble(i -> memory.pattern(i).secondMoment()).max().orElseThrow();
        double[] energies = end.energies();
        for (int k = 0; k < energies.length; k++) {
            assertThat(energies[k]).isFinite();
            if (k > 0) assertThat(energies[k] - energies[k - 1]).isLessThanOrEqualTo(tolerance * scale);
        }
    }

    @Property(tries = 1000) void energyNeverRises(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int n,
            @ForAll @IntRange(min = 1, max = 6) int d) {
        var random = new SplittableRandom(seed);
        double beta = Math.exp(random.nextDouble(-4, 3));
        GaussianMemory memory = GaussianMemory.of(Laws.laws(n, d, 1e4, random), beta);
        assertDescends(memory, memory.retrieve(Laws.law(d, 1e4, random), new Stopping(1e-9, 40)), 1e-12);
    }

    /** Any condition, singular covariances and points among them. */
    @Property(tries = 300) void nothingIsTooIllConditioned(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 5) int d) {
        var random = new SplittableRandom(seed);
        List<Gaussian> laws = Stream.generate(() -> any(d, random)).limit(n).toList();
        GaussianMemory memory = GaussianMemory.of(laws, Math.exp(random.nextDouble(-4, 3)));
        Retrieval<Gaussian> end = memory.retrieve(any(d, random), new Stopping(1e-9, 40));
        assertDescends(memory, end, 1e-10);
        assertThat(end.weight()).isBetween(0., 1.);
        assertThat(memory.weights(end.state())).doesNotContain(Double.NaN);
    }

    private static Gaussian any(int d, RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Gaussian(Laws.vector(d, random), new double[d][d]);
            case 1 ->
                Laws.law(Laws.vector(d, random), Laws.axes(d, random), IntStream.range(0, d).mapToDouble(k -> k % 2).toArray());
            default -> Laws.law(d, Math.pow(10, random.nextInt(17)), random);
        };
    }

    /** The end is the barycentre of the patterns with its own weights, as another algorithm finds it. */
    @Property(tries = 50) void endsAreSelfConsistentBarycentres(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        List<Gaussian> laws = Laws.laws(6, 3, 50, random);
        GaussianMemory memory = GaussianMemory.of(laws, 0.05);
        Retrieval<Gaussian> end = memory.retrieve(laws.get(0), new Stopping(1e-11, 5000));
        assertThat(end.converged()).isTrue();
        Gaussian barycentre = BuresWasserstein.barycentre(laws, memory.weights(end.state())).law();
        assertThat(BuresWasserstein.squared(end.state(), barycentre)).isLessThan(1e-16);
    }

    @Property(tries = 50) void distancesAndWeightsAreThoseOfTheTransport(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        List<Gaussian> laws = Laws.laws(40, 4, 100, random);
        Gaussian cue = Laws.law(4, 100, random);
        double beta = 3;
        double[] squares = laws.stream().mapToDouble(law -> BuresWasserstein.squared(law, cue)).toArray();
        double total = Arrays.stream(squares).map(d -> Math.exp(-beta * d)).sum();
        GaussianMemory memory = GaussianMemory.of(laws, beta);
        assertThat(memory.weights(cue)).containsExactly(Arrays.stream(squares).map(d -> Math.exp(-beta * d) / total).toArray(),
                within(1e-9));
        assertThat(memory.energy(cue)).isCloseTo(-Math.log(total) / beta, within(1e-9));
        assertThat(squares[memory.nearest(cue)]).isEqualTo(Arrays.stream(squares).min().orElseThrow());
    }

    @Test void cuesWithOtherAxesTakeTheGeneralWay() {
        var random = new SplittableRandom(3);
        Eigenbasis basis = Eigenbasis.diagonal(3);
        double[][] rows = Stream.generate(() -> basis.coordinates(Laws.vector(3, random), Laws.deviations(3, 9, random)))
                .limit(20)
                .toArray(double[][]::new);
        GaussianMemory memory = GaussianMemory.of(basis, rows, 0.5);
        Gaussian along = basis.law(rows[4]), across = Laws.law(3, 9, random);
        List<Retrieval<Gaussian>> ends = memory.retrieve(List.of(across, along, across), Stopping.DEFAULT);
        List<Gaussian> laws = IntStream.range(0, 20).mapToObj(memory::pattern).toList();
        GaussianMemory general = GaussianMemory.general(laws, 0.5);
        for (int q = 0; q < 3; q++) {
            Gaussian expected = general.retrieve(q == 1 ? along : across, Stopping.DEFAULT).state();
            assertThat(BuresWasserstein.squared(ends.get(q).state(), expected)).isLessThan(1e-10);
        }
        assertThat(memory.nearest(across)).isEqualTo(general.nearest(across));
    }

    @Test void structureIsFound() {
        var random = new SplittableRandom(4);
        DMatrixRMaj axes = Laws.axes(4, random), same = new DMatrixRMaj(Eigenbasis.diagonal(4).axes());
        List<Gaussian> commuting = new ArrayList<>(), diagonal = new ArrayList<>(), spherical = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            commuting.add(
                    Laws.law(Laws.vector(4, random), axes, i == 0 ? new double[] {1, 1, 2, 2} : Laws.deviations(4, 1e3, random)));
            diagonal.add(Laws.law(Laws.vector(4, random), same, Laws.deviations(4, 1e3, random)));
            spherical.add(Eigenbasis.spherical(4).law(new double[] {i, 2, 3, 4, i}));
        }
        assertThat(GaussianMemory.of(commuting, 1).structure()).isEqualTo(Structure.COMMUTING);
        assertThat(GaussianMemory.of(diagonal, 1).structure()).isEqualTo(Structure.DIAGONAL);
        assertThat(GaussianMemory.of(spherical, 1).structure()).isEqualTo(Structure.SPHERICAL);
        commuting.add(Laws.law(4, 10, random));
        assertThat(GaussianMemory.of(commuting, 1).structure()).isEqualTo(Structure.GENERAL);
        assertThat(GaussianMemory.of(spherical, 1).pattern(7).covariance()[2][2]).isCloseTo(49. / 4, within(1e-12));
    }

    @Test void oneUpdateIsNotAlwaysEnoughAndSaysSo() {
        var random = new SplittableRandom(5);
        GaussianMemory memory = GaussianMemory.of(Laws.laws(10, 3, 100, random), 0.3);
        Retrieval<Gaussian> once = memory.retrieve(Laws.law(3, 100, random), Stopping.after(1));
        assertThat(once.converged()).isFalse();
        assertThat(once.updates()).isEqualTo(1);
        assertThat(once.residual()).isPositive();
    }

    @Test void badInputIsNamed() {
        Gaussian line = Gaussian.scalar(0, 1), plane = Eigenbasis.spherical(2).law(new double[3]);
        assertThatThrownBy(() -> GaussianMemory.of(List.of(), 1)).hasMessageContaining("patterns.size() = 0");
        assertThatThrownBy(() -> GaussianMemory.of(List.of(line, plane), 1))
                .hasMessage("patterns.get(1).dimension() = 2: must be 1");
        assertThatThrownBy(() -> GaussianMemory.of(List.of(line), -1)).hasMessageContaining("beta = -1.0");
        assertThatThrownBy(() -> GaussianMemory.of(List.of(line), 1).energy(plane)).hasMessage("law.dimension() = 2: must be 1");
        assertThatThrownBy(() -> GaussianMemory.of(Eigenbasis.spherical(1), new double[][] {{0, -1}}, 1))
                .hasMessageContaining("coordinates[0][1] = -1.0");
        assertThatThrownBy(() -> Eigenbasis.of(new double[][] {{1, 0}, {1, 1}})).hasMessageContaining("must be orthonormal");
    }
}
