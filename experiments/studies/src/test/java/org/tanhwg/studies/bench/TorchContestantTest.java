package org.tanhwg.studies.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tanhwg.datasets.Examples;

class TorchContestantTest {
    @Test void theChildAnswersEachRoundUntilItIsClosed() {
        var examples = new Examples(new float[] {0, 1, 1, 0, 1, 1}, 2, new int[] {0, 1, 1}, 2, Optional.empty());
        Optional<TorchContestant> torch = TorchContestant.start(examples, List.of(3), 2);
        assumeTrue(torch.isPresent(), "no PyTorch here");
        try (TorchContestant contestant = torch.get()) {
            assertThat(contestant.name()).startsWith("PyTorch ").contains("blas");
            assertThat(contestant.round(0)).isPositive();
            assertThat(contestant.round(0.01)).isPositive().isFinite();
            assertThat(contestant.answering(5).round(0)).isPositive().isFinite();
            contestant.close();
            assertThatThrownBy(() -> contestant.round(0.01)).hasMessageContaining("ended in mid-run");
        }
    }
}
