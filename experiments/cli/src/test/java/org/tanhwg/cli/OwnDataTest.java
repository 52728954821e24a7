package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactModel;
import org.tanhwg.core.compact.CompactNetwork;

/** Data of one's own through the command line: from a file to a network, its measurement and its answers. */
class OwnDataTest {
    private static final String[] SHORT = {"--epochs", "8", "--batch", "10", "--layers", "16", "--noise-input", "0",
            "--noise-hidden", "0"};
    @TempDir static Path folder;
    private static Path table;
    private static Path run;

    @BeforeAll static void train() throws IOException {
        table = folder.resolve("flöwers, 2026.csv");
        Files.writeString(table, flowers(150));
        run = folder.resolve("run");
        assertThat(train(table, run, "--label", "species").code()).isZero();
    }

    /** Three kinds that differ in length, with a column that names the rows. */
    private static String flowers(int count) {
        var random = new Random(1);
        var rows = new StringBuilder("\"id\",\"length\",\"colour\",\"species\"\n");
        for (int i = 0; i < count; i++)
            rows.append(String.format(Locale.ROOT, "f%03d,%.3f,%s,%s%n", i, 1 + 2 * (i % 3) + .3 * random.nextGaussian(),
                    i % 2 == 0 ? "red" : "blue", List.of("Möller", "Müller", "setosa").get(i % 3)));
        return rows.toString();
    }

    private static GnnTest.Outcome train(Path data, Path out, String... more) {
        var arguments = new ArrayList<>(List.of("train", "--data", data.toString(), "--out", out.toString()));
        arguments.addAll(List.of(SHORT));
        arguments.addAll(List.of(more));
        return gnn(arguments.toArray(String[]::new));
    }

    @Test void aTableTrainsAndTheResultSaysOnWhat() throws IOException {
        JsonNode result = GnnTest.result(run);
        assertThat(result.at("/data/path").asText()).isEqualTo(table.toString());
        assertThat(result.at("/data/kind").asText()).isEqualTo("table");
        assertThat(result.at("/data/classes/0").asText()).isEqualTo("Möller");
        assertThat(result.at("/data/train").asInt() + result.at("/data/test").asInt()).isEqualTo(150);
        assertThat(result.at("/final/testAccuracy").asDouble()).isGreaterThan(.9);
    }

    @Test void evaluationTakesTheRunsOwnExamples() throws IOException {
        Path out = folder.resolve("evaluated");
        assertThat(gnn("evaluate", "--model", run.toString(), "--out", out.toString()).code()).isZero();
        JsonNode was = GnnTest.result(run);
        JsonNode is = GnnTest.result(out);
        assertThat(is.at("/final/testNll")).isEqualTo(was.at("/final/testNll"));
        assertThat(is.at("/provenance/dataSha256")).isEqualTo(was.at("/provenance/dataSha256"));
    }

    @Test void runsOnAPathAreReproduced() {
        assertThat(gnn("reproduce", run.toString(), "--out", folder.resolve("again").toString()).code()).isZero();
    }

    @Test void rowsAreAnsweredAndBadOnesNamed() throws IOException {
        Path rows = folder.resolve("new.csv");
        Files.writeString(rows, "colour,id,length\nred,a,1.0\nblue,b,tall\nred,\"c,d\",5.1\n");
        GnnTest.Outcome outcome = gnn("predict", "--model", run.toString(), rows.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("new.csv: line 3").contains("'tall' must be a finite number").hasLineCount(1);
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("id,prediction,p_Möller,p_Müller,p_setosa");
        assertThat(lines.get(1)).startsWith("a,Möller,");
        assertThat(lines.get(2)).startsWith("\"c,d\",setosa,");
        assertThat(lines).hasSize(3);

        assertThat(gnn("predict", "--strict", "--model", run.toString(), rows.toString()).out()).isEmpty();
        Path csv = folder.resolve("answers.csv");
        assertThat(gnn("predict", "--model", run.toString(), "--out", csv.toString(), rows.toString()).out()).isEmpty();
        assertThat(csv).content().isEqualTo(outcome.out());
        assertThat(gnn("predict", "--jsonl", "--model", run.toString(), rows.toString()).out().lines()).hasSize(2)
                .allMatch(line -> line.startsWith("{\"file\":"));
    }

    @Test void tablesWithOtherColumnsAreRefused() throws IOException {
        Path other = folder.resolve("other.csv");
        Files.writeString(other, flowers(60).replace("length", "width"));
        assertThat(gnn("predict", "--model", run.toString(), other.toString()).err()).contains("has no column 'length'");
        assertThat(gnn("evaluate", "--model", run.toString(), "--data", other.toString()).err())
                .contains("has no column 'length'").hasLineCount(1);
    }

    /** As many classes, under other names: their numbers would be compared with one another. */
    @Test void otherClassesAreNotThoseOfTheNetwork() throws IOException {
        Path own = folder.resolve("own.csv");
        Files.writeString(own, flowers(90));
        Path trained = folder.resolve("own-run");
        assertThat(train(own, trained, "--label", "species").code()).isZero();
        Files.writeString(own, flowers(90).replace("Möller", "zz"));
        assertThat(gnn("evaluate", "--model", trained.toString()).err())
                .contains("is to be answered with 'Müller', 'setosa', 'zz'",
                        "the network was trained on 'Möller', 'Müller', 'setosa'")
                .hasLineCount(1);
        Files.writeString(own, flowers(90).replace("f000,", "f000,9"));
        assertThat(gnn("evaluate", "--model", trained.toString()).err())
                .contains("its columns are not those that the network was trained on, or not scaled alike").hasLineCount(1);
    }

    @Test void inspectionTellsProblemsFirst() {
        GnnTest.Outcome outcome = gnn("data", "inspect", table.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out().lines().findFirst().orElseThrow()).startsWith("problem: ").contains("'species'");
        assertThat(gnn("data", "inspect", "--json", "--label", "species", table.toString()).out())
                .contains("\"kind\" : \"table\"");
    }

    /** Pictures that are not square stay as they are: they were once squeezed into a square and answered wrongly. */
    @Test void picturesAreTakenAsInTraining() throws IOException {
        Path pictures = folder.resolve("pictures");
        for (int i = 0; i < 60; i++) picture(pictures.resolve("c" + i % 3).resolve(i + ".png"), 6, 12, i % 3, false);
        Path out = folder.resolve("picture-run");
        assertThat(train(pictures, out).code()).isZero();
        GnnTest.Outcome answers = gnn("predict", "--model", out.toString(), pictures.resolve("c1").toString());
        assertThat(answers.out().lines()).hasSize(20).allMatch(line -> line.contains("]: c1 "));

        Path square = folder.resolve("square.png");
        picture(square, 6, 6, 1, false);
        assertThat(gnn("predict", "--model", out.toString(), square.toString())).isEqualTo(new GnnTest.Outcome(2, "",
                "gnn: " + square + ": is 6 x 6 pixels; the network was trained on 6 x 12" + System.lineSeparator()));
        Path negative = folder.resolve("negative.png");
        picture(negative, 6, 12, 1, true);
        assertThat(gnn("predict", "--model", out.toString(), negative.toString()).err())
                .contains("shows dark on light; the network was trained on light on dark; --invert takes it so");
        assertThat(gnn("predict", "--invert", "--model", out.toString(), negative.toString()).out()).contains("]: c1 ");
    }

    private static void picture(Path file, int height, int width, int kind, boolean negative) throws IOException {
        Files.createDirectories(file.getParent());
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) {
                boolean inside = y > 0 && y < height - 1 && x > 0 && x < width - 1;
                int value = inside && x * 3 / width == kind ? 255 : 0;
                image.getRaster().setSample(x, y, 0, negative ? 255 - value : value);
            }
        ImageIO.write(image, "png", file.toFile());
    }

    /** A label of numbers is answered in its own units, with a deviation that the held-out rows taught. */
    @Test void numbersArePredictedInTheirUnits() throws IOException {
        var rows = new StringBuilder("x,price\n");
        for (int i = 0; i < 120; i++) rows.append(String.format(Locale.ROOT, "%.2f,%.1f%n", i / 10., 1000 + 25. * i));
        Path prices = folder.resolve("prices.csv");
        Files.writeString(prices, rows);
        Path out = folder.resolve("prices");
        assertThat(train(prices, out, "--label", "price").code()).isZero();
        Path asked = folder.resolve("asked.csv");
        Files.writeString(asked, "note,x\nnew,6.0\n");
        List<String> lines = gnn("predict", "--model", out.toString(), asked.toString()).out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("prediction,mean,deviation");
        assertThat(Double.parseDouble(lines.get(1).split(",")[0])).isBetween(2000., 3000.);
        Files.writeString(asked, "x\n6.0\n\n");
        assertThat(gnn("predict", "--model", out.toString(), asked.toString()).out().lines()).as("a table of one column")
                .isEqualTo(lines);

        Path dense = folder.resolve("dense-prices");
        assertThat(gnn("convert", "--model", out.toString(), "--to", "dense", "--out", dense.toString()).code()).isZero();
        String answer = gnn("predict", "--model", dense.toString(), asked.toString()).out().lines().skip(1).findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(answer.split(",")[0])).as("a converted network knows its columns")
                .isCloseTo(Double.parseDouble(lines.get(1).split(",")[0]), within(.1));
    }

    /** Reports show each pixel once, whatever its channels; a picture that cannot be decoded is counted. */
    @Test void colouredPicturesAreTrainedOn() throws IOException {
        Path pictures = folder.resolve("colours");
        for (int i = 0; i < 40; i++) {
            var image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 12; at++) image.setRGB(at % 4, at / 4, i < 20 ? i % 2 == 0 ? 0xff1020 : 0x10ff20 + at : 9 * at);
            Path file = pictures.resolve(i % 2 == 0 ? "red" : "green").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        Files.writeString(pictures.resolve("red/broken.png"), "no picture");
        Path out = folder.resolve("colours-run");
        GnnTest.Outcome trained = train(pictures, out, "--skip-bad");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("note: 1 picture is left out; the first: ", "broken.png");
        assertThat(out.resolve("report.html")).content().contains("Worst mistakes").contains("of 12 pixels");
        GnnTest.Outcome inspected = gnn("data", "inspect", "--skip-bad", pictures.toString());
        assertThat(inspected.code()).as(inspected.err()).isZero();
    }

    /** What {@code gnn export} ships answers raw cells and raw bytes, without Deeplearning4j, as {@code gnn predict} does. */
    @Test void shippedNetworksAnswerAsPredictDoes() throws IOException {
        Path asked = folder.resolve("asked-rows.csv");
        Files.writeString(asked, "id,length,colour\nx,1.25,red\ny,4.75,blue\n");
        double[][] answers = {shipped(run).answer(Map.of("length", 1.25, "colour", "red"), workspace()),
                shipped.answer(List.of("y", "4.75", "blue"), workspace())};
        assertPredicted(run, asked, List.of("p_Möller", "p_Müller", "p_setosa"), answers);

        var rows = new StringBuilder("when,x,price\n");
        for (int i = 0; i < 60; i++)
            rows.append(String.format(Locale.ROOT, "%d,%s,%.1f%n", 1_700_000_000L + 60 * i, i % 7 == 3 ? "" : i / 10.,
                    1000 + 25. * i));
        Path prices = Files.writeString(folder.resolve("holes.csv"), rows);
        Path priced = folder.resolve("holes");
        assertThat(train(prices, priced, "--label", "price", "--missing", "impute").code()).isZero();
        Files.writeString(asked, "when,x\n1700000600,2.5\n1700002000,\n");
        assertPredicted(priced, asked, List.of("mean"), shipped(priced).answer(List.of(1_700_000_600, "2.5"), workspace()),
                shipped.answer(Arrays.asList("1700002000", null), workspace()));

        Path pixels = folder.resolve("pixels.csv");
        var lines = new StringBuilder("label,a,b,c,d\n");
        for (int i = 0; i < 60; i++) lines.append(i % 2 == 0 ? "dark,0,3,16,1\n" : "light,16,15,0,9\n");
        Files.writeString(pixels, lines);
        Path seen = folder.resolve("seen");
        assertThat(train(pixels, seen, "--size", "2x2").code()).isZero();
        Files.writeString(asked, "a,b,c,d\n1,2,15,4\n");
        assertPredicted(seen, asked, List.of("p_dark", "p_light"), shipped(seen).answer(new double[] {1, 2, 15, 4}, workspace()));

        Path network = Files.writeString(folder.resolve("network.yaml"),
                "network: [{conv: 4, kernel: 2, padding: same}, {pool: 2}, {dense: 5}]\n");
        Path convolved = folder.resolve("convolved");
        assertThat(gnn("train", "--data", pixels.toString(), "--out", convolved.toString(), "--size", "2x2", "--config",
                network.toString(),
                "--epochs", "2", "--batch", "10").code()).isZero();
        assertPredicted(convolved, asked, List.of("p_dark", "p_light"),
                shipped(convolved).answer(new double[] {1, 2, 15, 4}, workspace()));
        assertThat(shipped.network().pictures()).hasSize(2);
    }

    private CompactModel shipped;

    private CompactModel shipped(Path trained) throws IOException {
        Path file = trained.resolveSibling(trained.getFileName() + ".compact");
        assertThat(gnn("export", "--model", trained.toString(), "--format", "compact", "--out", file.toString()).code()).isZero();
        return shipped = CompactFile.readModel(file);
    }

    private CompactNetwork.Workspace workspace() {
        return shipped.network().workspace(1);
    }

    /** Of the run, and of the compact file that it was shipped as. */
    private static void assertPredicted(Path trained, Path asked, List<String> columns, double[]... answers) throws IOException {
        Path csv = trained.resolveSibling(trained.getFileName() + "-answers.csv");
        for (Path model : List.of(trained, trained.resolveSibling(trained.getFileName() + ".compact"))) {
            GnnTest.Outcome outcome = gnn("predict", "--model", model.toString(), "--out", csv.toString(), asked.toString());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            List<String[]> lines = Files.readAllLines(csv).stream().map(line -> line.split(",")).toList();
            assertThat(lines).hasSize(answers.length + 1);
            for (int row = 0; row < answers.length; row++)
                for (int k = 0; k < columns.size(); k++) {
                    double predicted = Double.parseDouble(lines.get(row + 1)[List.of(lines.get(0)).indexOf(columns.get(k))]);
                    assertThat(answers[row][k]).isCloseTo(predicted, within(1e-5 * Math.max(1, Math.abs(predicted))));
                }
        }
    }

    @Test void optionsOfOwnDataAreRefusedForNames() {
        assertThat(gnn("train", "--data", "mnist", "--label", "x").err()).isEqualTo(
                "gnn: --label = [x]: says something of one's own data; the data set mnist needs nothing said (a path has a / in it)"
                        + System.lineSeparator());
    }
}
