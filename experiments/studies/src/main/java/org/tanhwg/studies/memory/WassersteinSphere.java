package org.tanhwg.studies.memory;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.Eigenbasis;
import org.tanhwg.core.memory.GaussianMemory;
import org.tanhwg.core.memory.VectorMemory.Precision;

/**
 * Draws patterns on the Wasserstein sphere |μ|² + tr Σ = norm², W₂ = norm from the point at the origin, and cues at an exact W₂ from them.
 *
 * <p>The mean has a share of norm² uniform in [0.4, 0.6] and any direction; eigenvalues are log-uniform up to the condition. A cue is the
 * image of its pattern under x ↦ μ + a + (I + V)(x − μ): for I + V positive semidefinite that map is optimal, so W₂² = |a|² + tr VΣV, without
 * any approximation (theory §6). Its direction is isotropic in the mean and the deviations along random axes; no deviation shrinks by more
 * than 0.9 of itself, what is missing then goes to the mean.
 */
final class WassersteinSphere {
    private static final double LEAST_SHARE = 0.4;
    private static final double MOST_SHARE = 0.6;
    private static final double LEAST_STRETCH = -0.9;

    private final MemorySettings settings;
    private final int dimension;

    WassersteinSphere(MemorySettings settings, int dimension) {
        this.settings = settings;
        this.dimension = dimension;
    }

    GaussianMemory memory(int patterns, double beta, Precision precision, RandomGenerator random) {
        if (settings.covariance() == MemorySettings.Covariance.GENERAL)
            return GaussianMemory.of(Stream.generate(() -> Eigenbasis.of(axes(random)).law(row(random))).limit(patterns).toList(),
                    beta);
        Eigenbasis basis = settings.covariance() == MemorySettings.Covariance.SPHERICAL ? Eigenbasis.spherical(dimension)
                : Eigenbasis.of(axes(random));
        double[][] rows = Stream.generate(() -> row(random)).limit(patterns).toArray(double[][]::new);
        return GaussianMemory.of(basis, rows, beta, precision);
    }

    /** A cue for the law that a vector stands for. */
    double[] cue(double[] pattern, double distance, RandomGenerator random) {
        double[] deviations = DoubleStream.of(pattern).skip(dimension).toArray();
        double[] tangent = tangent(deviations, distance, random);
        for (int k = 0; k < tangent.length; k++) tangent[k] += pattern[k];
        return tangent;
    }

    /** A cue for a law. */
    Gaussian cue(Gaussian pattern, double distance, RandomGenerator random) {
        double[][] axes = axes(random), covariance = pattern.covariance(), stretch = new double[dimension][dimension];
        double[] deviations = new double[dimension], mean = pattern.mean();
        for (int k = 0; k < dimension; k++) {
            for (int i = 0; i < dimension; i++)
                for (int j = 0; j < dimension; j++) deviations[k] += axes[i][k] * covariance[i][j] * axes[j][k];
            deviations[k] = Math.sqrt(deviations[k]);
        }
        double[] tangent = tangent(deviations, distance, random), offset = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                for (int k = 0; k < dimension; k++)
                    stretch[i][j] += axes[i][k] * tangent[dimension + k] / deviations[k] * axes[j][k];
                offset[i] -= stretch[i][j] * mean[j];
            }
            stretch[i][i] += 1;
            offset[i] += tangent[i];
        }
        return pattern.pushforward(stretch, offset);
    }

    /** Mean and deviations of a pattern along its axes. */
    private double[] row(RandomGenerator random) {
        double share = random.nextDouble(LEAST_SHARE, MOST_SHARE);
        double[] mean = Orthonormal.scale(Orthonormal.normals(dimension, random), Math.sqrt(share) * settings.norm());
        double[] deviations = random.doubles(settings.covariance() == MemorySettings.Covariance.SPHERICAL ? 1 : dimension)
                .map(u -> Math.pow(settings.condition(), u / 2)).toArray();
        Orthonormal.scale(deviations, Math.sqrt(1 - share) * settings.norm());
        return DoubleStream.concat(DoubleStream.of(mean), DoubleStream.of(deviations)).toArray();
    }

    /** By how much mean and deviations change on the way to a cue: a vector as long as the way. */
    private double[] tangent(double[] deviations, double distance, RandomGenerator random) {
        double[] mean = Orthonormal.normals(dimension, random), change = Orthonormal.normals(deviations.length, random);
        double factor = distance / Math.sqrt(square(mean) + square(change));
        for (int k = 0; k < change.length; k++) change[k] = Math.max(LEAST_STRETCH * deviations[k], factor * change[k]);
        Orthonormal.scale(mean, Math.sqrt(Math.max(0, distance * distance - square(change))));
        return DoubleStream.concat(DoubleStream.of(mean), DoubleStream.of(change)).toArray();
    }

    private static double square(double[] vector) { return DoubleStream.of(vector).map(v -> v * v).sum(); }

    /** Orthonormal columns. */
    private double[][] axes(RandomGenerator random) {
        return Orthonormal.random(dimension, dimension, random); // rows or columns: it is as random either way
    }
}
