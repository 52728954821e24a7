package org.tanhwg.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now = 5;

    @Test void oneLineForEachEpochWhereThereIsNoTerminal() {
        try (var progress = new Progress(new PrintStream(bytes), false, () -> now)) {
            progress.start(40, 10, 38_400, "test");
            for (int i = 0; i < 384; i++) {
                now += 5_000_000;
                progress.step(100, 0.05);
            }
            progress.epochDone(new EpochResult(11, 0.0413, .9821, .031, List.of(.031), List.of(true),
                    new EnergyDescent(0, 0, 0, null), 1.92));
        }
        assertThat(bytes.toString()).isEqualTo(
                "epoch 11/40  loss 0.0413  test 98.21 %  kept 3.1 % (1 of 1 layers sparse)  20.0 k examples/s  56 s left"
                        + System.lineSeparator());
    }

    @Test void aLossThatExplodesStaysShort() {
        try (var progress = new Progress(new PrintStream(bytes), false, () -> now)) {
            progress.start(1, 0, 1, "test");
            progress.epochDone(
                    new EpochResult(1, 1.2345e20, .1, 1, List.of(1.), List.of(false), new EnergyDescent(0, 0, 0, null), 1));
        }
        assertThat(bytes.toString()).startsWith("epoch 1/1  loss 1.23e+20  test 10.00 %");
    }

    @Test void aBarOnATerminal() {
        try (var progress = new Progress(new PrintStream(bytes), true, () -> now)) {
            progress.start(2, 0, 100, "validation");
            now += 1_000_000_000;
            progress.step(50, 0.25);
        }
        assertThat(bytes.toString()).contains("loss 0.25").contains("\r");
    }

    @Test void timesAsPeopleSayThem() {
        assertThat(List.of(Progress.time(0), Progress.time(59.4), Progress.time(59.6), Progress.time(3599), Progress.time(7260)))
                .containsExactly("0 s", "59 s", "1 min 0 s", "59 min 59 s", "2 h 1 min");
    }
}
