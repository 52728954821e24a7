package org.tanhwg.core.memory;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.tanhwg.core.measure.Gaussian;

/** Random laws for the tests. */
final class Laws {
    private Laws() {}

    static double[] vector(int d, RandomGenerator random) {
        return random.doubles(d, -2, 2).toArray();
    }

    static double[][] vectors(int n, int d, RandomGenerator random) {
        return Stream.generate(() -> vector(d, random)).limit(n).toArray(double[][]::new);
    }

    /** Orthogonal; the seed comes from {@code random}. */
    static DMatrixRMaj axes(int d, RandomGenerator random) {
        return RandomMatrices_DDRM.orthogonal(d, d, new java.util.Random(random.nextLong()));
    }

    /** Standard deviations between 1/condition^½ and 1, both of which occur. */
    static double[] deviations(int d, double condition, RandomGenerator random) {
        return IntStream.range(0, d).mapToDouble(k -> k == 0 ? 1 : k == 1 ? 0 : random.nextDouble())
                .map(u -> Math.pow(condition, (u - 1) / 2)).toArray();
    }

    static Gaussian law(int d, double condition, RandomGenerator random) {
        return law(vector(d, random), axes(d, random), deviations(d, condition, random));
    }

    static Gaussian law(double[] mean, DMatrixRMaj axes, double[] deviations) {
        DMatrixRMaj factor = axes.copy();
        CommonOps_DDRM.multCols(factor, deviations);
        return new Gaussian(mean, CommonOps_DDRM.multTransB(factor, factor, null).get2DData());
    }

    static List<Gaussian> laws(int n, int d, double condition, RandomGenerator random) {
        return Stream.generate(() -> law(d, condition, random)).limit(n).toList();
    }
}
