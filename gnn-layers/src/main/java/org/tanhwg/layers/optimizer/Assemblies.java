package org.tanhwg.layers.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.tanhwg.layers.kernel.SplitMix;

/**
 * Neuronal assemblies: the inputs of a layer grouped by their activation patterns over recent batches (Rem 6.14).
 *
 * <p>A pattern is seen through the averaged signal V_xy = mean_b a_bx ε_by, whose row x is the pattern of input x over the errors of the recent
 * batches: inputs with parallel rows are one and the same to the energy. Being part of the optimizer's state it is saved with the model. Rows are
 * projected onto {@value #DIMENSIONS} fixed random directions, scaled to length 1 and clustered by k-means++ (Arthur, Vassilvitskii 2007), seeded by the
 * number of the step.
 */
final class Assemblies {
    private static final int DIMENSIONS = 16;
    private static final int ITERATIONS = 10;
    private static final long SEED = 0x5eed;

    private final int count;

    /** @param count largest number of assemblies, ≥ 1 */
    Assemblies(int count) { this.count = count; }

    /** The assembly of each input, numbered from 0; an input without a pattern is one by itself. */
    int[] of(LayerViews layer, int step) {
        double[][] projected = project(layer);
        List<Pattern> patterns = new ArrayList<>();
        int[] assembly = new int[projected.length];
        int next = 0;
        for (int x = 0; x < projected.length; x++) {
            double norm = 0;
            for (double value : projected[x]) norm += value * value;
            if (norm > 0) patterns.add(new Pattern(x, scaled(projected[x], 1 / Math.sqrt(norm))));
            else assembly[x] = next++;
        }
        if (patterns.isEmpty()) return assembly;
        var clusterer = new KMeansPlusPlusClusterer<Pattern>(Math.min(count, patterns.size()), ITERATIONS,
                new EuclideanDistance(),
                new Well19937c(SplitMix.seed(SEED, step)));
        for (CentroidCluster<Pattern> cluster : clusterer.cluster(patterns)) {
            for (Pattern pattern : cluster.getPoints()) assembly[pattern.input] = next;
            next++;
        }
        return assembly;
    }

    private record Pattern(int input, double[] direction) implements Clusterable {
        @Override public double[] getPoint() { return direction; }
    }

    /** n × dimensions. */
    private static double[][] project(LayerViews layer) {
        int n = layer.n();
        int rows = layer.signal().limit() / n;
        int dimensions = Math.min(rows, DIMENSIONS);
        double[][] projected = new double[n][dimensions];
        float[] column = new float[n];
        for (int row = 0; row < rows; row++) {
            layer.signal().get(row * n, column);
            SplittableRandom random = SplitMix.generator(SEED, row);
            for (int d = 0; d < dimensions; d++) {
                double direction = rows == dimensions ? (d == row ? 1 : 0) : random.nextGaussian();
                for (int x = 0; x < n; x++) projected[x][d] += direction * column[x];
            }
        }
        return projected;
    }

    private static double[] scaled(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) vector[i] *= factor;
        return vector;
    }
}
