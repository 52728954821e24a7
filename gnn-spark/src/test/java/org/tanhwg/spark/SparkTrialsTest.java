package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.training.search.Search;
import org.tanhwg.training.search.SearchReader;
import org.tanhwg.training.search.SearchResult;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.Trial;
import org.tanhwg.training.train.Trial.Standing;

class SparkTrialsTest extends LocalSpark {
    static final Dataset FEW = new Dataset("few", MNIST.train().sample(900, 1), MNIST.test().sample(100, 1),
            "0".repeat(64));

    @TempDir Path folder;

    private static TrainSettings settings(String... more) {
        var values = new java.util.HashMap<>(Map.of("epochs", "5", "layers", "20", "validation", "170"));
        for (int i = 0; i < more.length; i += 2) values.put(more[i], more[i + 1]);
        return SettingsReader.read(values, Optional.empty());
    }

    private static List<Standing> watched(Trial.Executor site, TrainSettings settings, int most) {
        var seen = new ArrayList<Standing>();
        site.trial(settings, standing -> {
            seen.add(standing);
            return seen.size() < most;
        });
        return seen;
    }

    /** In parts and on different threads the same numbers come out. The 730 examples end in the middle of what curvatures are gathered over. */
    @Test void partsAreOneTraining() {
        Trial.Executor here = Search.here(1).apply(FEW);
        var there = new SparkTrials(spark, FEW, 2);
        assertThat(watched(there, settings(), 9)).isEqualTo(watched(here, settings(), 9)).hasSize(5);
        assertThat(watched(there, settings("optimizer", "adam", "eta", "0.001"), 3)).hasSize(3)
                .isEqualTo(watched(here, settings("optimizer", "adam", "eta", "0.001"), 3));
    }

    @Test void whatGoesWrongInACandidateIsSaidHere() {
        var there = new SparkTrials(spark, FEW, 2);
        assertThatThrownBy(() -> watched(there, settings("optimizer", "sgd", "eta", "1e30"), 9)).isInstanceOf(Divergence.class)
                .hasMessageContaining("eta");
    }

    @Test void aSearchFindsTheSameThereAsHere() {
        SearchResult here = search("here", Search.here(2));
        SearchResult there = search("there", data -> new SparkTrials(spark, data, 2));
        assertThat(there.front()).isEqualTo(here.front());
        assertThat(there.best()).isEqualTo(here.best());
        assertThat(there.candidates()).extracting(CandidateResult::objectives)
                .isEqualTo(here.candidates().stream().map(CandidateResult::objectives).toList());
        assertThat(there.candidates()).extracting(CandidateResult::status)
                .isEqualTo(here.candidates().stream().map(CandidateResult::status).toList());
    }

    /** Channels and weights were left behind. */
    @Test void examplesArriveWithAllTheyHave() {
        Examples colours = new Examples(new float[36], 12, new int[] {0, 1, 0}, 2, Optional.of(new ImageShape(2, 2, 3)));
        Examples weighted = colours.weighted(new float[] {1, 0.5f, 2});
        Dataset back = new SparkTrials.SharedData(
                new Dataset("colours", weighted, colours, "0".repeat(64), List.of("cat", "dog"))).dataset();
        assertThat(back.outputs()).containsExactly("cat", "dog");
        assertThat(back.train().shape()).isEqualTo(colours.shape());
        assertThat(back.train().weights().orElseThrow()).containsExactly(1, 0.5f, 2);
        assertThat(back.test().weights()).isEmpty();
    }

    private SearchResult search(String name, Function<Dataset, Trial.Executor> sites) {
        Map<String, String> search = Map.of("candidates", "6", "objective", "accuracy,keptFraction");
        Map<String, String> fixed = Map.of("epochs", "4", "train-examples", "600", "layers", "15");
        try (var log = new PrintStream(PrintStream.nullOutputStream());
                Search begun = Search.begin(SearchReader.read(search, fixed, Optional.empty(), Optional.empty()), sites,
                        Optional.of(folder.resolve(name)))) {
            return begun.run(log, false);
        }
    }
}
