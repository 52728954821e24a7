package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.core.measure.Gaussian;

/** Values of POT 0.8.2 and SciPy: 1e-9 relative where the method is exact, 1e-6 where it is entropic. */
class ReferenceTest {
    static List<Fixture> exact() {
        return Fixture.all("exact");
    }

    static List<Fixture> sinkhorn() {
        return Fixture.all("sinkhorn");
    }

    static List<Fixture> line() {
        return Fixture.all("line");
    }

    static List<Fixture> barycentre() {
        return Fixture.all("barycentre");
    }

    static List<Fixture> bures() {
        return Fixture.all("bures");
    }

    static List<Fixture> gaussians() {
        return Fixture.all("gaussians");
    }

    @ParameterizedTest
    @MethodSource void exact(Fixture f) {
        var result = ExactTransport.solve(f.array("a"), f.array("b"), f.squaredDistances());
        assertThat(result.converged()).isTrue();
        assertThat(result.cost()).isCloseTo(f.number("cost"), relative(1e-9, f.number("cost")));
    }

    @ParameterizedTest
    @MethodSource void sinkhorn(Fixture f) {
        var result = Sinkhorn.solve(f.array("a"), f.array("b"), f.squaredDistances(), f.number("epsilon"));
        assertThat(result.converged()).isTrue();
        assertThat(result.cost()).isCloseTo(f.number("cost"), relative(1e-6, f.number("cost")));
    }

    @ParameterizedTest
    @MethodSource void line(Fixture f) {
        double[] x = f.array("x"), a = f.array("a"), y = f.array("y"), b = f.array("b");
        assertThat(Wasserstein1D.squared(x, a, y, b)).isCloseTo(f.number("squared"), relative(1e-9, f.number("squared")));
        assertThat(Wasserstein1D.distance(x, a, y, b)).isCloseTo(f.number("distance"), relative(1e-9, f.number("distance")));
    }

    @ParameterizedTest
    @MethodSource void barycentre(Fixture f) {
        double[] weights = f.array("weights"), law = f.array("law");
        int n = law.length;
        double[][] grid = IntStream.range(0, n).mapToObj(i -> new double[] {i / (n - 1.0)}).toArray(double[][]::new);
        var result = EntropicBarycentre.solve(f.matrix("laws", weights.length), weights, Instances.cost(grid, grid, true),
                f.number("epsilon"));
        assertThat(result.converged()).isTrue();
        for (int i = 0; i < n; i++) assertThat(result.law()[i]).isCloseTo(law[i], relative(1e-6, law[i]));
    }

    @ParameterizedTest
    @MethodSource void bures(Fixture f) {
        int d = f.array("m1").length;
        Gaussian p = new Gaussian(f.array("m1"), f.matrix("s1", d)), q = new Gaussian(f.array("m2"), f.matrix("s2", d));
        assertThat(BuresWasserstein.squared(p, q)).isCloseTo(f.number("squared"), relative(1e-9, f.number("squared")));
        assertClose(BuresWasserstein.map(p, q), f.matrix("map", d), 1e-9);
    }

    @ParameterizedTest
    @MethodSource void gaussians(Fixture f) {
        double[] weights = f.array("weights");
        int d = f.array("mean").length;
        double[][] means = f.matrix("means", weights.length), stacked = f.matrix("covariances", weights.length * d);
        var laws = IntStream.range(0, weights.length)
                .mapToObj(k -> new Gaussian(means[k], java.util.Arrays.copyOfRange(stacked, k * d, (k + 1) * d))).toList();
        var result = BuresWasserstein.barycentre(laws, weights);
        assertThat(result.converged()).isTrue();
        assertThat(result.mean()).containsExactly(f.array("mean"), within(1e-14));
        assertClose(result.covariance(), f.matrix("covariance", d), 1e-9);
    }

    private static void assertClose(double[][] actual, double[][] expected, double relative) {
        double scale = Problem.largest(expected);
        for (int i = 0; i < expected.length; i++) assertThat(actual[i]).containsExactly(expected[i], within(relative * scale));
    }

    private static Offset<Double> relative(double tolerance, double value) {
        return within(tolerance * Math.abs(value));
    }
}
