package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    @TempDir Path folder;
    private Path out;
    private List<String> common;

    @BeforeEach void tinyData() throws IOException {
        out = folder.resolve("out");
        common = List.of("--data", "tiny", "--data-dir", TinyData.write(folder.resolve("tiny")).toString(), "--layers", "5",
                "--batch",
                "10", "--validation", "10", "--tuning-epochs", "1", "--strengths", "1", "--out", out.toString());
    }

    @Test void whatIsDoneIsKeptAndALargerComparisonAddsTheRest() throws IOException {
        String[] small = {"--optimizers", "tan-hwg,magnitude-pruning", "--epochs", "2", "--candidates", "2", "--workers", "2",
                "--seeds", "1"};
        GnnTest.Outcome first = compare(small);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo(out + "\n");
        JsonNode result = result();
        assertThat(result.at("/command").asText()).isEqualTo("compare");
        assertThat(result.at("/budget/candidates").asInt()).isEqualTo(2);
        assertThat(result.at("/tuning")).hasSize(4);
        assertThat(result.at("/cells")).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.fieldNames()).toIterable().contains("optimizer", "data", "seed", "testAccuracy", "testNll",
                    "keptFraction",
                    "seconds", "eta", "testEce", "status");
            assertThat(out.resolve(cell.at("/folder").asText()).resolve("model.zip")).exists();
        });
        assertThat(result.at("/table/1/optimizer").asText()).isEqualTo("magnitude-pruning");
        assertThat(result.at("/table/1/against/reference/optimizer").asText()).isEqualTo("tan-hwg");
        assertThat(out.resolve("table.md")).content().contains("magnitude-pruning keep=0.0");
        assertThat(out.resolve("table.csv")).content().startsWith("data,optimizer,");
        assertThat(out.resolve("report.html")).content().contains("Budget and tuning").contains("Accuracy and weights kept");

        Path cell = out.resolve(result.at("/cells/0/folder").asText());
        Path kept = cell.resolve("result.json"); // a figure that no training gives
        Files.writeString(kept, Files.readString(kept).replaceAll("(\"final\"[^}]*\"testAccuracy\" : )[0-9.]+", "$10.12345"));
        Files.delete(out.resolve(result.at("/cells/1/folder").asText()).resolve("result.json"));
        small[small.length - 1] = "1,2";
        GnnTest.Outcome second = compare(small);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(result().at("/cells")).hasSize(4);
        assertThat(result().at("/cells/0/testAccuracy").asDouble()).isEqualTo(0.12345);
        assertThat(result().at("/cells/1/testAccuracy")).as("the same again").isEqualTo(result.at("/cells/1/testAccuracy"));
        assertThat(result().at("/table/0/testAccuracy/sd").asDouble()).isPositive();

        GnnTest.Outcome resumed = gnn("compare", "--resume", out.toString());
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(result().at("/cells")).hasSize(4);
        small[3] = "3";
        assertThat(compare(small).err()).contains("holds a run with other settings");
    }

    /** What is said of columns holds for all tables; runs of tables with the same name have folders of their own. */
    @Test void tablesOfOnesOwnAreCompared() throws IOException {
        var names = new ArrayList<String>();
        for (String place : List.of("one", "two")) {
            var rows = new StringBuilder("x,kind\n");
            for (int i = 0; i < 60; i++) rows.append(i % 3 + i / 100.).append(',').append("abc".charAt(i % 3)).append('\n');
            Path file = Files.createDirectories(folder.resolve(place)).resolve("rows.csv");
            names.add(Files.writeString(file, rows).toString());
        }
        GnnTest.Outcome outcome = gnn("compare", "--data", String.join(",", names), "--label", "kind", "--optimizers",
                "tan-hwg,adam", "--seeds", "1", "--epochs", "1", "--candidates", "1", "--strengths", "1", "--workers", "2",
                "--out",
                out.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(result().at("/cells")).hasSize(4)
                .allSatisfy(cell -> assertThat(out.resolve(cell.at("/folder").asText()).resolve("model.zip")).exists());
        assertThat(result().at("/cells/0/data").asText()).isEqualTo(names.get(0));
        assertThat(gnn("compare", "--data", names.get(0), "--label", "none", "--optimizers", "adam", "--seeds", "1").err())
                .contains("has no column 'none'").hasLineCount(1);
    }

    @Test void aDivergedRunIsAResult() throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), "grids: {sgd: {eta: [1e30]}}");
        GnnTest.Outcome outcome = compare("--config", config.toString(), "--optimizers", "sgd,adam", "--epochs", "1",
                "--candidates", "1",
                "--seeds", "1", "--sweep", "eta");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(result().at("/cells/0/status").asText()).isEqualTo("diverged");
        assertThat(result().at("/cells/0/testAccuracy").isMissingNode()).isTrue();
        assertThat(result().at("/table/0/diverged").asInt()).isEqualTo(1);
        assertThat(result().at("/table/1/testAccuracy/mean").asDouble()).isPositive();
        assertThat(result().at("/sweep")).hasSize(8);
        assertThat(out.resolve("table.md")).content().contains("diverged");
    }

    @Test void mistakesAreSaidBeforeTheFirstRun() throws IOException {
        assertThat(gnn("compare", "--optimizers", "adam").err()).startsWith("gnn: no data given: a comparison needs");
        assertThat(gnn("compare", "--preset", "paper", "--data", "nowhere", "--out", out.toString()).err()).contains("nowhere");
        assertThat(Files.exists(out)).isFalse();
        assertThat(gnn("compare", "--preset", "paper", "--workers", "1000").err())
                .contains("--workers = 1000: must be in [1, ");
        assertThat(gnn("compare", "--resume", folder.toString()).err()).contains("is not the folder of a run");
        assertThat(gnn("compare", "--resume", folder.toString(), "--seeds", "1").err())
                .contains("--resume goes on with a comparison");
        Files.writeString(Files.createDirectories(out).resolve("config.yaml"), "eta: 0.1\n");
        assertThat(compare("--optimizers", "adam", "--seeds", "1").err()).contains("unknown key 'eta'");
        var validation = new ArrayList<>(List.of("compare", "--optimizers", "adam", "--seeds", "1"));
        validation.addAll(common.subList(0, 8));
        validation.addAll(List.of("--validation", "5000"));
        assertThat(gnn(validation.toArray(String[]::new)).err()).contains("--validation = 5000: must be in [0, 39]");
    }

    private GnnTest.Outcome compare(String... arguments) {
        var all = new ArrayList<>(List.of("compare"));
        all.addAll(common);
        all.addAll(List.of(arguments));
        return gnn(all.toArray(String[]::new));
    }

    private JsonNode result() throws IOException {
        return GnnTest.result(out);
    }
}
