package org.tanhwg.core.memory;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.Gaussian;

/**
 * Normal laws as vectors [m, vec Σ^½] of length d + d²: a {@link VectorMemory} over them is the baseline that knows nothing of transport.
 * Their Euclidean distance is W₂ where covariances commute, and larger elsewhere.
 */
public final class RootVectors {
    private RootVectors() {}

    /** The vector of a law. */
    public static double[] vector(Gaussian law) {
        double[] root = new Symmetric(new DMatrixRMaj(law.covariance())).root().data;
        double[] vector = Arrays.copyOf(law.mean(), law.dimension() + root.length);
        System.arraycopy(root, 0, vector, law.dimension(), root.length);
        return vector;
    }

    /** The law of a vector, N(m, SSᵀ); an average of roots is a root. @throws IllegalArgumentException if its length is not d + d² */
    public static Gaussian law(double[] vector) {
        int d = (int) (Math.sqrt(vector.length + 0.25));
        Checks.size("vector.length", vector.length, d + d * d);
        DMatrixRMaj root = new DMatrixRMaj(d, d, true, Arrays.copyOfRange(vector, d, vector.length));
        return new Gaussian(Arrays.copyOf(vector, d), CommonOps_DDRM.multTransB(root, root, null).get2DData());
    }
}
