package org.tanhwg.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.training.search.Proposer.Proposal;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchSettings.Strategy;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

class ProposerTest {
    private static final Map<String, Object> SPACE = Map.of("eta", Map.of("log-uniform", List.of("1e-2", 100)), "off-at",
            Map.of("uniform", List.of(0.25, 0.75)), "layers", List.of(Map.of("integer", List.of(5, 9)), 7));

    private static SearchSettings settings(Strategy strategy, int candidates, long seed, Map<String, Object> space) {
        return new SearchSettings(strategy, "accuracy,keptFraction", candidates, seed, 3, true, null, space);
    }

    /** All proposals, when the i-th candidate is as good as its parameters' hash says. */
    private static List<Map<String, Object>> proposals(SearchSettings settings) {
        var space = SpaceReader.read("test", settings.space());
        var proposer = new Proposer(settings, space);
        var parameters = new ArrayList<Map<String, Object>>();
        var ended = new ArrayList<CandidateResult>();
        for (List<Proposal> next = proposer.next(ended); !next.isEmpty(); next = proposer.next(ended)) {
            for (Proposal proposal : next) {
                assertThat(proposal.index()).isEqualTo(parameters.size());
                assertThat(proposal.vector()).isEqualTo(proposer.vector(proposal.index()));
                parameters.add(proposal.parameters());
                Status status = proposal.index() % 5 == 3 ? Status.FAILED : Status.DONE;
                ended.add(ParetoTest.candidate(proposal.index(), status, fitness(proposal.parameters()), .5));
            }
        }
        return parameters;
    }

    private static double fitness(Map<String, Object> parameters) {
        return parameters.get("eta") instanceof Double eta ? 1 / (1 + Math.abs(Math.log(eta))) : .5;
    }

    @ParameterizedTest
    @EnumSource void theSeedDecidesAndNothingElse(Strategy strategy) {
        List<Map<String, Object>> one = proposals(settings(strategy, 20, 1, SPACE));
        assertThat(one).hasSize(20).doesNotHaveDuplicates().isEqualTo(proposals(settings(strategy, 20, 1, SPACE)))
                .isNotEqualTo(proposals(settings(strategy, 20, 2, SPACE)));
        assertThat(one).allSatisfy(p -> {
            assertThat((Double) p.get("eta")).isBetween(.01, 100.);
            assertThat((Double) p.get("off-at")).isBetween(.25, .75);
            assertThat((Integer) ((List<?>) p.get("layers")).get(0)).isBetween(5, 9);
            assertThat(((List<?>) p.get("layers")).get(1)).isEqualTo(7);
        });
    }

    @Test void aGridHasTheEndsAndWhatLiesBetween() {
        List<Map<String, Object>> grid = proposals(settings(Strategy.GRID, 1000, 1, SPACE));
        assertThat(grid).hasSize(27);
        assertThat(grid.stream().map(p -> p.get("eta")).distinct()).containsExactlyInAnyOrder(.01, 1., 100.);
        assertThat(grid.stream().map(p -> p.get("layers")).distinct()).containsExactlyInAnyOrder(List.of(5, 7), List.of(7, 7),
                List.of(9, 7));
    }

    /** More settings than any memory has room for their grid. */
    @Test void aHugeGridIsSampled() {
        var space = new LinkedHashMap<String, Object>();
        for (String key : List.of("eta", "beta", "kappa", "lambda", "noise-input", "noise-hidden"))
            space.put(key, Map.of("uniform", List.of(.1, .9)));
        var settings = new SearchSettings(Strategy.GRID, "accuracy", 10, 1, 30, true, null, space);
        assertThat(proposals(settings)).hasSize(10).doesNotHaveDuplicates();
    }

    @Test void laterGenerationsAreBetter() {
        List<Map<String, Object>> all = proposals(settings(Strategy.GENETIC, 100, 1, SPACE));
        assertThat(all).hasSize(100);
        double first = all.subList(0, 20).stream().mapToDouble(ProposerTest::fitness).average().orElseThrow();
        double last = all.subList(80, 100).stream().mapToDouble(ProposerTest::fitness).average().orElseThrow();
        assertThat(last).isGreaterThan(1.3 * first);
    }

    /** Arbiter looks for a second parent for ever when there is one. */
    @Test
    @Timeout(10) void aGenerationWithoutParentsIsDrawnByChance() {
        SearchSettings settings = settings(Strategy.GENETIC, 12, 1, SPACE);
        for (int survivors : new int[] {0, 1, 2}) {
            var proposer = new Proposer(settings, SpaceReader.read("test", settings.space()));
            var ended = proposer.next(List.of()).stream()
                    .map(p -> ParetoTest.candidate(p.index(), p.index() < survivors ? Status.DONE : Status.FAILED, .5, .5))
                    .toList();
            assertThat(proposer.next(ended)).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource void anEmptySpaceHasOnePoint(Strategy strategy) {
        assertThat(proposals(settings(strategy, 9, 1, Map.of("eta", 2, "beta", Map.of("uniform", List.of(.1, .1))))))
                .containsExactly(Map.of());
    }

    @Test void choicesNestAndSettingsComeOut() {
        Map<String, Object> open = Map.of("layers",
                Map.of("choice", List.of("none", List.of(Map.of("integer", List.of(3, 4))), List.of(8, 8))));
        SettingsSpace space = SpaceReader.read("test", open);
        assertThat(space.numParameters()).isEqualTo(2);
        assertThat(List.of(0., .5, 1.).stream().map(x -> space.settings(new double[] {x, 1}).layers()))
                .containsExactly(List.of(), List.of(4), List.of(8, 8));
        TrainSettings typical = SpaceReader.read("test", Map.of("preset", Map.of("choice", List.of("sparse", "dense"))))
                .typical();
        assertThat(typical.beta()).isZero();
    }

    @Test void valuesHaveFourDigitsAndStayInside() {
        SettingsSpace space = SpaceReader.read("test", Map.of("eta", Map.of("uniform", List.of(1.000049, 1.000051))));
        assertThat(Arrays.stream(new double[] {0, .4, 1}).mapToObj(x -> space.parameters(new double[] {x}).get("eta")))
                .containsExactly(1.000049, 1.000049, 1.000049);
        SettingsSpace wide = SpaceReader.read("test", Map.of("eta", Map.of("log-uniform", List.of("1e-5", 10))));
        assertThat(wide.parameters(new double[] {1 / 3.})).isEqualTo(Map.of("eta", 1e-3));
    }

    @Test void everyPresetHasASpace() {
        assertThat(SettingsReader.presets()).allSatisfy(preset -> {
            SearchSettings settings = SearchReader.read(Map.of(), Map.of("preset", preset), Optional.empty(), Optional.empty());
            assertThat(settings.space()).containsEntry("preset", preset).containsEntry("epochs", 20);
            assertThat(SpaceReader.read(preset, settings.space()).numParameters()).isGreaterThan(4);
        });
    }

    @Test void whatMakesNoDifferenceIsNotSearched() {
        assertThatThrownBy(
                () -> SpaceReader.read("test", Map.of("optimizer", "adam", "gamma", Map.of("uniform", List.of(.1, .2)))))
                .hasMessage("test: gamma: makes no difference to adam; write a space without it");
        var both = Map.<String, Object>of("optimizer", Map.of("choice", List.of("adam", "tan-hwg")));
        SettingsSpace space = SpaceReader.read("test", both);
        assertThat(List.of(0., 1.).stream().map(x -> space.settings(new double[] {x}).eta())).containsExactly(1e-3, .5);
    }
}
