package org.tanhwg.core;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigendecomposition A = V diag(λ) Vᵀ of a symmetric matrix and functions of it, V diag(f(λ)) Vᵀ. */
public final class Symmetric {
    private final double[] values;
    private final DMatrixRMaj vectors;

    /**
     * Decomposes {@code a}; only the symmetric part counts.
     *
     * @throws ArithmeticException if the iteration fails, as it does on NaN
     */
    public Symmetric(DMatrixRMaj a) {
        int n = a.numRows;
        DMatrixRMaj work = CommonOps_DDRM.transpose(a, null);
        CommonOps_DDRM.add(0.5, a, 0.5, work, work);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(work))
            throw new ArithmeticException("no eigendecomposition of a symmetric " + n + "×" + n + " matrix");
        values = new double[n];
        vectors = new DMatrixRMaj(n, n);
        for (int k = 0; k < n; k++) {
            values[k] = eigen.getEigenvalue(k).real;
            CommonOps_DDRM.insert(eigen.getEigenVector(k), vectors, 0, k);
        }
    }

    /**
     * A copy of {@code a}.
     *
     * @throws IllegalArgumentException if it is empty, not square, not finite or not symmetric to the bit
     */
    public static double[][] checked(String name, double[][] a) {
        Checks.atLeast(name + ".length", a.length, 1);
        double[][] copy = a.clone();
        for (int i = 0; i < a.length; i++) {
            Checks.size(name + "[" + i + "].length", a[i].length, a.length);
            copy[i] = Checks.finite(name + "[" + i + "]", a[i]).clone();
            for (int j = 0; j < i; j++) Checks.inRange(name + "[" + i + "][" + j + "]", a[i][j], a[j][i], a[j][i]);
        }
        return copy;
    }

    /** Eigenvalues, in no particular order. */
    public double[] values() { return values.clone(); }

    /** V, whose column k belongs to eigenvalue k. */
    public DMatrixRMaj vectors() { return vectors.copy(); }

    public double smallest() { return Arrays.stream(values).min().orElseThrow(); }

    public double largest() { return Arrays.stream(values).max().orElseThrow(); }

    /** f(A) = V diag(f(λ)) Vᵀ. */
    public DMatrixRMaj map(DoubleUnaryOperator f) {
        DMatrixRMaj scaled = vectors.copy();
        CommonOps_DDRM.multCols(scaled, Arrays.stream(values).map(f).toArray());
        return CommonOps_DDRM.multTransB(scaled, vectors, null);
    }

    /** Size below which an eigenvalue of this positive semidefinite matrix is rounding: 4·d·ε times the largest. */
    public double floor() {
        return 4 * values.length * Math.ulp(1.0) * Math.max(0, largest());
    }

    /**
     * A^½ of a positive semidefinite matrix; eigenvalues up to {@link #floor()} count as 0, since a root would magnify their
     * rounding.
     */
    public DMatrixRMaj root() {
        double floor = floor();
        return map(v -> v > floor ? Math.sqrt(v) : 0);
    }
}
