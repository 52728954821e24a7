package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir Path folder;
    private String data;
    private String table;

    @BeforeEach void tinyTable() throws IOException {
        data = TinyData.write(folder.resolve("tiny")).toString();
        table = Files.writeString(folder.resolve("small.yaml"), """
                title: Small
                seeds: [1, 2]
                columns: [accuracy, kept]
                settings: {data: tiny, data-dir: "%s", layers: "5", epochs: 1, batch: 10}
                rows:
                - {label: ours}
                - {label: SGD, optimizer: sgd, eta: 0.1}
                """.formatted(data)).toString();
    }

    @Test void finishedCellsAreKept() throws IOException {
        Path out = folder.resolve("out");
        Path page = folder.resolve("results.md");
        GnnTest.Outcome first = gnn("bench", table, "--out", out.toString(), "--results", page.toString());
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(page).content().contains("`./gnn bench " + table + "`").contains("| SGD  |     2 |");
        Files.delete(out.resolve("cells/small/sgd-2/result.json"));
        for (int seed = 1; seed <= 2; seed++) { // figures that no training gives
            Path result = out.resolve("cells/small/ours-" + seed + "/result.json");
            Files.writeString(result,
                    Files.readString(result).replaceAll("(\"final\"[^}]*\"testAccuracy\" : )[0-9.]+", "$10.12345"));
        }
        GnnTest.Outcome second = gnn("bench", table, "--out", out.toString(), "--results", page.toString());
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(page).content().contains("12.35 ± 0.00");
        JsonNode rows = GnnTest.result(out).at("/tables/0/rows");
        assertThat(rows.at("/0/readings/accuracy/mean").asDouble()).isEqualTo(12.345);
        assertThat(rows.at("/1/readings/kept/mean").asDouble()).isEqualTo(100);
        assertThat(second.out().lines().filter(line -> line.contains("SGD")).toList())
                .isEqualTo(first.out().lines().filter(line -> line.contains("SGD")).toList());

        Files.writeString(Path.of(table), Files.readString(Path.of(table)).replace("epochs: 1", "epochs: 2"));
        assertThat(gnn("bench", table, "--out", out.toString()).err()).isEqualTo("gnn: " + out
                + "/cells/small/ours-1: holds a run with other settings (its config.yaml differs); choose another folder with --out\n");
    }

    @Test void oneTrainingAnswersSeveralQuestions() throws IOException {
        Files.writeString(Path.of(table), Files.readString(Path.of(table)).replace("[1, 2]", "[3]")
                .replace("ours", "ours, preset: calibrated, samples: [3, 0]"));
        Path out = folder.resolve("asked");
        assertThat(gnn("bench", table, "--out", out.toString()).out()).contains("| ours, S = 3       |", "| ours, expectation |");
        Path answer = out.resolve("cells/small/ours-3/samples-3/result.json");
        assertThat(new ObjectMapper().readTree(answer.toFile()).at("/final/samples").asInt()).isEqualTo(3);
        Files.writeString(answer,
                Files.readString(answer).replaceAll("\"testAccuracy\" : [0-9.]+", "\"testAccuracy\" : 0.12345"));
        Files.delete(out.resolve("cells/small/ours-3/samples-0/result.json"));
        assertThat(gnn("bench", table, "--out", out.toString()).out()).contains("12.35")
                .doesNotContain("| ours, expectation |    1 | 12");
    }

    @Test void readingIsMeasuredAndInputsAreRemoved() throws IOException {
        Path out = folder.resolve("reading");
        GnnTest.Outcome outcome = gnn("bench", "data", "--data", "mnist", "--pictures", "1200", "--rows", "500", "--columns", "4",
                "--out", out.toString(), "--results", folder.resolve("page.md").toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("| 1,200 pictures as PNG |", "| CSV of 500 x 4 ");
        JsonNode result = GnnTest.result(out);
        assertThat(result.at("/bytesOfANumber").asDouble()).isEqualTo(4);
        assertThat(result.at("/bytesOfAPixel").asDouble()).isEqualTo(1);
        assertThat(result.at("/againSeconds").asDouble()).isPositive();
        assertThat(out.resolve("inputs")).doesNotExist();
        assertThat(folder.resolve("page.md")).as("sizes of another table").doesNotExist();
        assertThat(gnn("bench", "data", "--rows", "5").err()).isEqualTo("gnn: --rows = 5: must be a whole number >= 100\n");
    }

    @Test void cellsMayRunInProcessesOfTheirOwn() throws IOException {
        Files.writeString(Path.of(table), Files.readString(Path.of(table)).replace("[1, 2]", "[3]"));
        String here = gnn("bench", table, "--out", folder + "/here").out();
        GnnTest.Outcome apart = gnn("bench", table, "--out", folder + "/apart", "--parallel", "2");
        assertThat(apart.code()).as(apart.err()).isZero();
        assertThat(apart.out()).contains("| SGD  |     1 |").isEqualTo(here.replace("/here", "/apart"));
    }

    @Test void speedComparesEveryContestantThatIsThere() throws IOException {
        Path out = folder.resolve("speed");
        GnnTest.Outcome outcome = gnn("bench", "speed", "answers", "--data", "tiny", "--data-dir", data, "--seconds", "0.01",
                "--out",
                out.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode result = GnnTest.result(out);
        assertThat(result.at("/command").asText()).isEqualTo("bench");
        assertThat(result.at("/parts")).hasSize(1);
        for (int i = 0; i < 2; i++) {
            JsonNode group = result.at("/parts/0/groups/" + i);
            assertThat(group.get("what").asText()).isEqualTo(i == 0 ? "1 example" : "100 examples");
            assertThat(group.at("/contestants/0/contestant").asText()).isEqualTo("compact network");
            assertThat(group.at("/contestants/0/timesFirst").asDouble()).isEqualTo(1);
            assertThat(group.get("contestants")).hasSizeGreaterThan(1).allSatisfy(row -> {
                assertThat(row.get("nanoseconds").asDouble()).isPositive().isGreaterThanOrEqualTo(row.get("tenth").asDouble());
                assertThat(outcome.out()).contains(row.get("contestant").asText());
            });
        }
        JsonNode shipped = result.at("/shipped");
        assertThat(shipped.get("bytes8").asInt()).isPositive().isLessThan(shipped.get("bytes").asInt());
        assertThat(shipped.get("firstAnswerMs").asDouble()).isPositive().isLessThan(shipped.get("processMs").asDouble());
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("config.yaml", "result.json");
        }
        assertThat(gnn("bench", "speed", "depth", "--data", "tiny", "--data-dir", data).err())
                .isEqualTo("gnn: depth: must be one of step, wide, kernels, answers, pictures, products\n");
        assertThat(gnn("bench", "speed", "pictures", "--data", "tiny", "--data-dir", data).err()).isEqualTo(
                "gnn: pictures: LeNet-5 takes 784 pixels, an example of tiny has 16; --data mnist would do\n");
    }

    @Test void scalingFitsExponents() throws IOException {
        Path out = folder.resolve("scaling");
        GnnTest.Outcome outcome = gnn("bench", "scaling", "parameters", "threads", "--seconds", "0.01", "--out", out.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode series = GnnTest.result(out).at("/series");
        assertThat(series).hasSize(2);
        JsonNode points = series.at("/0/points");
        assertThat(points.at("/3/size").asDouble() / points.at("/0/size").asDouble()).isGreaterThan(700);
        assertThat(series.at("/0/exponent").asDouble()).isPositive();
        assertThat(series.at("/1/points/1/timesFirst").asDouble()).isPositive();
        assertThat(series.at("/1").has("exponent")).isFalse();
        assertThat(outcome.out()).contains("2 threads, 1000-1000-10");
        assertThat(gnn("bench", "scaling", "depth").err()).contains("depth: must be one of parameters, batch");
    }
}
