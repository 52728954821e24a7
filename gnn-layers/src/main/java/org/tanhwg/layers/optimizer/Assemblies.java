package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/**
 * Neuronal assemblies: the inputs of a layer grouped so that within a group activations were nearly the same over recent batches (Rem 6.14).
 *
 * <p>k-means++ (Arthur, Vassilvitskii 2007) on the sketches of {@link org.tanhwg.layers.impl.ActivationSketch}, seeded by the number of the step.
 */
final class Assemblies {
    /** Numbers per input that are compared. */
    static final int DIMENSIONS = 32;
    private static final int ITERATIONS = 10;

    private final int count;

    /** @param count number of assemblies, ≥ 1; as many as there are inputs if these are fewer */
    Assemblies(int count) {
        this.count = count;
    }

    /** The assembly of each input, numbered from 0. */
    int[] of(int n, FloatBuffer sketch, int step) {
        List<Pattern> patterns = new ArrayList<>();
        for (int x = 0; x < n; x++) patterns.add(new Pattern(x, new double[sketch.limit() / n]));
        for (int i = 0; i < sketch.limit(); i++) patterns.get(i % n).point[i / n] = sketch.get(i);
        var clusterer = new KMeansPlusPlusClusterer<Pattern>(Math.min(count, n), ITERATIONS, new EuclideanDistance(),
                new Well19937c(step));
        int[] assembly = new int[n];
        int number = 0;
        for (CentroidCluster<Pattern> cluster : clusterer.cluster(patterns)) {
            for (Pattern pattern : cluster.getPoints()) assembly[pattern.input] = number;
            number++;
        }
        return assembly;
    }

    private record Pattern(int input, double[] point) implements Clusterable {
        @Override public double[] getPoint() { return point; }
    }
}
