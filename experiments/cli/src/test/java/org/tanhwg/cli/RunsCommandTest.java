package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.RunFolder;

class RunsCommandTest {
    @TempDir private Path folder;

    @Test void runsAreListedWithWhatTheyDifferIn() throws IOException {
        String data = TinyData.write(folder.resolve("tiny")).toString();
        Path runs = folder.resolve("runs");
        for (String beta : new String[] {"0.01", "0.02"})
            assertThat(
                    gnn("train", "--data", "tiny", "--data-dir", data, "--layers", "5", "--epochs", "2", "--beta", beta, "--out",
                            runs.resolve("b " + beta).toString()).code())
                    .isZero();
        Path stopped = Files.createDirectories(runs.resolve("stopped"));
        Files.copy(runs.resolve("b 0.01/config.yaml"), stopped.resolve("config.yaml"));
        Files.createDirectory(runs.resolve("no run"));
        Path broken = Files.createDirectory(runs.resolve("broken"));
        Files.writeString(broken.resolve("config.yaml"), "epochs: [");
        Files.writeString(broken.resolve("result.json"), "{");

        JsonNode list = new ObjectMapper().readTree(gnn("runs", runs.toString(), "--json").out());
        assertThat(list.findValuesAsText("run")).containsExactly("b 0.01", "b 0.02", "broken", "stopped");
        assertThat(list.findValuesAsText("state")).containsExactly("done", "done", "result.json cannot be read", "stopped");
        JsonNode result = new ObjectMapper().readTree(runs.resolve("b 0.02/result.json").toFile());
        assertThat(list.at("/1/testAccuracy")).isEqualTo(result.at("/final/testAccuracy"));
        assertThat(list.at("/1/keptFraction")).isEqualTo(result.at("/final/keptFraction"));
        assertThat(list.at("/1/data").asText()).isEqualTo("tiny");
        assertThat(list.at("/1/settings").toString()).isEqualTo("{\"beta\":0.02}");

        assertThat(gnn("runs", runs.toString()).out().lines()).hasSize(6)
                .anyMatch(line -> line.startsWith("| b 0.02") && line.contains("| tiny") && line.contains("beta 0.02 |"));
        try (FolderLock lock = FolderLock.take(new RunFolder(stopped), "training")) {
            assertThat(gnn("runs", runs.toString()).out()).contains("train, running");
        }
        assertThat(gnn("runs", runs.toString(), "--html").out()).isEqualTo(runs.resolve("index.html") + System.lineSeparator());
        assertThat(runs.resolve("index.html")).content().contains("<a href=\"./b%200.02/report.html\">b 0.02</a>");
    }

    @Test void whatIsNotAFolderIsSaid() {
        assertThat(gnn("runs", folder.resolve("none").toString())).isEqualTo(new GnnTest.Outcome(2, "",
                "gnn: " + folder.resolve("none") + ": is not a folder; gnn runs FOLDER takes one that holds runs"
                        + System.lineSeparator()));
        assertThat(gnn("runs", folder.toString()).out()).isEqualTo(folder + " holds no run\n");
    }
}
