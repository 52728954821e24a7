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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks measured on other data than their own: raw rows and pictures become what training made of them, and a compact file measures as its run does. */
class MeasuredAnewTest {
    @TempDir static Path folder;
    private static Path run;
    private static Path compact;
    private static Path pictures;
    private static Path seen;

    @BeforeAll static void train() throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), "length,colour,kind\n" + rows(120, "%2$.3f,%3$s,%4$s%n"));
        run = train(table, "run", "--label", "kind");
        compact = export(run, "run.compact");
        for (int i = 0; i < 60; i++) picture("tree", i % 3, i);
        pictures = folder.resolve("tree");
        seen = train(pictures, "seen");
    }

    /** @param format of number, length, colour, kind */
    private static String rows(int count, String format) {
        var random = new Random(count);
        var rows = new StringBuilder();
        for (int i = 0; i < count; i++)
            rows.append(String.format(Locale.ROOT, format, i, 1 + i % 3 + .3 * random.nextGaussian(), i % 2 == 0 ? "red" : "blue",
                    "abc".charAt(i % 3)));
        return rows.toString();
    }

    private static void picture(String tree, int kind, int number) throws IOException {
        Path file = folder.resolve(tree).resolve("c" + kind).resolve(number + ".png");
        Files.createDirectories(file.getParent());
        var image = new BufferedImage(9, 6, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 3; i++) image.getRaster().setSample((1 + 3 * kind) % 9, 1 + i, 0, 200 + number % 50);
        ImageIO.write(image, "png", file.toFile());
    }

    private static Path train(Path data, String name, String... more) {
        Path out = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("train", "--data", data.toString(), "--out", out.toString(), "--epochs", "8",
                "--batch", "10", "--layers", "16", "--noise-input", "0", "--noise-hidden", "0"));
        arguments.addAll(List.of(more));
        assertThat(gnn(arguments.toArray(String[]::new)).code()).isZero();
        return out;
    }

    private static Path export(Path model, String name, String... more) {
        var arguments = new ArrayList<>(List.of("export", "--model", model.toString(), "--out", folder.resolve(name).toString(),
                "--format", "compact"));
        arguments.addAll(List.of(more));
        GnnTest.Outcome outcome = gnn(arguments.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return folder.resolve(name);
    }

    private static JsonNode evaluated(Path model, Path data, String... more) throws IOException {
        Path out = Files.createTempDirectory(folder, "evaluated");
        var arguments = new ArrayList<>(
                List.of("evaluate", "--model", model.toString(), "--data", data.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        GnnTest.Outcome outcome = gnn(arguments.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(gnn("report", out.toString()).code()).as("its report can be made again").isZero();
        return GnnTest.result(out).get("final");
    }

    /** Other rows in another order of columns, scaled as training was, and not by themselves: once such a table was refused. */
    @Test void aTableIsMeasuredWhole() throws IOException {
        Path other = Files.writeString(folder.resolve("other.csv"), "kind,colour,length\n" + rows(31, "%4$s,%3$s,%2$.3f%n"));
        JsonNode result = evaluated(run, other);
        assertThat(result.at("/testAccuracy").asDouble() * 31).isCloseTo(right(other), within(1e-6));
        JsonNode shipped = evaluated(compact, other);
        for (String figure : List.of("testAccuracy", "testNll", "testEce", "macroF1"))
            assertThat(shipped.get(figure).asDouble()).as(figure).isCloseTo(result.get(figure).asDouble(), within(1e-5));
        Path coded = export(compact, "run8.compact", "--bits", "8", "--data", other.toString());
        assertThat(evaluated(coded, other).get("testNll").asDouble()).isCloseTo(result.get("testNll").asDouble(), within(.1));
    }

    /** By what {@code gnn predict} answers. */
    private long right(Path table) throws IOException {
        List<String> rows = Files.readAllLines(table);
        List<String> answers = gnn("predict", "--model", run.toString(), table.toString()).out().lines().toList();
        return IntStream.range(1, rows.size())
                .filter(i -> answers.get(i).startsWith(rows.get(i).substring(0, 1) + ",")).count();
    }

    @Test void theLabelIsFoundOrNamed() throws IOException {
        Path named = Files.writeString(folder.resolve("named.csv"),
                "id,length,colour,what\n" + rows(9, "%1$d,%2$.3f,%3$s,%4$s%n"));
        assertThat(gnn("evaluate", "--model", compact.toString(), "--data", named.toString()).err())
                .contains("has the columns 'id', 'what' beside those that the network takes").hasLineCount(1);
        assertThat(evaluated(compact, named, "--label", "what").get("testAccuracy").asDouble()).isGreaterThan(.6);
        Path unknown = Files.writeString(folder.resolve("unknown.csv"), "length,colour,kind\n1.5,red,a\n2.5,blue,d\n");
        assertThat(gnn("evaluate", "--model", compact.toString(), "--data", unknown.toString())).isEqualTo(new GnnTest.Outcome(2,
                "", "gnn: " + unknown + ": line 3: class 'd' is none that the network knows: 'a', 'b', 'c'"
                        + System.lineSeparator()));
        assertThat(gnn("evaluate", "--model", compact.toString()).err()).contains("does not say on what it was trained; --data");
        assertThat(gnn("evaluate", "--model", run.toString(), "--label", "kind").err()).contains("--label needs --data");
    }

    /** All of one tree, and classes by their names: two of the three, whose numbers are others there. */
    @Test void picturesAreMeasuredByTheNamesOfTheirClasses() throws IOException {
        for (int i = 0; i < 20; i++) picture("two", 1 + i % 2, i);
        Path two = folder.resolve("two"), shipped = export(seen, "seen.compact");
        assertThat(evaluated(seen, two).get("testAccuracy").asDouble()).isEqualTo(1);
        assertThat(evaluated(shipped, two).get("testAccuracy").asDouble()).isEqualTo(1);
        assertThat(evaluated(shipped, pictures).get("testAccuracy").asDouble()).isEqualTo(1);
        picture("three", 3, 1);
        picture("three", 3, 2);
        picture("three", 1, 3);
        picture("three", 1, 4);
        assertThat(gnn("evaluate", "--model", shipped.toString(), "--data", folder.resolve("three").toString()).err())
                .contains("is to be answered with 'c1', 'c3'").hasLineCount(1);
    }

    @Test void numbersAreMeasuredInTheirUnits() throws IOException {
        Path prices = Files.writeString(folder.resolve("prices.csv"), "x,price\n" + rows(90, "%2$.3f,%1$d.5%n"));
        Path priced = train(prices, "priced", "--label", "price");
        Path other = Files.writeString(folder.resolve("asked.csv"), "price,x\n" + rows(30, "%1$d.5,%2$.3f%n"));
        JsonNode result = evaluated(priced, other), shipped = evaluated(export(priced, "priced.compact"), other);
        for (String figure : List.of("testRmse", "testMae", "testR2"))
            assertThat(shipped.get(figure).asDouble()).as(figure).isCloseTo(result.get(figure).asDouble(), within(1e-3));
    }

    @Test void whatACompactFileCannotDoIsSaid() {
        assertThat(gnn("evaluate", "--model", compact.toString(), "--data", pictures.toString(), "--samples", "2").err())
                .contains("is a compact network, which has no laws").hasLineCount(1);
        assertThat(gnn("convert", "--model", compact.toString(), "--to", "dense").err()).contains("is a compact network")
                .hasLineCount(1);
    }
}
