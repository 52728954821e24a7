package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.apache.commons.lang3.ArrayUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.cli.Gnn;
import org.tanhwg.training.cluster.RoundCosts;
import org.tanhwg.training.run.RunFolder;

/** Commands that are about trainings on Spark. */
class CommandsTest {
    @TempDir Path folder;

    private static String gnn(String... arguments) {
        var out = new StringWriter();
        int code = Gnn.run(new PrintWriter(out), new PrintWriter(System.err, true), arguments);
        assertThat(code).as(out.toString()).isZero();
        return out.toString();
    }

    /** Elsewhere, with other cores: the partitions are what counts. */
    @Test void aTrainingIsReproducedOnAnotherMaster() {
        String run = folder.resolve("run").toString();
        gnn("train", "--spark", "local[2]", "--partitions", "3", "--round-steps", "7", "--epochs", "1", "--train-examples", "900",
                "--layers", "20", "--out", run);
        String again = gnn("reproduce", "--spark", "local[1]", run, "--out", folder.resolve("again").toString());
        assertThat(again).contains("all ", " fields agree").doesNotContain("differs");
        assertThat(folder.resolve("again/run/spark.yaml")).hasSameTextualContentAs(Path.of(run, "spark.yaml"));
    }

    /** The driver reads them and hands them out: one partition trains the network of one process, and the model knows its columns. */
    @Test void dataOfOnesOwnTrainTheSameHereAndThere() throws IOException {
        var rows = new StringBuilder("id,length,colour,kind\n");
        for (int i = 0; i < 90; i++)
            rows.append("r").append(i).append(',').append(i % 3 + .01 * i).append(i % 2 == 0 ? ",red," : ",blue,")
                    .append("abc".charAt(i % 3))
                    .append('\n');
        String table = Files.writeString(folder.resolve("table.csv"), rows).toString();
        String here = folder.resolve("here").toString(), there = folder.resolve("there").toString();
        String[] settings = {"train", "--data", table, "--label", "kind", "--epochs", "4", "--min-steps", "0", "--layers", "9",
                "--out"};
        gnn(ArrayUtils.addAll(settings, here));
        gnn(ArrayUtils.addAll(settings, there, "--spark", "local[2]", "--partitions", "1"));
        assertThat(entry(there, "coefficients.bin")).isEqualTo(entry(here, "coefficients.bin"));
        assertThat(entry(there, "data.json")).isEqualTo(entry(here, "data.json"));
        assertThat(Path.of(there, "result.json")).content().contains("\"kind\" : \"table\"", "\"macroF1\"");
        assertThat(gnn("predict", "--model", there, table)).startsWith("id,prediction,p_a,p_b,p_c");
    }

    static byte[] entry(String run, String name) throws IOException {
        try (var zip = new ZipFile(Path.of(run, "model.zip").toFile()); var in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    @Test void theBenchWritesItsSectionAndGoesOn() throws IOException {
        Path page = Files.writeString(folder.resolve("scaling.md"),
                "before\n<!-- bench:rounds -->\n<!-- /bench:rounds -->\nafter\n");
        String[] command = {"bench", "rounds", "--spark", "local[2]", "--seeds", "1,2", "--epochs", "1", "--train-examples",
                "2400",
                "--out", folder.resolve("bench").toString(), "--results", page.toString()};
        String first = gnn(command);
        assertThat(page).content().startsWith("before\n").endsWith("after\n").contains(
                "`./gnn bench rounds --spark 'local[2]' --seeds 1,2 --epochs 1 --train-examples 2400`",
                "| one process                      |     2 |", "| 4 partitions, rounds of 20 steps |     2 |");
        Path cells = folder.resolve("bench/cells");
        RoundCosts costs = RoundCosts.read(new RunFolder(cells.resolve("2-partitions-rounds-of-20-steps-2")), 2);
        assertThat(costs.bytesLeft()).isBetween(0.5, 1.0);
        assertThat(costs.beyond()).isPositive();
        assertThat(Files.readAllLines(RoundCosts.file(new RunFolder(cells.resolve("1-partition-rounds-of-an-epoch-1")))))
                .hasSize(2);
        assertThat(gnn(command)).as("nothing ran again").isEqualTo(first);
    }
}
