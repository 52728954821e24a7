package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of every command that can be reproduced, and reports over them. */
class ReproduceCommandTest {
    @TempDir Path folder;
    private Path data;
    private String train;

    @BeforeEach void trainOnce() throws IOException {
        data = TinyData.write(folder.resolve("tiny"));
        train = run("train", "--layers", "5", "--epochs", "2", "--batch", "10");
    }

    /** A finished run of a command on the tiny data. */
    private String run(String command, String... options) {
        String out = folder.resolve(command + "-" + folder.toFile().list().length).toString();
        var arguments = new ArrayList<>(List.of(command, "--out", out));
        if (!command.equals("bench")) arguments.addAll(List.of("--data", "tiny", "--data-dir", data.toString()));
        arguments.addAll(List.of(options));
        GnnTest.Outcome outcome = gnn(arguments.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return out;
    }

    private GnnTest.Outcome reproduce(String run) {
        return gnn("reproduce", run, "--out", folder.resolve("again-" + folder.toFile().list().length).toString());
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).containsPattern(from);
        Files.writeString(path, text.replaceFirst(from, to));
    }

    @Test void everyFieldOfARunAgrees() throws IOException {
        String table = Files.writeString(folder.resolve("small.yaml"), """
                title: Small
                seeds: [1]
                columns: [accuracy, seconds]
                settings: {data: tiny, data-dir: "%s", layers: "5", epochs: 1, batch: 10}
                rows:
                - {label: ours}
                """.formatted(data)).toString();
        String lock = folder.resolve("locked").toString();
        assertThat(gnn("lock", "--steps", "1000", "--out", lock).code()).isZero();
        for (String run : List.of(train, lock, run("evaluate", "--model", train),
                run("bench", table, "--results", folder + "/page.md"),
                run("search", "--candidates", "5", "--epochs", "2", "--layers", "4", "--objective", "accuracy,keptFraction"))) {
            GnnTest.Outcome outcome = reproduce(run);
            assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
            assertThat(outcome.out()).containsPattern("(?m)^agrees   provenance/seed$")
                    .containsPattern("(?m)^aside    provenance/host/cpu$")
                    .containsPattern("(?m)^all \\d+ fields agree  ").doesNotContain("note ", "differs ");
        }
    }

    @Test void whatDiffersIsNamed() throws IOException {
        edit(train + "/result.json", "\"testNll\" : [0-9.]+", "\"testNll\" : 0.125");
        edit(train + "/result.json", "\"gitCommit\" : \"[^\"]*", "\"gitCommit\" : \"other");
        GnnTest.Outcome outcome = reproduce(train);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).containsPattern("(?m)^differs  final/testNll: was 0.125, is 0.\\d+$")
                .containsPattern("(?m)^1 of \\d+ fields differ  ")
                .containsPattern("(?m)^note     provenance/gitCommit: was \"other\", is \"");
        Path out = Path.of(outcome.out().substring(outcome.out().lastIndexOf(' ') + 1).strip());
        JsonNode result = GnnTest.result(out);
        assertThat(result.at("/differing/0/field").asText()).isEqualTo("final/testNll");
        assertThat(result.at("/notes/0/was").asText()).isEqualTo("\"other\"");
        assertThat(out.resolve("run/model.zip")).exists();
    }

    @Test void whatCannotBeReproducedIsSaid() throws IOException {
        Path unfinished = folder.resolve("unfinished");
        Files.createDirectories(unfinished);
        Files.writeString(unfinished.resolve("config.yaml"), "data: tiny\n");
        String report = folder.resolve("report").toString();
        assertThat(gnn("report", train, train, "--out", report).code()).isZero();
        String other = run("train", "--layers", "5", "--epochs", "1");
        edit(other + "/config.yaml", "epochs: 1", "epochs: 2");
        String elsewhere = run("train", "--layers", "5", "--epochs", "1");
        TinyData.write(data, 2);
        assertThat(Stream.of(unfinished.toString(), data.toString(), report, other, elsewhere).map(this::reproduce))
                .allMatch(outcome -> outcome.code() == 2).extracting(GnnTest.Outcome::err).satisfiesExactly(
                        e -> assertThat(e).contains("is not a finished run (it has no result.json)"),
                        e -> assertThat(e).contains("is not the folder of a run (it has no config.yaml)"),
                        e -> assertThat(e).contains(
                                "a run of gnn report cannot be reproduced; those of bench, compare, drift, evaluate, lock, memory, recall, search, text, train can"),
                        e -> assertThat(e).contains("config.yaml: was changed after the run"),
                        e -> assertThat(e).contains("the data set has changed: its sum was "));
    }

    @Test void reportsAreWrittenAgainFromTheFolder() throws IOException {
        String search = run("search", "--candidates", "3", "--epochs", "1", "--layers", "4");
        assertThat(gnn("report", train, train, "--out", folder + "/all").code()).isZero();
        for (String run : List.of(train, search, run("evaluate", "--model", train))) {
            Path report = Path.of(run, "report.html");
            String before = Files.readString(report);
            Files.delete(report);
            GnnTest.Outcome outcome = gnn("report", run);
            assertThat(outcome).isEqualTo(new GnnTest.Outcome(0, report + System.lineSeparator(), ""));
            assertThat(report).content().isEqualTo(before);
        }
        assertThat(gnn("report", folder.resolve("all").toString()).err())
                .contains(
                        "the report of a run of gnn report cannot be written again; those of compare, drift, evaluate, lock, memory, recall, search, text, train can");
    }

    @Test void severalRunsShareAReport() throws IOException {
        String sparse = run("train", "--layers", "6", "--epochs", "3", "--batch", "10", "--beta", "0.01");
        String search = run("search", "--candidates", "3", "--epochs", "1", "--layers", "4");
        GnnTest.Outcome outcome = gnn("report", train, sparse, search, "--out", folder + "/all");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(Path.of(outcome.out().strip())).content().contains("3 runs on tiny", "Settings that differ", "<td>0.01</td>",
                "<td>6</td>", "best");
        JsonNode result = new ObjectMapper().readTree(folder.resolve("all/result.json").toFile());
        assertThat(result.at("/runs")).hasSize(3)
                .allSatisfy(run -> assertThat(run.at("/final/testAccuracy").isDouble()).isTrue());
        assertThat(gnn("report", train, folder + "/nowhere").err()).contains("nowhere: is not the folder of a run");
        assertThat(gnn("report", train, "--out", folder + "/x").err()).contains("--out is for a report over several runs");
    }
}
