package org.tanhwg.core.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.stability.Lanczos.Leading;

class LanczosTest {
    /** Against a dense solver, on random symmetric matrices of random rank, with the sizes of both signs. */
    @Property(tries = 60) void agreesWithADenseSolver(@ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @IntRange(min = 1, max = 60) int rank,
            @ForAll @IntRange(min = 1, max = 20) int count, @ForAll long seed) {
        var random = new SplittableRandom(seed);
        var matrix = new DMatrixRMaj(n, n);
        for (int r = 0; r < rank; r++) {
            double[] v = random.doubles(n, -1, 1).toArray();
            double size = random.nextDouble(-1, 2) / (1 + r * r);
            for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) matrix.add(i, j, size * v[i] * v[j]);
        }
        double[] dense = bySize(new Symmetric(matrix).values());
        Leading found = leading(n, product(matrix), count);
        assertThat(found.converged()).isTrue();
        int wanted = Math.min(count, n);
        double[] sizes = Arrays.stream(found.values()).map(Math::abs).toArray();
        double[] expected = Arrays.stream(dense).limit(wanted).map(Math::abs).toArray();
        assertThat(sizes).containsExactly(expected, within(1e-6 * Math.abs(dense[0]) + 1e-300));
        for (double value : found.values())
            assertThat(Arrays.stream(dense).map(d -> Math.abs(d - value)).min().orElseThrow())
                    .isLessThanOrEqualTo(1e-6 * Math.abs(dense[0]));
    }

    /** Each round finds an eigenvalue once; the rounds after it find its copies. */
    @Test void findsEveryCopyOfAnEigenvalue() {
        double[] diagonal = {5, 5, 5, -4, -4, 3, 2, 2, 2, 2, 1, 0, 0, 0};
        Leading found = leading(diagonal.length, scaled(diagonal), 8);
        assertThat(found.values()).containsExactly(new double[] {5, 5, 5, -4, -4, 3, 2, 2}, within(1e-6));
        assertThat(found.converged()).isTrue();
    }

    @Test void zeroAndTheIdentityHaveOneEigenvalue() {
        Leading zero = leading(100, v -> new double[100], 20);
        assertThat(zero.values()).hasSize(20).containsOnly(0);
        assertThat(zero.converged()).isTrue();
        assertThat(zero.products()).isLessThanOrEqualTo(21);
        assertThat(leading(100, v -> v, 20).values()).containsExactly(ones(20), within(1e-12));
        assertThat(leading(1, v -> new double[] {-3 * v[0]}, 20).values()).containsExactly(new double[] {-3}, within(1e-12));
    }

    @Test void saysWhenItHasNotConverged() {
        double[] diagonal = IntStream.range(0, 500).mapToDouble(i -> 1 + i * 1e-3).toArray();
        Leading cut = Lanczos.leading(500, scaled(diagonal), 20, 1e-10, 30, new SplittableRandom(1));
        assertThat(cut.converged()).isFalse();
        assertThat(cut.products()).isEqualTo(30);
        for (int k = 0; k < cut.values().length; k++) {
            double value = cut.values()[k];
            assertThat(Arrays.stream(diagonal).map(d -> Math.abs(d - value)).min().orElseThrow())
                    .isLessThanOrEqualTo(cut.bounds()[k] + 1e-12);
        }
    }

    @Test void aProductThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> leading(3, v -> new double[] {Double.NaN, 0, 0}, 1)).isInstanceOf(ArithmeticException.class);
    }

    /** tr f(H)/n: exact, and estimated within a few standard errors; a polynomial of low degree has no error of quadrature. */
    @Test void sharesOfTheSpectrum() {
        int n = 2000;
        double[] diagonal = IntStream.range(0, n).mapToDouble(i -> i < 1400 ? 0 : i < 1900 ? 1 + i * 1e-3 : -1).toArray();
        SpectralDensity estimated = SpectralDensity.estimated(n, scaled(diagonal), 40, 8, new SplittableRandom(5));
        for (double[] range : new double[][] {{1e-3, 9}, {-1e-3, 1e-3}, {-9, -1e-3}}) {
            var share = estimated.share(range[0], range[1]);
            double exact = Arrays.stream(diagonal).filter(v -> v > range[0] && v <= range[1]).count() / (double) n;
            assertThat(share.value()).isCloseTo(exact, within(4 * share.standardError()));
            assertThat(share.standardError()).isBetween(1e-4, .02);
        }
        double trace = Arrays.stream(diagonal).average().orElseThrow();
        var mean = estimated.mean(v -> v);
        assertThat(mean.value()).isCloseTo(trace, within(4 * mean.standardError()));
        double[] few = {0, 0, 2, -1};
        SpectralDensity exact = SpectralDensity.exact(4, scaled(few));
        assertThat(exact.share(-1e-9, 1e-9)).isEqualTo(new SpectralDensity.Mean(.5, 0));
        assertThat(4 * exact.mean(v -> Math.exp(-v)).value())
                .isCloseTo(new Spectrum(few).effectiveDimension(1), within(1e-12));
        assertThat(SpectralDensity.estimated(4, v -> new double[4], 3, 2, new SplittableRandom(1)).share(-1, 1).value())
                .isCloseTo(1, within(1e-12));
    }

    private static Leading leading(int n, UnaryOperator<double[]> product, int count) {
        return Lanczos.leading(n, product, count, 1e-8, 200, new SplittableRandom(7));
    }

    private static double[] bySize(double[] values) {
        return Arrays.stream(values).boxed().sorted(Comparator.comparingDouble((Double v) -> Math.abs(v)).reversed())
                .mapToDouble(v -> v).toArray();
    }

    private static double[] ones(int n) {
        double[] all = new double[n];
        Arrays.fill(all, 1);
        return all;
    }

    private static UnaryOperator<double[]> scaled(double[] diagonal) {
        return v -> IntStream.range(0, v.length).mapToDouble(i -> diagonal[i] * v[i]).toArray();
    }

    private static UnaryOperator<double[]> product(DMatrixRMaj matrix) {
        int n = matrix.numRows;
        return v -> IntStream.range(0, n)
                .mapToDouble(i -> IntStream.range(0, n).mapToDouble(j -> matrix.get(i, j) * v[j]).sum()).toArray();
    }
}
