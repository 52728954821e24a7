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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on labels that are numbers, which were refused once: their error takes the place of accuracy. */
class SearchNumbersTest {
    @TempDir Path folder;

    private GnnTest.Outcome search(String label, String objective, String... more) throws IOException {
        var rows = new StringBuilder("x,price,kind\n");
        for (int i = 0; i < 100; i++)
            rows.append(String.format(Locale.ROOT, "%.2f,%.1f,%s%n", i / 10., 500 + 7. * i, i % 2 == 0 ? "a" : "b"));
        Path table = Files.writeString(folder.resolve("prices.csv"), rows);
        Path space = Files.writeString(folder.resolve("space.yaml"), "preset: table\nlayers: [{integer: [3, 9]}]\n");
        var arguments = new ArrayList<>(List.of("search", "--space", space.toString(), "--data", table.toString(), "--label",
                label,
                "--objective", objective, "--candidates", "3", "--epochs", "6", "--out", folder.resolve("search").toString()));
        arguments.addAll(List.of(more));
        return gnn(arguments.toArray(String[]::new));
    }

    @Test void theirErrorIsWhatIsSearchedFor() throws IOException {
        GnnTest.Outcome outcome = search("price", "accuracy,keptFraction", "--target-accuracy-drop", "5");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("validation RMSE ", "test RMSE ");
        JsonNode result = new ObjectMapper().readTree(folder.resolve("search/result.json").toFile());
        assertThat(result.get("objectives").toString()).isEqualTo("[\"rmse\",\"keptFraction\"]");
        assertThat(result.get("final").has("testAccuracy")).isFalse();
        assertThat(result.at("/final/testRmse").asDouble()).isPositive();
        assertThat(result.get("candidates")).hasSize(3)
                .allMatch(candidate -> candidate.at("/objectives/rmse").asDouble() > 0);
        assertThat(folder.resolve("search/config.yaml")).content().contains("rmse,keptFraction");
        assertThat(folder.resolve("search/report.html")).content().contains("Test RMSE", "in deviations of the target");
        assertThat(gnn("report", folder.resolve("search").toString()).code()).isZero();
        assertThat(gnn("predict", "--model", folder.resolve("search").toString(), folder.resolve("prices.csv").toString()).out())
                .startsWith("prediction,mean,deviation");
    }

    @Test void objectivesOfTheOtherKindAreRefused() throws IOException {
        assertThat(search("price", "nll").err())
                .contains("the labels of ", "are numbers; must be one of rmse | rmse,keptFraction")
                .hasLineCount(1);
        assertThat(search("kind", "rmse").err()).contains("are no numbers; must be one of accuracy | nll").hasLineCount(1);
        assertThat(folder.resolve("search")).doesNotExist();
    }
}
