package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.step.Consolidation;

/** Consolidation of one layer (theory §4.2), at the steps and with the coefficients of its optimizer. */
final class ScheduledConsolidation implements SynapticUpdater.MassRegime {
    /** Of the average by which pressure is measured, a step. */
    private static final double PRESSURE_DECAY = 0.99;

    private final StepSettings settings;
    private final Schedule schedule;
    private final Consolidation consolidation = new Consolidation();
    private final Assemblies assemblies;

    ScheduledConsolidation(StepSettings settings) {
        this.settings = settings;
        this.schedule = settings.schedule();
        this.assemblies = new Assemblies(settings.assemblies);
    }

    @Override public boolean move(LayerViews layer, Pass pass, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, float[] rate,
            int step) {
        if (!schedule.consolidates(step)) return false;
        settle(layer, 1);
        consolidate(layer, pass, massUpdate, amplitudeUpdate, settings.gamma, step);
        return true;
    }

    /** The target |O|^p depends on O alone, which stays: c moves by γ are one by 1 − (1−γ)^c. Measured pressure is taken as it is now. */
    @Override public boolean makeUpFor(LayerViews layer, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, int from, int to) {
        int due = 0;
        int last = from;
        for (int step = from; step < to; step++) {
            if (!schedule.consolidates(step)) continue;
            due++;
            last = step;
        }
        if (due == 0) return false;
        settle(layer, due);
        consolidate(layer, Pass.ALL, massUpdate, amplitudeUpdate,
                due == 1 ? settings.gamma : 1 - Math.pow(1 - settings.gamma, due), last);
        return true;
    }

    /** V has averaged over about as many steps as lie between two moves: M takes it in there, at no cost to the steps between. */
    private void settle(LayerViews layer, int moves) {
        if (settings.signals() > 1)
            consolidation.settle(layer.signal(), layer.pressing(),
                    1 - Math.pow(PRESSURE_DECAY, (double) moves * schedule.consolidateEvery()));
    }

    private void consolidate(LayerViews layer, Pass pass, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, double gamma,
            int step) {
        var coefficients = new Consolidation.Coefficients(gamma, settings.power, schedule.silentShare(step),
                settings.pressure(step),
                schedule.starves(step) ? settings.quantum : 0, settings.mass == MassRule.PERMUTED,
                layer.sketch().map(sketch -> assemblies.of(layer.n(), sketch, step)));
        Optional<FloatBuffer> spread = settings.beta > 0 ? layer.spread() : Optional.empty();
        pass.support().ifPresentOrElse(
                few -> consolidation.apply(few, layer.amplitude(), massUpdate, amplitudeUpdate, layer.signal(),
                        layer.pressing(), spread, coefficients),
                () -> consolidation.apply(layer.n(), layer.units(), layer.mass(), layer.amplitude(), massUpdate, amplitudeUpdate,
                        layer.signal(), layer.pressing(), spread, coefficients));
    }

    /**
     * Neuronal assemblies: the inputs of a layer grouped so that within a group activations were nearly the same over recent batches (Rem 6.14).
     *
     * <p>k-means++ (Arthur, Vassilvitskii 2007) on the sketches of {@link org.tanhwg.layers.impl.ActivationSketch}, seeded by the number of the step.
     */
    static final class Assemblies {
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
}
