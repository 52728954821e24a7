package org.tanhwg.core.memory;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.Retrieval.Trace;

/**
 * Patterns N(μ_i, Σ_i) whose covariances need not commute, and states N(m, FFᵀ) that are kept as (m, F).
 *
 * <p>With S_i = Σ_i^½ and the orthogonal O_i nearest to alignment, the minimiser of ‖F − S_i O‖, W₂² = |m − μ_i|² + ‖F − S_i O_i‖², and
 * the update is m⁺ = Σπ_iμ_i, F⁺ = Σπ_i S_i O_i. That is theory §6, Ω⁺ = ÃΩÃ, since A_iF = S_i O_i wherever the map A_i exists; but nothing
 * is inverted, no distance cancels and singular covariances are as good as others. O_i = UVᵀ from S_i F = U D Vᵀ (orthogonal Procrustes
 * problem): O(d³) for each pattern that can matter, O(d) for the others.
 */
final class AlignedPatterns {
    private final double[] centre;
    /** μ_i minus the centre. */
    private final double[][] means;
    private final DMatrixRMaj[] roots;
    /** Eigenvalues of S_i, ascending. */
    private final double[][] spectra;
    private final double[] traces;
    private final double spread;

    AlignedPatterns(List<Gaussian> patterns) {
        int n = patterns.size(), d = patterns.get(0).dimension();
        centre = new double[d];
        means = new double[n][];
        roots = new DMatrixRMaj[n];
        spectra = new double[n][];
        traces = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            means[i] = patterns.get(i).mean();
            for (int k = 0; k < d; k++) centre[k] += means[i][k] / n;
            Symmetric covariance = new Symmetric(new DMatrixRMaj(patterns.get(i).covariance()));
            roots[i] = covariance.root();
            spectra[i] = Arrays.stream(covariance.values()).map(v -> Math.sqrt(Math.max(0, v))).sorted().toArray();
            traces[i] = VectorMemory.square(spectra[i]);
            sum += traces[i];
        }
        for (double[] mean : means) {
            for (int k = 0; k < d; k++) mean[k] -= centre[k];
            sum += VectorMemory.square(mean);
        }
        spread = Math.sqrt(sum / n);
    }

    /** Patterns as seen from one law, then from its updates. */
    Weighing from(Gaussian law, double beta) {
        return new Weighing(law, beta, 0);
    }

    /** Updates until the law holds still. */
    Retrieval<Gaussian> retrieve(Gaussian cue, double beta, Stopping stopping) {
        Weighing weighing = new Weighing(cue, beta, stopping.tolerance());
        Trace trace = new Trace(stopping.tolerance() * spread, stopping.updates());
        weighing.weigh();
        while (!trace.endsAt(weighing.gibbs.energy(), weighing.average())) {
            weighing.move();
            weighing.weigh();
        }
        return weighing.gibbs.end(weighing.law(), trace, means.length);
    }

    /** A state and the patterns that matter for it. */
    final class Weighing {
        final Gibbs gibbs;
        private final double reach;
        private final SingularValueDecomposition_F64<DMatrixRMaj> svd = DecompositionFactory_DDRM.svd(centre.length,
                centre.length,
                true, true, false);
        private final DMatrixRMaj product = square(), orthogonal = square(), difference = square();
        /** S_i O_i, in the order in which the patterns were added. */
        private final DMatrixRMaj[] aligned = new DMatrixRMaj[means.length];
        private double[] mean;
        private DMatrixRMaj factor;
        /** tr Ω. */
        private double trace;
        private double[] nextMean = new double[centre.length];
        private DMatrixRMaj nextFactor = square();

        private Weighing(Gaussian law, double beta, double tolerance) {
            gibbs = new Gibbs(beta, means.length);
            reach = Stopping.reach(tolerance, Math.ulp(1.0), means.length, beta);
            mean = law.mean();
            for (int k = 0; k < mean.length; k++) mean[k] -= centre[k];
            factor = new Symmetric(new DMatrixRMaj(law.covariance())).root();
        }

        /** Weights of the patterns, but for those too far away to matter. */
        void weigh() {
            double[] spectrum = straighten(), bounds = new double[means.length];
            int nearest = 0;
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = VectorMemory.squaredDistance(means[i], mean) + VectorMemory.squaredDistance(spectra[i], spectrum);
                if (bounds[i] < bounds[nearest]) nearest = i;
            }
            gibbs.clear();
            double least = align(nearest, Double.POSITIVE_INFINITY);
            for (int i = 0; i < bounds.length; i++) {
                if (i != nearest && bounds[i] <= least + reach) least = Math.min(least, align(i, least + reach));
            }
            gibbs.normalise();
        }

        /** Turns F so that its columns are orthogonal, which leaves FFᵀ alone; returns their lengths, ascending. */
        private double[] straighten() {
            decompose(factor.copy());
            CommonOps_DDRM.mult(factor, svd.getV(null, false), product);
            factor.setTo(product);
            double[] lengths = svd.getSingularValues().clone();
            Arrays.sort(lengths);
            trace = VectorMemory.square(lengths);
            return lengths;
        }

        /** The update of the state, which stays where it is; returns W₂ between the two. */
        double average() {
            Arrays.fill(nextMean, 0);
            nextFactor.zero();
            for (int j = 0; j < gibbs.count(); j++) {
                double[] x = means[gibbs.pattern(j)];
                for (int k = 0; k < nextMean.length; k++) nextMean[k] += gibbs.weight(j) * x[k];
                CommonOps_DDRM.addEquals(nextFactor, gibbs.weight(j), aligned[j]);
            }
            return Math.sqrt(VectorMemory.squaredDistance(mean, nextMean) + squaredDistance(factor, nextFactor));
        }

        /** Takes the update. */
        void move() {
            double[] oldMean = mean;
            DMatrixRMaj oldFactor = factor;
            mean = nextMean;
            factor = nextFactor;
            nextMean = oldMean;
            nextFactor = oldFactor;
        }

        Gaussian law() {
            double[] decentred = mean.clone();
            for (int k = 0; k < decentred.length; k++) decentred[k] += centre[k];
            return new Gaussian(decentred, CommonOps_DDRM.multTransB(factor, factor, null).get2DData());
        }

        /**
         * Adds pattern {@code i} unless it is farther than {@code most}; returns its squared distance or, above that, a lower bound.
         * For columns c_k of S_i F, the trace term is at most Σ|c_k|, and equal to it where covariances commute.
         */
        private double align(int i, double most) {
            CommonOps_DDRM.mult(roots[i], factor, product);
            double apart = VectorMemory.squaredDistance(means[i], mean);
            double bound = apart + traces[i] + trace - 2 * columnLengths(product);
            if (bound > most) return bound;
            decompose(product);
            CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), orthogonal);
            int j = gibbs.count();
            if (aligned[j] == null) aligned[j] = square();
            CommonOps_DDRM.mult(roots[i], orthogonal, aligned[j]);
            double distance = apart + squaredDistance(factor, aligned[j]);
            gibbs.add(i, distance);
            return distance;
        }

        private void decompose(DMatrixRMaj a) {
            if (!svd.decompose(a)) throw new ArithmeticException("no singular value decomposition of a product of roots");
        }

        private static double columnLengths(DMatrixRMaj a) {
            double sum = 0;
            for (int k = 0; k < a.numCols; k++) {
                double square = 0;
                for (int i = k; i < a.data.length; i += a.numCols) square += a.data[i] * a.data[i];
                sum += Math.sqrt(square);
            }
            return sum;
        }

        private double squaredDistance(DMatrixRMaj a, DMatrixRMaj b) {
            CommonOps_DDRM.subtract(a, b, difference);
            double norm = NormOps_DDRM.normF(difference);
            return norm * norm;
        }

        private DMatrixRMaj square() { return new DMatrixRMaj(centre.length, centre.length); }
    }
}
