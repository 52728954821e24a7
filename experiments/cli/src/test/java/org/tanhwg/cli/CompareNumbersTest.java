package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons, and reports over several runs, of labels that are numbers, which were refused once. */
class CompareNumbersTest {
    @TempDir Path folder;

    private Path table(String name) throws IOException {
        var rows = new StringBuilder("x,price,kind\n");
        for (int i = 0; i < 100; i++)
            rows.append(String.format(Locale.ROOT, "%.2f,%.1f,%s%n", i / 10., 500 + 7. * i, i % 2 == 0 ? "a" : "b"));
        return Files.writeString(folder.resolve(name), rows);
    }

    private GnnTest.Outcome compare(String data, String... more) {
        var arguments = new ArrayList<>(List.of("compare", "--data", data, "--optimizers", "tan-hwg,adam", "--seeds", "1,2",
                "--epochs", "2", "--min-steps", "40", "--tuning-epochs", "1", "--candidates", "2", "--strengths", "1", "--layers",
                "4", "--workers", "2", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        return gnn(arguments.toArray(String[]::new));
    }

    private JsonNode result(String run) throws IOException {
        return GnnTest.result(folder.resolve(run));
    }

    @Test void theirErrorIsTunedAndCompared() throws IOException {
        GnnTest.Outcome outcome = compare(table("prices.csv").toString(), "--label", "price");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode result = result("out");
        assertThat(result.get("judgedBy").asText()).isEqualTo("RMSE");
        assertThat(result.at("/budget/objective").asText()).startsWith("validation RMSE");
        assertThat(result.at("/budget/validation").asInt()).as("a fifth of 80").isEqualTo(16);
        assertThat(folder.resolve("out/cells/tuning")).isDirectoryRecursivelyContaining(
                path -> path.endsWith("config.yaml") && read(path).contains("validation: 16\n"));
        assertThat(result.get("tuning")).hasSize(4).allSatisfy(trial -> {
            assertThat(trial.get("rmse").asDouble()).isPositive();
            assertThat(trial.has("accuracy")).isFalse();
        });
        assertThat(result.get("cells")).hasSize(4).allSatisfy(cell -> {
            assertThat(cell.get("testRmse").asDouble()).isPositive();
            assertThat(cell.has("testMae") && cell.has("testR2")).isTrue();
            assertThat(cell.has("testAccuracy")).isFalse();
            assertThat(cell.get("epochs").asInt()).as("40 steps of 3").isEqualTo(14);
        });
        assertThat(result.at("/table/0/testRmse/sd").isNumber()).isTrue();
        assertThat(folder.resolve("out/table.csv")).content().contains(",testRmse,testRmseSd,", ",testMae,");
        assertThat(folder.resolve("out/table.md")).content().containsPattern("\\| +RMSE +\\|").doesNotContain("ccuracy");
        String report = read(folder.resolve("out/report.html"));
        assertThat(report)
                .contains("Error and weights kept", "Chosen is the lowest validation RMSE", "16 training examples held out",
                        "small data get more")
                .doesNotContain("Accuracy");

        Path again = folder.resolve("out").resolve(result.at("/cells/0/folder").asText()).resolve("result.json");
        Files.delete(again);
        GnnTest.Outcome resumed = gnn("compare", "--resume", folder.resolve("out").toString(), "--workers", "2");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(result("out").at("/cells/0/testRmse")).as("the same again").isEqualTo(result.at("/cells/0/testRmse"));
        assertThat(gnn("report", folder.resolve("out").toString()).code()).isZero();

        String[] cells = {folder.resolve("out").resolve(result.at("/cells/0/folder").asText()).toString(),
                folder.resolve("out").resolve(result.at("/cells/1/folder").asText()).toString()};
        Path several = folder.resolve("several");
        GnnTest.Outcome page = gnn("report", cells[0], cells[1], "--out", several.toString());
        assertThat(page.code()).as(page.err()).isZero();
        assertThat(read(several.resolve("report.html"))).contains("Error against weights kept", "MAE", "R²")
                .doesNotContain("Accuracy");
        assertThat(result("several").at("/runs/1/final/testRmse").isNumber()).isTrue();
        assertThat(gnn("train", "--data", folder.resolve("prices.csv").toString(), "--label", "kind", "--min-steps", "1",
                "--epochs", "1", "--out", folder.resolve("kinds").toString()).code()).isZero();
        assertThat(gnn("report", cells[0], folder.resolve("kinds").toString()).err())
                .contains("kinds: predicts classes, ", " numbers (price); a report over several runs takes").hasLineCount(1);
    }

    @Test void tablesOfTwoKindsAreRefused() throws IOException {
        Path kinds = Files.writeString(folder.resolve("kinds.csv"),
                read(table("prices.csv")).replace("x,price,kind", "x,a,label"));
        Path numbers = Files.writeString(folder.resolve("numbers.csv"), read(kinds).replace("x,a,label", "x,label,a"));
        assertThat(compare(kinds + "," + numbers).err()).contains("gnn: --data: the labels of " + numbers
                + " are numbers, those of " + kinds + " are not; ").hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
