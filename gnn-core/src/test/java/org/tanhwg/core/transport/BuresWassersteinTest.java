package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.measure.Gaussian;

class BuresWassersteinTest {
    private final Random random = new Random(11);

    /** On the line W₂² = (m − m')² + (σ − σ')², Dirac laws included. */
    @ParameterizedTest
    @CsvSource({"0, 1, 2, 3", "1, 0, -1, 2", "1, 0, 1, 0", "5, 1e-9, 5, 2e-9", "0, 1, 0, 1.0000001"}) void lineHasAClosedForm(
            double m1, double s1, double m2, double s2) {
        double expected = (m1 - m2) * (m1 - m2) + (s1 - s2) * (s1 - s2);
        assertThat(BuresWasserstein.squared(Gaussian.scalar(m1, s1), Gaussian.scalar(m2, s2))).isCloseTo(expected,
                within(1e-9 * expected));
    }

    /** Laws on two lines u and v: W₂² = |u|² + |v|² − 2|⟨u, v⟩|, though both covariances are singular. */
    @Test void rankOneHasAClosedForm() {
        for (int trial = 0; trial < 100; trial++) {
            double[] u = Instances.points(1, 4, random)[0], v = Instances.points(1, 4, random)[0];
            double expected = dot(u, u) + dot(v, v) - 2 * Math.abs(dot(u, v));
            assertThat(BuresWasserstein.squared(line(u), line(v))).isCloseTo(expected, within(1e-12));
        }
    }

    @Test void mapPushesForwardAndIsSymmetric() {
        for (int rank = 1; rank <= 4; rank++) {
            Gaussian p = gaussian(4, 4), q = gaussian(4, rank);
            double[][] map = BuresWasserstein.map(p, q);
            assertThat(BuresWasserstein.squared(p.pushforward(map, new double[4]),
                    new Gaussian(image(map, p.mean()), q.covariance())))
                    .isLessThan(1e-14);
            for (int i = 0; i < 4; i++) for (int j = 0; j < i; j++) assertThat(map[i][j]).isEqualTo(map[j][i]);
        }
    }

    @Test void mapOfSingularLawsExistsOnlyInsideTheirRange() {
        Gaussian flat = new Gaussian(new double[2], new double[][] {{4, 0}, {0, 0}}),
                dirac = new Gaussian(new double[2], new double[2][2]);
        assertThat(BuresWasserstein.map(flat, new Gaussian(new double[2], new double[][] {{9, 0}, {0, 0}}))[0][0]).isCloseTo(1.5,
                within(1e-14));
        assertThat(BuresWasserstein.map(dirac, dirac)).isDeepEqualTo(new double[2][2]);
        assertThatThrownBy(() -> BuresWasserstein.map(flat, gaussian(2, 2))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from.covariance is singular");
    }

    /** d(γ(s), γ(t)) = |s − t| d(γ(0), γ(1)), for singular ends too. */
    @ParameterizedTest
    @CsvSource({"3, 3", "3, 1", "1, 1", "2, 2", "0, 3", "0, 0"}) void geodesicsHaveConstantSpeed(int rankFrom, int rankTo) {
        Gaussian p = gaussian(3, rankFrom), q = gaussian(3, rankTo);
        double d = Math.sqrt(BuresWasserstein.squared(p, q));
        for (double t : new double[] {0, .3, .8, 1}) {
            Gaussian at = BuresWasserstein.interpolate(p, q, t);
            assertThat(Math.sqrt(BuresWasserstein.squared(p, at))).isCloseTo(t * d, within(1e-7));
            assertThat(Math.sqrt(BuresWasserstein.squared(at, q))).isCloseTo((1 - t) * d, within(1e-7));
        }
    }

    @Test void barycentreOfTwoIsTheGeodesic() {
        Gaussian p = gaussian(4, 4), q = gaussian(4, 2);
        BuresWasserstein.Barycentre b = BuresWasserstein.barycentre(List.of(p, q), new double[] {.7, .3});
        assertThat(b.status()).isEqualTo(Status.CONVERGED);
        assertThat(BuresWasserstein.squared(b.law(), BuresWasserstein.interpolate(p, q, .3))).isLessThan(1e-14);
    }

    @Test void barycentreIsAMinimum() {
        List<Gaussian> laws = List.of(gaussian(3, 3), gaussian(3, 3), gaussian(3, 1));
        double[] weights = {.2, .5, .3};
        Gaussian best = BuresWasserstein.barycentre(laws, weights).law();
        for (int trial = 0; trial < 200; trial++) {
            Gaussian rival = BuresWasserstein.interpolate(best, gaussian(3, 3), .02);
            assertThat(spread(laws, weights, best)).isLessThan(spread(laws, weights, rival));
        }
    }

    /** Covariances that commute have commuting roots: one step from Σ_i w_i S_i arrives, another sees it. Scale is no part of the residual. */
    @Test void barycentreOnTheLineTakesTwoSteps() {
        for (double scale : new double[] {1e-6, 1, 1e6}) {
            BuresWasserstein.Barycentre b = BuresWasserstein.barycentre(
                    List.of(Gaussian.scalar(0, scale), Gaussian.scalar(0, 3 * scale)), new double[] {.5, .5});
            assertThat(b.iterations()).isEqualTo(2);
            assertThat(b.residual()).isLessThan(1e-14);
            assertThat(b.covariance()[0][0]).isCloseTo(4 * scale * scale, within(1e-13 * scale * scale));
        }
    }

    @Test void barycentreOfDiracLawsIsTheMean() {
        Gaussian p = new Gaussian(new double[] {1, 2}, new double[2][2]), q = new Gaussian(new double[] {3, 0}, new double[2][2]);
        BuresWasserstein.Barycentre b = BuresWasserstein.barycentre(List.of(p, q), new double[] {.5, .5});
        assertThat(b.converged()).isTrue();
        assertThat(b.mean()).containsExactly(2, 1);
        assertThat(b.covariance()).isDeepEqualTo(new double[2][2]);
    }

    @Test void badInputIsNamed() {
        assertThatThrownBy(() -> BuresWasserstein.squared(gaussian(2, 2), gaussian(3, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("q.dimension() = 3: must be 2");
        assertThatThrownBy(() -> BuresWasserstein.map(gaussian(2, 2), gaussian(3, 3)))
                .hasMessageContaining("to.dimension() = 3: must be 2");
        assertThatThrownBy(() -> BuresWasserstein.interpolate(gaussian(2, 2), gaussian(3, 3), .5))
                .hasMessageContaining("to.dimension() = 3: must be 2");
        assertThatThrownBy(() -> BuresWasserstein.barycentre(List.of(gaussian(2, 2), gaussian(3, 3)), new double[] {.5, .5}))
                .hasMessageContaining("laws[1].dimension() = 3: must be 2");
        assertThatThrownBy(() -> BuresWasserstein.barycentre(List.of(gaussian(2, 2)), new double[] {.5}))
                .hasMessageContaining("sums to 0.5");
    }

    private static double spread(List<Gaussian> laws, double[] weights, Gaussian centre) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) sum += weights[k] * BuresWasserstein.squared(laws.get(k), centre);
        return sum;
    }

    /** A law with covariance FFᵀ, F of the given rank. */
    private Gaussian gaussian(int d, int rank) {
        double[][] factor = Instances.points(d, Math.max(rank, 1), random), covariance = new double[d][d];
        for (int i = 0; i < d; i++) for (int j = 0; j < d; j++) covariance[i][j] = rank == 0 ? 0 : dot(factor[i], factor[j]);
        return new Gaussian(Instances.points(1, d, random)[0], covariance);
    }

    private static Gaussian line(double[] u) {
        double[][] covariance = new double[u.length][u.length];
        for (int i = 0; i < u.length; i++) for (int j = 0; j < u.length; j++) covariance[i][j] = u[i] * u[j];
        return new Gaussian(new double[u.length], covariance);
    }

    private static double[] image(double[][] matrix, double[] x) {
        return java.util.Arrays.stream(matrix).mapToDouble(row -> dot(row, x)).toArray();
    }

    private static double dot(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) sum += u[i] * v[i];
        return sum;
    }
}
