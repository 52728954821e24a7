package org.tanhwg.core.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * Orthonormal coordinates around a state in which a straight line through 0 is a geodesic of the state space, at least near 0.
 *
 * <p>The Hessian of an energy in these coordinates at 0 is its Wasserstein Hessian (appendix A.2).
 */
public interface NormalCoordinates<S> {

    /** Number of coordinates. */
    int dimension();

    /** The state with coordinates {@code v}; the base state for v = 0. @throws IllegalArgumentException if the length is wrong */
    S at(double[] v);

    /** R^d around p. */
    static NormalCoordinates<double[]> euclidean(double[] p) {
        return of(p.length, v -> {
            double[] moved = p.clone();
            for (int i = 0; i < p.length; i++) moved[i] += v[i];
            return moved;
        });
    }

    /** The means of a unit's synapses: 2 coordinates (re, im) for each synapse of positive weight. */
    static NormalCoordinates<List<Complex>> amplitudes(AmplitudeSpace space, List<Complex> means) {
        space.member("means", means);
        double[] w = space.weights();
        int[] first = new int[w.length];
        int count = 0;
        for (int x = 0; x < w.length; x++) {
            first[x] = count;
            if (w[x] > 0) count += 2;
        }
        return of(count, v -> space.mapped(means, (x, m) -> {
            double scale = 1 / Math.sqrt(w[x]);
            return m.plus(new Complex(scale * v[first[x]], scale * v[first[x] + 1]));
        }));
    }

    /** Discrete measures on R^d with the masses held and no atom split; all masses must be positive. */
    static NormalCoordinates<DiscreteMeasure<double[]>> atoms(DiscreteMeasure<double[]> measure) {
        double[] w = measure.weights();
        for (int i = 0; i < w.length; i++) Checks.positive("weights[" + i + "]", w[i]);
        int d = measure.points().get(0).length;
        return of(w.length * d, v -> {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < w.length; i++) {
                double[] p = measure.points().get(i).clone();
                for (int k = 0; k < d; k++) p[k] += v[i * d + k] / Math.sqrt(w[i]);
                points.add(p);
            }
            return new DiscreteMeasure<>(points, w);
        });
    }

    /**
     * Normal laws around N(m, Σ): d coordinates of the mean, then d(d+1)/2 of V in Σ_V = (I+V)Σ(I+V), orthonormal for tr(VΣV).
     *
     * @throws IllegalArgumentException if the covariance is singular
     */
    static NormalCoordinates<Gaussian> gaussian(Gaussian law) {
        int d = law.dimension();
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        DMatrixRMaj sigma = new DMatrixRMaj(law.covariance());
        if (!eigen.decompose(sigma.copy())) throw new ArithmeticException("no eigendecomposition of the covariance");
        List<DMatrixRMaj> basis = new ArrayList<>();
        for (int i = 0; i < d; i++) {
            double atI = Checks.positive("eigenvalue of law.covariance", eigen.getEigenvalue(i).getReal());
            for (int j = 0; j <= i; j++) {
                double scale = 1 / Math.sqrt(i == j ? 4 * atI : atI + eigen.getEigenvalue(j).getReal());
                DMatrixRMaj outer = CommonOps_DDRM.multTransB(eigen.getEigenVector(i), eigen.getEigenVector(j), null);
                basis.add(CommonOps_DDRM.add(scale, outer, scale, CommonOps_DDRM.transpose(outer, null), null));
            }
        }
        return of(d + basis.size(), v -> {
            double[] mean = law.mean();
            for (int i = 0; i < d; i++) mean[i] += v[i];
            DMatrixRMaj map = CommonOps_DDRM.identity(d);
            for (int b = 0; b < basis.size(); b++) CommonOps_DDRM.addEquals(map, v[d + b], basis.get(b));
            double[][] rows = new double[d][d];
            for (int i = 0; i < d; i++) for (int j = 0; j < d; j++) rows[i][j] = map.get(i, j);
            return new Gaussian(mean, law.pushforward(rows, new double[d]).covariance());
        });
    }

    /** A field, unit after unit; each λ_y must be positive. */
    static <L> NormalCoordinates<MemoryField<L>> field(MemoryField<L> field, Function<? super L, NormalCoordinates<L>> unit) {
        List<NormalCoordinates<L>> charts = new ArrayList<>();
        int total = 0;
        double[] reference = field.reference();
        for (int y = 0; y < field.size(); y++) {
            Checks.positive("field.reference[" + y + "]", reference[y]);
            charts.add(unit.apply(field.units().get(y)));
            total += charts.get(y).dimension();
        }
        return of(total, v -> {
            List<L> units = new ArrayList<>();
            int first = 0;
            for (int y = 0; y < charts.size(); y++) {
                double[] own = new double[charts.get(y).dimension()];
                for (int k = 0; k < own.length; k++) own[k] = v[first + k] / Math.sqrt(reference[y]);
                units.add(charts.get(y).at(own));
                first += own.length;
            }
            return new MemoryField<>(units, reference);
        });
    }

    /** A chart from its dimension and its map. */
    static <S> NormalCoordinates<S> of(int dimension, Function<double[], S> map) {
        Checks.atLeast("dimension", dimension, 1);
        return new NormalCoordinates<>() {
            @Override public int dimension() { return dimension; }

            @Override public S at(double[] v) {
                Checks.size("v.length", v.length, dimension);
                return map.apply(Checks.finite("v", v));
            }
        };
    }
}
