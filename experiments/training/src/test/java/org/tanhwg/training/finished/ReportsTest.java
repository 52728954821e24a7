package org.tanhwg.training.finished;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.evaluate.PredictionProgress;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.TinyRuns;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;

class ReportsTest {
    @TempDir private Path folder;

    private RunFolder trained(String name, String... others) throws IOException {
        TrainSettings settings = TinyRuns.settingsOn(folder.resolve("data"), others);
        var run = new RunFolder(folder.resolve(name));
        run.writeConfig(SettingsReader.write(settings));
        new Trainer(settings, TrainingData.load(settings)).trainCell(run, silence());
        return run;
    }

    private static Progress silence() { return new Progress(new PrintStream(OutputStream.nullOutputStream()), false); }

    @Test void theReportOfARunIsWrittenAgainAsItWas() throws IOException {
        RunFolder run = trained("run");
        String report = Files.readString(run.report());
        Document page = Jsoup.parse(report);
        assertThat(page.title()).startsWith("columns: ").contains("test accuracy with");
        assertThat(page.select("h2").eachText()).contains("Outcome", "Learning", "Calibration", "What it confuses, what it sees",
                "Settings and provenance");
        assertThat(page.select("pre").text()).contains("consolidate-every: 4");
        Files.delete(run.report());
        assertThat(Reports.ofTraining(run)).isEqualTo(run.report());
        assertThat(Files.readString(run.report())).isEqualTo(report);
    }

    @Test void severalRunsShareAPage() throws IOException {
        RunFolder first = trained("a/run", "seed", "1");
        RunFolder second = trained("b/run", "seed", "2", "layers", "4");
        Path report = Reports.ofTrainings(List.of(first, second), Optional.of(folder.resolve("report")));
        Document page = Jsoup.parse(Files.readString(report));
        assertThat(page.title()).isEqualTo("2 runs on columns");
        assertThat(page.select("tbody th").eachText()).contains("a/run", "b/run");
        assertThat(page.select("thead th").eachText()).contains("layers", "seed").doesNotContain("eta");
        JsonNode result = new RunFolder(folder.resolve("report")).read(JsonNode.class);
        assertThat(result.path("command").asText()).isEqualTo("report");
        assertThat(result.path("runs")).hasSize(2);
        assertThat(result.at("/runs/1/final/testAccuracy").isNumber()).isTrue();
    }

    @Test void aRunThatDivergedOrIsUnderWayIsRefused() throws IOException {
        RunFolder diverged = trained("diverged", "optimizer", "sgd", "eta", "1e35");
        assertThatThrownBy(() -> Reports.ofTrainings(List.of(diverged), Optional.of(folder.resolve("report"))))
                .isInstanceOf(UserError.class).hasMessageStartingWith(diverged.path() + ": diverged; ");
        var begun = new RunFolder(folder.resolve("begun"));
        begun.writeConfig(Files.readString(diverged.config()));
        assertThatThrownBy(() -> Reports.ofTraining(begun)).isInstanceOf(UserError.class)
                .hasMessageContaining("is not a finished run");
        assertThat(folder.resolve("report")).doesNotExist();
    }

    /** Repeating takes the settings and the data that the result speaks of. */
    @Test void aFinishedRunWhoseSettingsOrDataChangedIsNotRepeated() throws IOException {
        RunFolder run = trained("run");
        FinishedRun finished = FinishedRun.read(run.path());
        assertThat(finished.command()).isEqualTo("train");
        finished.requireSameData();
        assertThat(finished.compare(trained("again")).with(Agreement.Verdict.DIFFERS)).isEmpty();

        Path labels = folder.resolve("data/t10k-labels-idx1-ubyte");
        byte[] bytes = Files.readAllBytes(labels);
        bytes[bytes.length - 1] = (byte) (2 - bytes[bytes.length - 1] / 2);
        Files.write(labels, bytes);
        assertThatThrownBy(finished::requireSameData).isInstanceOf(UserError.class)
                .hasMessageStartingWith(run.path() + ": the data set has changed");
        Files.writeString(run.config(), Files.readString(run.config()).replace("batch: 10", "batch: 20"));
        assertThatThrownBy(() -> FinishedRun.read(run.path())).isInstanceOf(UserError.class)
                .hasMessageStartingWith(run.config() + ": was changed after the run");
    }

    /** A run on Spark whose examples {@code --data-uri} named: its settings name others, on which it was measured once. */
    @Test void anotherDataSetNeverStandsInForTheRunsOwn() throws IOException {
        RunFolder run = trained("run");
        String report = Files.readString(run.report());
        new Sharing(2, 4, "hdfs://host/columns").write(run);
        String why = run.path() + ": was trained on hdfs://host/columns, which --data-uri named; ";
        assertThatThrownBy(() -> Reports.ofTraining(run)).isInstanceOf(UserError.class).hasMessageStartingWith(why);
        assertThatThrownBy(() -> RunData.orMnist(run.path(), Optional.empty())).isInstanceOf(UserError.class)
                .hasMessage(why + "--data says which examples to take instead");
        var export = new Exporter.Settings(run.path(), Exporter.Format.COMPACT, 32, folder.resolve("compact"), Optional.empty());
        Exporter.Done exported = Exporter.export(export);
        assertThat(exported.answers()).isEmpty();
        assertThat(exported.missing()).hasValueSatisfying(reason -> assertThat(reason).startsWith(why));
        Path several = Reports.ofTrainings(List.of(run, run), Optional.of(folder.resolve("several")));
        assertThat(Jsoup.parse(Files.readString(several)).title()).isEqualTo("2 runs on hdfs://host/columns");
        assertThat(Files.readString(run.report())).isEqualTo(report);
    }

    @Test void aReportIsNotWrittenOnExamplesThatChanged() throws IOException {
        RunFolder run = trained("run");
        Path evaluated = folder.resolve("evaluated");
        Evaluator.evaluate(new Evaluator.Settings(run.path(), RunData.of(run.path()).orElseThrow(), Optional.empty(),
                Optional.empty(), 0, 0), Optional.of(evaluated), new PredictionProgress(System.err, false));
        Path labels = folder.resolve("data/t10k-labels-idx1-ubyte");
        byte[] bytes = Files.readAllBytes(labels);
        bytes[bytes.length - 1] = (byte) (2 - bytes[bytes.length - 1] / 2);
        Files.write(labels, bytes);
        assertThatThrownBy(() -> Reports.ofTraining(run)).isInstanceOf(UserError.class)
                .hasMessageStartingWith(run.path() + ": the data set has changed");
        assertThatThrownBy(() -> Evaluator.report(new RunFolder(evaluated))).isInstanceOf(UserError.class)
                .hasMessageStartingWith(evaluated + ": the data set has changed");
    }

    /** Without its folder, a model says what it was trained on, and not where that is. */
    @Test void aModelAloneIsNotMeasuredOnMnistUnlessItWasTrainedOnIt() throws IOException {
        Path model = trained("run").model();
        assertThatThrownBy(() -> RunData.orMnist(model, Optional.empty())).isInstanceOf(UserError.class)
                .hasMessageStartingWith(model + ": was trained on other examples than mnist");
    }

    @Test void namesAreTheShortestEndsThatTellPathsApart() {
        assertThat(Reports.names(List.of(Path.of("/x/a"), Path.of("/x/b")))).containsExactly("a", "b");
        assertThat(Reports.names(List.of(Path.of("/x/1/run"), Path.of("/x/2/run")))).containsExactly("1/run", "2/run");
        assertThat(Reports.names(List.of(Path.of("/x/run"), Path.of("/x/run")))).containsExactly("x/run", "x/run");
    }
}
