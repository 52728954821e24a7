package org.tanhwg.core.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsensusTest {
    private static final List<double[]> START = List.of(new double[] {0.9, 0.1, 0}, new double[] {0.2, 0.3, 0.5});

    /** Rem 5.19: together |1 − 2η| with the mean kept, one after the other (1 − η)². */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.8, 0.999, 1}) void pairsContractAtTheRatesOfTheTheory(double eta) {
        List<double[]> together = Consensus.pair(eta).together(START);
        List<double[]> inTurn = Consensus.pair(eta).inTurn(START);
        for (int x = 0; x < 3; x++) {
            double before = START.get(0)[x] - START.get(1)[x];
            assertThat(together.get(0)[x] - together.get(1)[x]).isCloseTo((1 - 2 * eta) * before, within(1e-15));
            assertThat(together.get(0)[x] + together.get(1)[x]).isCloseTo(START.get(0)[x] + START.get(1)[x], within(1e-15));
            assertThat(inTurn.get(0)[x] - inTurn.get(1)[x]).isCloseTo((1 - eta) * (1 - eta) * before, within(1e-15));
        }
    }

    @Test void connectedFieldsAgreeInTheEnd() {
        Consensus ring = new Consensus(new double[][] {{0, 0.5, 0.5}, {1, 0, 0}, {0, 1, 0}}, 0.3);
        List<double[]> fields = List.of(new double[] {1, 0}, new double[] {0, 1}, new double[] {0.5, 0.5});
        for (int k = 0; k < 200; k++) fields = ring.together(fields);
        assertThat(fields.get(1)).containsExactly(fields.get(0), within(1e-12));
        assertThat(fields.get(2)).containsExactly(fields.get(0), within(1e-12));
    }

    @Test void refusesRowsThatAreNoProbability() {
        assertThatThrownBy(() -> new Consensus(new double[][] {{0.5, 0.4}, {0, 1}}, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("coupling[0] sums to 0.9");
        assertThatThrownBy(() -> Consensus.pair(0.1).together(List.of(new double[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fields.size() = 1");
    }
}
