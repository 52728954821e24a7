package org.tanhwg.studies.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.Reading;

class FilledTableTest {
    private static final BenchTable TABLE = new BenchTable("t", "t", "T", "", List.of(1L, 2L, 3L),
            List.of(Column.ACCURACY, Column.KEPT, Column.NLL, Column.ECE, Column.SECONDS),
            List.of(row("plain"), row("a|b")));

    @Test void spreadIsTheStandardDeviationOfASample() {
        Reading reading = Reading.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertThat(reading.mean()).isEqualTo(5);
        assertThat(reading.sd()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
        assertThat(Reading.of(3)).isEqualTo(new Reading(3, null));
    }

    @Test void rowsReadAsMeanAndSpread() {
        assertThat(FilledTable.of(TABLE, cell -> List.of(run(cell.settings().seed()))).markdown()).isEqualTo("""
                |       | seeds | test accuracy % |      kept % |             NLL |             ECE |    seconds |
                | ----- | ----: | --------------: | ----------: | --------------: | --------------: | ---------: |
                | plain |     3 |    98.20 ± 0.10 | 2.00 ± 1.00 | 0.2000 ± 0.1000 | 0.0200 ± 0.0100 | 22.0 ± 1.0 |
                | a\\|b  |     3 |    98.20 ± 0.10 | 2.00 ± 1.00 | 0.2000 ± 0.1000 | 0.0200 ± 0.0100 | 22.0 ± 1.0 |
                """);
    }

    @Test void whatIsHeldOutIsCalledSo() {
        BenchTable table = BenchReader.read("slow-regime-mnist-1").get(0);
        assertThat(table.heldOut()).isTrue();
        assertThat(FilledTable.of(table, cell -> List.of(run(cell.settings().seed()))).markdown())
                .contains("held-out accuracy %").doesNotContain("test");
        assertThat(BenchReader.read("ablation-mnist-1").get(0).heldOut()).isFalse();
    }

    /** A mean over the runs that went well would flatter the row. */
    @Test void aRowWithADivergedRunHasNoMeans() {
        FilledTable filled = FilledTable.of(TABLE,
                cell -> List.of(cell.name().endsWith("/plain-2") ? diverged() : run(cell.settings().seed())));
        assertThat(filled.markdown().lines().toList().get(2)).matches("\\| plain \\|     3 \\| +1 of 3 diverged \\|( +– \\|){4}");
        assertThat(filled.figures().rows().get(0).readings()).isEmpty();
        assertThat(FilledTable.of(TABLE, cell -> List.of(diverged())).markdown()).contains("  diverged |");
    }

    private static RunResult run(long seed) {
        return new RunResult("train", null, List.of(epoch(10), epoch(10 + seed)),
                new FinalResult(0.98 + seed * 0.001, seed * 0.1, seed * 0.01, seed * 0.01, List.of(1L), List.of(1), 10, null)
                        .trained(1.0, 1.0));
    }

    private static RunResult diverged() {
        return new RunResult("bench", null, List.of(), null);
    }

    private static EpochResult epoch(double seconds) {
        return new EpochResult(1, 0.1, 0.9, 1, List.of(1.0), List.of(false), new EpochResult.EnergyDescent(0, 0, 0, null),
                seconds);
    }

    private static BenchTable.Row row(String label) {
        return new BenchTable.Row(label, new ConfigFile("row", Map.of()), List.of());
    }
}
