package org.tanhwg.training.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.TinyRuns;

class CellRunnerTest {
    @TempDir private Path folder;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private CellRunner runner;
    private Cell cell;

    @BeforeEach void begin() throws IOException {
        runner = new CellRunner(folder, new PrintStream(log, true, StandardCharsets.UTF_8), false);
        cell = new Cell("columns/a-1", settings("seed", "1"));
    }

    private TrainSettings settings(String... others) throws IOException {
        return TinyRuns.settingsOn(folder.resolve("data"), others);
    }

    private RunFolder run() { return new RunFolder(folder.resolve("cells/columns/a-1")); }

    @Test void aCellIsAnOrdinaryRunAndRunsOnce() throws IOException {
        assertThat(runner.result(cell)).isEmpty();
        RunResult result = runner.run(cell);
        assertThat(result.outcome().testAccuracy()).isGreaterThan(0.8);
        assertThat(run().model()).exists();
        assertThat(run().report()).exists();
        assertThat(Files.readString(run().config())).contains("data: columns");
        FileTime written = Files.getLastModifiedTime(run().result());
        assertThat(runner.run(cell)).isEqualTo(result);
        assertThat(runner.result(cell)).contains(result);
        assertThat(Files.getLastModifiedTime(run().result())).isEqualTo(written);
        assertThat(log.size()).isZero();
    }

    @Test void aFolderWithOtherSettingsIsRefusedDoneOrNot() throws IOException {
        runner.run(cell);
        var other = new Cell(cell.name(), settings("seed", "2"));
        assertThatThrownBy(() -> runner.result(other)).isInstanceOf(UserError.class)
                .hasMessageStartingWith(run().path() + ": holds a run with other settings");
        Files.delete(run().result());
        assertThatThrownBy(() -> runner.run(other)).isInstanceOf(UserError.class)
                .hasMessageStartingWith(run().path() + ": holds a run with other settings");
    }

    /** It lacks the keys that a later version has; such a comparison began again from nothing. */
    @Test void aCellOfAnEarlierVersionCounts() throws IOException {
        RunResult result = runner.run(cell);
        var lines = new ArrayList<>(Files.readAllLines(run().config()));
        assertThat(lines.removeIf(line -> line.startsWith("assemblies:"))).isTrue();
        Files.write(run().config(), lines);
        assertThat(runner.result(cell)).contains(result);
        Files.delete(run().result());
        assertThat(runner.run(cell).outcome().testAccuracy()).isEqualTo(result.outcome().testAccuracy());
        assertThat(lines.remove("consolidate-every: 4")).isTrue();
        Files.write(run().config(), lines);
        assertThatThrownBy(() -> runner.result(cell)).isInstanceOf(UserError.class).hasMessageContaining("other settings");
    }

    @Test void aDamagedResultIsRefusedByName() throws IOException {
        runner.run(cell);
        Files.writeString(run().result(), "{\"command\": \"train\", ");
        assertThatThrownBy(() -> runner.run(cell)).isInstanceOf(UserError.class)
                .hasMessageStartingWith(run().result() + ": is not the result of a run")
                .hasMessageContaining("remove it, and the cell runs again");
    }

    @Test void anEvaluationIsKeptBesideTheCell() throws IOException {
        var sampled = new Cell(cell.name(), settings("law", "gaussian", "transmission", "sampled"));
        runner.run(sampled);
        RunResult evaluation = runner.evaluate(sampled, 3, Optional.empty(), 0);
        assertThat(evaluation.outcome().samples()).isEqualTo(3);
        Path kept = run().path().resolve("samples-3/result.json");
        FileTime written = Files.getLastModifiedTime(kept);
        assertThat(runner.evaluate(sampled, 3, Optional.empty(), 0)).isEqualTo(evaluation);
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(written);
        assertThat(runner.evaluate(sampled, 0, Optional.empty(), 1).outcome().shiftedAccuracy()).isBetween(0., 1.);
        assertThat(run().path().resolve("samples-0-shift-1/report.html")).exists();
    }

    /** What another process does with the folders that it is sent. */
    @Test void whoServesAnswersForEachFolder() throws IOException {
        RunFolder begun = CellRunner.begin(run().path(), cell.settings());
        var answers = new ByteArrayOutputStream();
        runner.serve(new BufferedReader(new StringReader(begun.path() + "\n")),
                new PrintStream(answers, true, StandardCharsets.UTF_8));
        assertThat(answers.toString(StandardCharsets.UTF_8).lines()).containsExactly("done");
        assertThat(runner.result(cell)).isPresent();
        var nowhere = new BufferedReader(new StringReader(folder + "\n"));
        assertThatThrownBy(() -> runner.serve(nowhere, new PrintStream(answers, true, StandardCharsets.UTF_8)))
                .isInstanceOf(UserError.class).hasMessageContaining("is not the folder of a run");
    }
}
