package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchSettings.Strategy;

/** Proposes candidates, no two alike: a function of the settings and of what earlier candidates brought, never of when they ended. */
final class Proposer {
    /** Vectors in a row that were proposed before, after which the space counts as exhausted. */
    private static final int PATIENCE = 1000;

    private final SearchSettings settings;
    private final SettingsSpace space;
    private final Set<Map<String, Object>> proposed = new HashSet<>();
    private final List<double[]> vectors = new ArrayList<>();

    Proposer(SearchSettings settings, SettingsSpace space) {
        this.settings = settings;
        this.space = space;
    }

    /**
     * The next candidates; none when the search is over.
     *
     * @param ended what became of all that were proposed so far
     */
    List<Proposal> next(List<CandidateResult> ended) {
        boolean genetic = settings.strategy() == Strategy.GENETIC;
        if (!vectors.isEmpty() && (!genetic || space.numParameters() == 0)) return List.of();
        Stream<double[]> candidates = switch (settings.strategy()) {
            case RANDOM -> Stream.generate(random(settings.seed()));
            case GRID -> grid();
            case GENETIC -> Stream.generate(vectors.isEmpty() ? random(settings.seed())
                    : new Generation(settings, space.numParameters(), ended, vectors));
        };
        int left = settings.candidates() - vectors.size();
        return distinct(genetic ? Math.min(left, Generation.size(settings)) : left, candidates);
    }

    /** Where in the unit cube a candidate that was proposed lies. */
    double[] vector(int index) {
        return vectors.get(index);
    }

    private Supplier<double[]> random(long seed) {
        var generator = new RandomSearchGenerator(space);
        generator.setRngSeed(seed);
        return () -> generator.getCandidate().getFlatParameters();
    }

    /** All points in their order, or any of them in random order if there are too many. */
    private Stream<double[]> grid() {
        int[] values = values(settings, space);
        int all = (int) points(values);
        IntStream order = all <= settings.candidates() ? IntStream.range(0, all)
                : new SplittableRandom(settings.seed()).ints(0, all).distinct().limit(all);
        return order.mapToObj(point -> GridSearchCandidateGenerator.indexToValues(values, point, all));
    }

    /** @throws UserError when the grid, if that is the strategy, has more points than Arbiter can number */
    static void requireCountable(SearchSettings settings, SettingsSpace space) {
        double points = points(values(settings, space));
        if (settings.strategy() == Strategy.GRID && points >= Integer.MAX_VALUE)
            throw new UserError(
                    String.format(Locale.ROOT, "the grid has %.1e points: can be at most 2e9; lower --grid-points, search fewer"
                            + " settings, or use --strategy random", points));
    }

    private static double points(int[] values) { return IntStream.of(values).asDoubleStream().reduce(1, (a, b) -> a * b); }

    /** How many values of each open place are on the grid. */
    private static int[] values(SearchSettings settings, SettingsSpace space) {
        return space.collectLeaves().stream().mapToInt(place -> {
            if (place instanceof DiscreteParameterSpace<?> choice) return choice.numValues();
            if (place instanceof IntegerParameterSpace whole)
                return (int) Math.min(settings.gridPoints(), (long) whole.getMax() - whole.getMin() + 1);
            return settings.gridPoints();
        }).toArray();
    }

    private List<Proposal> distinct(int most, Stream<double[]> candidates) {
        var found = new ArrayList<Proposal>();
        int repeated = 0;
        for (var next = candidates.iterator(); found.size() < most && repeated < PATIENCE && next.hasNext();) {
            double[] vector = next.next();
            Map<String, Object> parameters = space.parameters(vector);
            if (!proposed.add(parameters)) {
                repeated++;
                continue;
            }
            repeated = 0;
            found.add(new Proposal(vectors.size(), vector, parameters));
            vectors.add(vector);
        }
        return found;
    }

    /**
     * A candidate before it is trained.
     *
     * @param vector its place in the unit cube
     * @param parameters the settings that are searched, by key
     */
    record Proposal(int index, double[] vector, Map<String, Object> parameters) {}
}
