package org.tanhwg.studies.memory;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Orthonormal vectors by Gram and Schmidt. */
final class Orthonormal {
    private Orthonormal() {}

    /** {@code count} ≤ {@code length} vectors in any direction. */
    static double[][] random(int count, int length, RandomGenerator random) {
        double[][] vectors = Stream.generate(() -> normals(length, random)).limit(count).toArray(double[][]::new);
        straighten(vectors);
        return vectors;
    }

    /** Makes independent vectors orthonormal, in place; in two passes, so that they are so to rounding. */
    static void straighten(double[][] vectors) {
        for (int k = 0; k < vectors.length; k++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int l = 0; l < k; l++) {
                    double product = 0;
                    for (int i = 0; i < vectors[k].length; i++) product += vectors[k][i] * vectors[l][i];
                    for (int i = 0; i < vectors[k].length; i++) vectors[k][i] -= product * vectors[l][i];
                }
                scale(vectors[k], 1);
            }
        }
    }

    static double[] normals(int count, RandomGenerator random) {
        return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
    }

    /** Gives a vector other than 0 that length, in place; returns it. */
    static double[] scale(double[] vector, double length) {
        double factor = length / Math.sqrt(DoubleStream.of(vector).map(v -> v * v).sum());
        for (int k = 0; k < vector.length; k++) vector[k] *= factor;
        return vector;
    }
}
