package org.tanhwg.studies.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.AssociativeMemory;
import org.tanhwg.core.memory.GaussianMemory;
import org.tanhwg.core.memory.GaussianMemory.Structure;
import org.tanhwg.core.memory.RootVectors;
import org.tanhwg.core.memory.Stopping;
import org.tanhwg.core.memory.VectorMemory;
import org.tanhwg.studies.memory.MemoryResult.Association;
import org.tanhwg.studies.memory.MemoryResult.Baseline;
import org.tanhwg.studies.memory.MemoryResult.Point;
import org.tanhwg.studies.memory.MemoryResult.Sweeps;

/**
 * What a study found.
 *
 * @param memory that was studied
 * @param nominalRadius W₂ that cues were to have from their patterns
 * @param norm radius of the sphere on which patterns lie, exactly or on average
 * @param dataSha256 sum of the text that patterns were learned on
 */
record MemoryFindings(GaussianMemory memory, Retrievals retrievals, Optional<Double> nominalRadius, double norm,
        List<Baseline> baselines,
        Sweeps sweeps, List<Association> words, Optional<String> dataSha256, double storeSeconds) {

    /** What simpler methods make of the same cues. */
    static <S> List<Baseline> baselines(AssociativeMemory<S> memory, Cues<S> cues, MemorySettings settings) {
        List<Baseline> baselines = new ArrayList<>();
        double[] misses = new double[cues.count()];
        for (int q = 0; q < misses.length; q++)
            misses[q] = memory.space().distance(memory.pattern(memory.nearest(cues.points().get(q))),
                    memory.pattern(cues.owners()[q]));
        baselines.add(baseline("nearest pattern in W2", misses, settings));
        Retrievals once = Retrievals.of(memory, cues, Stopping.after(1));
        baselines.add(baseline("one update", once.distances(), settings));
        if (memory instanceof GaussianMemory laws && laws.structure() == Structure.GENERAL)
            baselines.add(roots(laws, cues.points().stream().map(Gaussian.class::cast).toList(), cues.owners(), settings));
        return baselines;
    }

    /** The modern Hopfield network on [μ, vec Σ^½]; where covariances commute, it would be the same memory. */
    private static Baseline roots(GaussianMemory memory, List<Gaussian> cues, int[] owners, MemorySettings settings) {
        double[][] rows = new double[memory.size()][];
        for (int i = 0; i < rows.length; i++) rows[i] = RootVectors.vector(memory.pattern(i));
        var ends = new VectorMemory(rows, memory.beta()).retrieve(cues.stream().map(RootVectors::vector).toList(),
                settings.stopping());
        double[] distances = new double[owners.length];
        for (int q = 0; q < distances.length; q++)
            distances[q] = memory.space().distance(RootVectors.law(ends.get(q).state()), memory.pattern(owners[q]));
        return baseline("modern Hopfield on mean and root", distances, settings);
    }

    private static Baseline baseline(String name, double[] distances, MemorySettings settings) {
        return new Baseline(name, Retrievals.share(distances, settings.within()), StatUtils.mean(distances),
                StatUtils.percentile(distances, 50));
    }

    static Point point(double at, Retrievals retrievals, MemorySettings settings) {
        double[] distances = retrievals.distances();
        return new Point(at, Retrievals.share(distances, settings.within()), StatUtils.mean(distances),
                StatUtils.percentile(distances, 50));
    }
}
