package org.tanhwg.studies.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tanhwg.core.memory.Eigenbasis;
import org.tanhwg.core.memory.GaussianMemory;
import org.tanhwg.core.memory.Retrieval;
import org.tanhwg.core.memory.VectorMemory;
import org.tanhwg.studies.memory.MemoryResult.Association;
import org.tanhwg.studies.memory.MemoryResult.Point;
import org.tanhwg.studies.memory.MemoryResult.Sweeps;
import org.tanhwg.studies.memory.MemoryResult.Weight;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.UserError;

/** The laws of words that one half of a text teaches, recalled by those that the other half teaches. */
final class WordTrial {
    /** Root mean square distance of the stored laws from their centre, as on the sphere of drawn patterns. */
    private static final double NORM = 7;
    private static final double[] BETAS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20};
    private static final int EXAMPLES = 30;
    private static final int LISTED = 6;
    private static final double LEAST_LISTED = 0.01;

    private final MemorySettings settings;
    private final String text;
    private final List<String> words;

    /** @throws UserError when the text has too few words */
    WordTrial(MemorySettings settings, String text) {
        this.settings = settings;
        this.text = text;
        words = WordLaws.vocabulary(text, settings.patterns());
        if (words.size() < settings.dim()) {
            throw new UserError(settings.words() + ": only " + words.size() + " words occur " + WordLaws.LEAST
                    + " times in either half; --dim = " + settings.dim() + " needs at least as many");
        }
    }

    /** A pure function of settings and text, times aside. */
    MemoryFindings run() {
        long start = System.nanoTime();
        WordLaws laws = WordLaws.learn(text, words, settings.dim(), new SplittableRandom(settings.seed()));
        double factor = NORM / spread(laws.stored());
        GaussianMemory stored = GaussianMemory.of(Eigenbasis.diagonal(settings.dim()), scaled(laws.stored(), factor),
                settings.beta(), settings.precision());
        double seconds = (System.nanoTime() - start) * 1e-9;

        VectorMemory memory = stored.vectors().orElseThrow();
        int count = Math.min(settings.cues(), words.size());
        var cues = new Cues<>(Arrays.asList(scaled(laws.heldOut(), factor)).subList(0, count),
                IntStream.range(0, count).toArray());
        Retrievals retrievals = Retrievals.of(memory, cues, settings.stopping());
        return new MemoryFindings(stored, retrievals, Optional.empty(), NORM, MemoryFindings.baselines(memory, cues, settings),
                new Sweeps(List.of(), betas(memory, cues.some(settings.sweep())), List.of()), associations(memory, retrievals),
                Optional.of(Provenance.sha256(text.getBytes(StandardCharsets.UTF_8))), seconds);
    }

    private List<Point> betas(VectorMemory memory, Cues<double[]> cues) {
        if (cues.count() == 0) return List.of();
        return DoubleStream.of(BETAS).map(factor -> factor * settings.beta())
                .mapToObj(beta -> MemoryFindings.point(beta, Retrievals.of(memory.withBeta(beta), cues, settings.stopping()),
                        settings))
                .toList();
    }

    /** Where the cues of words all over the frequencies led to. */
    private List<Association> associations(VectorMemory memory, Retrievals retrievals) {
        List<Association> associations = new ArrayList<>();
        for (int q : Cues.spread(retrievals.queries().size(), EXAMPLES)) {
            Retrievals.Query query = retrievals.queries().get(q);
            Retrieval<?> end = query.end();
            double[] weights = memory.weights((double[]) end.state());
            List<Weight> found = IntStream.range(0, weights.length).boxed()
                    .sorted(Comparator.comparingDouble(i -> -weights[i])).limit(LISTED).filter(i -> weights[i] >= LEAST_LISTED)
                    .map(i -> new Weight(words.get(i), weights[i])).toList();
            associations.add(new Association(words.get(query.pattern()), end.attractor().name().toLowerCase(Locale.ROOT), found));
        }
        return associations;
    }

    private static double spread(double[][] rows) {
        double[] centre = new double[rows[0].length];
        for (double[] row : rows) for (int k = 0; k < centre.length; k++) centre[k] += row[k] / rows.length;
        return Math.sqrt(Arrays.stream(rows).flatMapToDouble(row -> IntStream.range(0, centre.length)
                .mapToDouble(k -> (row[k] - centre[k]) * (row[k] - centre[k]))).sum() / rows.length);
    }

    private static double[][] scaled(double[][] rows, double factor) {
        return Arrays.stream(rows).map(row -> DoubleStream.of(row).map(v -> factor * v).toArray()).toArray(double[][]::new);
    }
}
