package org.tanhwg.studies.drift;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.ItoProcess;

/** How far a network is from its equation on points that it did not learn from. */
final class DriftErrors {
    private DriftErrors() {}

    /** √(Σ|f̂ − f|² / Σ|f|²). */
    static double drift(ItoProcess network, ItoProcess process, double[][] points) {
        double[] found = new double[process.dimension()], right = new double[process.dimension()];
        double off = 0, all = 0;
        for (double[] z : points) {
            network.drift(z, found);
            process.drift(z, right);
            for (int j = 0; j < right.length; j++) {
                off += square(found[j] - right[j]);
                all += square(right[j]);
            }
        }
        return Math.sqrt(off / all);
    }

    /** √(Σ|ĜĜᵀ − GGᵀ|² / Σ|GGᵀ|²). */
    static double diffusion(ItoProcess network, ItoProcess process, double[][] points) {
        int k = process.dimension(), m = process.noises();
        double[] found = new double[k * m], right = new double[k * m];
        double off = 0, all = 0;
        for (double[] z : points) {
            network.diffusion(z, found);
            process.diffusion(z, right);
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    double is = 0, was = 0;
                    for (int j = 0; j < m; j++) {
                        is += found[a * m + j] * found[b * m + j];
                        was += right[a * m + j] * right[b * m + j];
                    }
                    off += square(is - was);
                    all += square(was);
                }
            }
        }
        return Math.sqrt(off / all);
    }

    /** The largest imaginary part of an eigenvalue of the network's derivative, in parts of the largest modulus. */
    static double imaginary(DriftNetwork network, double[][] points) {
        double imaginary = 0, modulus = 0;
        for (double[] z : points) {
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(z.length, false);
            if (!eigen.decompose(new DMatrixRMaj(network.jacobian(z)))) continue;
            for (int i = 0; i < z.length; i++) {
                imaginary = Math.max(imaginary, Math.abs(eigen.getEigenvalue(i).imaginary));
                modulus = Math.max(modulus, eigen.getEigenvalue(i).getMagnitude());
            }
        }
        return imaginary / modulus;
    }

    private static double square(double v) { return v * v; }
}
