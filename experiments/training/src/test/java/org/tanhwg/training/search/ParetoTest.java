package org.tanhwg.training.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchResult.CandidateResult.Timing;
import org.tanhwg.training.search.SearchSettings.Objective;

class ParetoTest {
    private static final List<Objective> BOTH = List.of(Objective.ACCURACY, Objective.KEPT_FRACTION);

    static CandidateResult candidate(int index, Status status, double accuracy, double kept) {
        Map<String, Double> objectives = status == Status.FAILED ? Map.of() : Map.of("accuracy", accuracy, "keptFraction", kept);
        return new CandidateResult(index, Map.of(), objectives, status, null, 1, List.of(), 1, new Timing(0, 0));
    }

    @Property(tries = 200) void theFrontIsWhatNoOtherDominates(@ForAll @IntRange(max = 15) int count, @ForAll Random random) {
        List<CandidateResult> candidates = new ArrayList<>();
        for (int i = 0; i < count; i++)
            candidates.add(candidate(i, Status.values()[random.nextInt(4)], random.nextInt(5) / 5., random.nextInt(5) / 5.));
        List<CandidateResult> done = candidates.stream().filter(c -> c.status() == Status.DONE).toList();
        List<Integer> front = Pareto.front(candidates, BOTH);
        assertThat(front).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(done.stream()
                .filter(a -> done.stream().noneMatch(b -> beats(b, a))).map(CandidateResult::index).toList());
        assertThat(front.stream().map(i -> -accuracy(candidates.get(i)))).isSorted();

        List<Integer> ranked = Pareto.ranked(candidates, BOTH);
        assertThat(ranked).containsExactlyInAnyOrderElementsOf(
                candidates.stream().filter(c -> !c.objectives().isEmpty() && c.status() != Status.DIVERGED)
                        .map(CandidateResult::index).toList());
        if (!front.isEmpty()) assertThat(ranked.subList(0, front.size())).containsExactlyInAnyOrderElementsOf(front);
    }

    private static boolean beats(CandidateResult a, CandidateResult b) {
        boolean asGood = accuracy(a) >= accuracy(b) && kept(a) <= kept(b);
        return asGood && (accuracy(a) > accuracy(b) || kept(a) < kept(b));
    }

    private static double accuracy(CandidateResult c) {
        return c.objectives().get("accuracy");
    }

    private static double kept(CandidateResult c) {
        return c.objectives().get("keptFraction");
    }

    @Test void theBestOfTwoObjectivesIsTheSparsestWithinOneStandardError() {
        var candidates = List.of(candidate(0, Status.DONE, .95, .5), candidate(1, Status.DONE, .946, .2),
                candidate(2, Status.DONE, .944, .1),
                candidate(3, Status.STOPPED, .95, .01), candidate(4, Status.FAILED, 0, 0));
        assertThat(Pareto.best(candidates, BOTH, 2000, null).orElseThrow().index()).isEqualTo(1); // one standard error is .0049
        assertThat(Pareto.best(candidates, BOTH, 2000, 0.6).orElseThrow().index()).as("six thousandths allowed").isEqualTo(2);
        assertThat(Pareto.best(candidates, BOTH, 2000, 0.4).orElseThrow().index()).isEqualTo(1);
        assertThat(Pareto.best(candidates, BOTH, 2000, 0.0).orElseThrow().index()).isZero();
        assertThat(Pareto.best(candidates, List.of(Objective.ACCURACY), 2000, null).orElseThrow().index()).isZero();
        assertThat(Pareto.best(candidates.subList(3, 5), BOTH, 2000, null)).isEmpty();
    }

    @Test void thoseAheadAreOnBetterFronts() {
        List<double[]> others = List.of(new double[] {0, 1}, new double[] {1, 0}, new double[] {1, 2}, new double[] {3, 3});
        assertThat(Pareto.ahead(others, new double[] {2, 1})).isEqualTo(2);
        assertThat(Pareto.ahead(others, new double[] {9, 9})).isEqualTo(4);
        assertThat(Pareto.ahead(others, new double[] {-1, 9})).isZero();
        assertThat(Pareto.ahead(List.of(), new double[] {1})).isZero();
    }

    /** The ends of a front, then those with the widest gaps around them. */
    @Test void theLonelyRankBeforeTheCrowded() {
        double[] kept = {0, .1, .2, .6, 1};
        var line = IntStream.range(0, 5).mapToObj(i -> candidate(i, Status.DONE, kept[i], kept[i])).toList();
        assertThat(Pareto.ranked(line, BOTH)).startsWith(4, 0, 3).endsWith(1);
    }
}
