package org.tanhwg.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;
import org.tanhwg.training.train.Checkpoints.Patience;

class PatienceTest {

    private static List<EpochResult> epochs(double... losses) {
        return IntStream.range(0, losses.length).mapToObj(i -> new EpochResult(i + 1, 0, 0., null, 1, List.of(), List.of(),
                new EnergyDescent(0, 0, 0, null), 0, null, losses[i])).toList();
    }

    @Test void theFirstOfTheSmallestIsBest() {
        var patience = new Patience(2, 1);
        assertThat(patience.best(epochs())).isEmpty();
        assertThat(patience.best(epochs(3, 1, 2, 1)).orElseThrow().epoch()).isEqualTo(2);
        assertThat(patience.isOver(epochs(3, 1, 2))).isFalse();
        assertThat(patience.isOver(epochs(3, 1, 2, 1))).isTrue();
        assertThat(patience.isOver(epochs(3, 1, 2, .5))).isFalse();
    }

    /** What was not pruned yet is not compared with what was. */
    @Test void epochsBeforeTheSupportIsFrozenDoNotCount() {
        var patience = new Patience(2, 4);
        assertThat(patience.isOver(epochs(1, 2, 3))).isFalse();
        assertThat(patience.best(epochs(1, 2, 3, 9)).orElseThrow().epoch()).isEqualTo(4);
        assertThat(patience.isOver(epochs(1, 2, 3, 8, 9))).isFalse();
        assertThat(patience.isOver(epochs(1, 2, 3, 8, 9, 9))).isTrue();
    }

    /** A support that is frozen in the course of an epoch is frozen at its end. */
    @ParameterizedTest
    @CsvSource({"0.7, tan-hwg, 1e-3, 8", "0.75, tan-hwg, 1e-3, 8", "0.7, tan-hwg, 0, 1", "0.7, adam, 0, 1",
            "0.5, magnitude-pruning, 0, 6", "0.5, gradual-pruning, 0, 6", "0.5, rigl, 0, 6",
            "1, tan-hwg, 1e-3, 11"}) void epochsCountOnceNothingIsPrunedAnyMore(String off,
                    String optimizer, String beta, int from) {
        String[] own = switch (optimizer) {
            case "tan-hwg" -> new String[] {"beta", beta, "off-at", off};
            case "adam" -> new String[] {};
            default -> new String[] {"preset", "dense", "off-at", off}; // whose beta is 0
        };
        String[] all = IntStream.range(0, own.length + 6).mapToObj(i -> i < own.length ? own[i]
                : List.of("optimizer", optimizer, "epochs", "10", "patience", "3").get(i - own.length)).toArray(String[]::new);
        assertThat(Patience.of(TinyRuns.settings(all)).orElseThrow()).isEqualTo(new Patience(3, from));
        assertThat(Patience.of(TinyRuns.settings())).isEmpty();
    }
}
