package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.evaluate.Estimate;
import org.tanhwg.training.evaluate.Regressor;

/** Tables of one's own, by the command line: classes with names, and numbers. */
class TableRunTest {
    private static final String[] SMALL = {"--layers", "16", "--batch", "20", "--epochs", "15", "--eta", ".5", "--beta", "0",
            "--noise-input", "0", "--noise-hidden", "0", "--test-share", ".3"};

    @TempDir static Path folder;

    /** The prediction can know all of y but noise of deviation 3, and all of z. */
    @BeforeAll static void write() throws IOException {
        var random = new Random(5);
        var numbers = new StringBuilder("a,b,c,y,z\n");
        var classes = new StringBuilder("a,b,target\n");
        for (int i = 0; i < 400; i++) {
            double a = random.nextDouble(), b = random.nextDouble(), c = random.nextGaussian();
            numbers.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f,%.4f,%.4f%n", a, b, c,
                    100 + 30 * a - 20 * b + 3 * random.nextGaussian(), c - a));
            classes.append(String.format(Locale.ROOT, "%.4f,%.4f,%s%n", a, b, a > b ? "healthy" : "ill"));
        }
        Files.writeString(folder.resolve("numbers.csv"), numbers);
        Files.writeString(folder.resolve("classes.csv"), classes);
    }

    @Test void classesAreCalledByTheirNamesAndScored() throws IOException {
        JsonNode end = train("classes", "classes.csv").get("final");
        assertThat(end.get("testAccuracy").asDouble()).isGreaterThan(.9);
        assertThat(end.get("macroF1").asDouble()).isBetween(.9, 1.);
        assertThat(end.get("balancedAccuracy").asDouble()).isBetween(.9, 1.);
        assertThat(end.get("rocAuc").asDouble()).isBetween(.95, 1.);
        assertThat(Files.readString(folder.resolve("classes/report.html"))).contains("Precision and recall", "healthy", "ill",
                "ROC AUC", "Balanced accuracy");

        GnnTest.Outcome again = gnn("evaluate", "--model", path("classes"), "--stability", "--out", path("classes-again"));
        assertThat(again.out()).contains("F1 ", "ROC AUC ");
        assertThat(result("classes-again").get("final").get("macroF1")).isEqualTo(end.get("macroF1"));
        JsonNode stability = result("classes-again").get("stability");
        assertThat(stability.get("examples").asInt()).isEqualTo(280);
        assertThat(stability.get("layers")).hasSize(2).allSatisfy(layer -> {
            assertThat(layer.get("eigenvalues")).hasSize(Math.min(20, layer.get("synapses").asInt()));
            assertThat(layer.get("stable").asDouble() + layer.get("neutral").asDouble() + layer.get("unstable").asDouble())
                    .isBetween(1 - 1e-9, 1 + 1e-9);
            assertThat(layer.get("effectiveDimension").asDouble()).isBetween(0., layer.get("synapses").asDouble());
        });
        assertThat(Files.readString(folder.resolve("classes-again/config.yaml"))).contains("stability: 10000");
        assertThat(Files.readString(folder.resolve("classes-again/report.html"))).contains("Precision and recall", "healthy",
                "How it rests", "Units of layer0");
    }

    @Test void numbersArePredictedInTheirOwnUnits() throws IOException {
        JsonNode run = train("numbers", "numbers.csv", "--label", "y");
        JsonNode end = run.get("final");
        assertThat(end.has("testAccuracy") || end.has("testNll") || end.has("macroF1")).isFalse();
        assertThat(end.get("testRmse").asDouble()).isBetween(2.4, 4.);
        assertThat(end.get("testMae").asDouble()).isBetween(1.8, end.get("testRmse").asDouble());
        assertThat(end.get("testR2").asDouble()).isBetween(.85, .95);
        JsonNode last = run.get("epochs").get(14);
        assertThat(last.has("testAccuracy")).isFalse();
        assertThat(last.get("testRmse")).isEqualTo(end.get("testRmse"));
        assertThat(run.get("data").get("targets").get(0).asText()).isEqualTo("y");
        String report = Files.readString(folder.resolve("numbers/report.html"));
        assertThat(report).contains("R² ", "Root mean squared error", "predicted as").doesNotContain("NaN");

        GnnTest.Outcome again = gnn("evaluate", "--model", path("numbers"), "--out", path("numbers-again"));
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("test RMSE ");
        for (String score : List.of("testRmse", "testMae", "testR2"))
            assertThat(result("numbers-again").get("final").get(score)).isEqualTo(end.get(score));
        assertThat(gnn("report", path("numbers")).code()).isZero();
        assertThat(Files.readString(folder.resolve("numbers/report.html"))).isEqualTo(report);

        Regressor regressor = Regressor.load(folder.resolve("numbers"));
        Estimate estimate = regressor.predict(new float[regressor.inputs()]).get(0); // every input at its mean
        assertThat(estimate.mean()[0]).isBetween(100., 110.);
        assertThat(estimate.spread()[0]).isZero();
        assertThat(estimate.deviation()[0]).isCloseTo(end.get("testRmse").asDouble(), Assertions.within(1e-9));
    }

    @Test void severalNumbersArePredictedAtOnce() throws IOException {
        JsonNode end = train("two", "numbers.csv", "--label", "y,z").get("final");
        assertThat(end.get("testR2").asDouble()).isBetween(.85, 1.);
        assertThat(Files.readString(folder.resolve("two/report.html"))).contains("mean over 2 targets");
    }

    @Test void lawsWithAWidthHaveIntervals() throws IOException {
        JsonNode end = train("laws", "numbers.csv", "--label", "y", "--law", "GAUSSIAN", "--transmission", "SAMPLED", "--spread",
                ".05").get("final");
        assertThat(end.get("intervalCoverage").asDouble()).isBetween(.8, .98);
        GnnTest.Outcome sampled = gnn("evaluate", "--model", path("laws"), "--samples", "20", "--out", path("laws-again"));
        assertThat(sampled.out()).contains("inside 90 % intervals ");
        assertThat(result("laws-again").get("final").get("samples").asInt()).isEqualTo(20);
        Regressor regressor = Regressor.load(folder.resolve("laws")).sampled(20, 1);
        float[] row = new float[regressor.inputs()];
        row[0] = 1;
        Estimate estimate = regressor.predict(row).get(0);
        assertThat(estimate.spread()[0]).isBetween(1e-6, estimate.deviation()[0]);
    }

    @Test void denseLayersPredictNumbersToo() throws IOException {
        assertThat(train("adam", "numbers.csv", "--label", "y", "--optimizer", "adam", "--eta", ".01").get("final").get("testR2")
                .asDouble()).isGreaterThan(.8);
    }

    /** Without a word about it; pixels in a table, other data and a preset by name have their own. */
    @Test void aTableHasAPresetOfItsOwn() throws IOException {
        GnnTest.Outcome outcome = gnn("train", "--data", path("classes.csv"), "--epochs", "2", "--out", path("preset"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("preset table, because the data are a table");
        assertThat(Files.readString(folder.resolve("preset/config.yaml"))).contains("preset: table", "batch: 32\n");
        GnnTest.Outcome named = gnn("train", "--data", path("classes.csv"), "--preset", "default", "--epochs", "1", "--out",
                path("named"));
        assertThat(named.err()).doesNotContain("preset table");
        assertThat(Files.readString(folder.resolve("named/config.yaml"))).contains("batch: 100\n");
        assertThat(gnn("train", "--data", path("classes.csv"), "--size", "1x2", "--epochs", "1", "--out", path("pixels")).err())
                .doesNotContain("preset table");
    }

    /** The label 0 or 1 looks like a class. */
    @Test void theTaskMayBeSaid() throws IOException {
        String rows = IntStream.range(0, 60).mapToObj(i -> i % 7 + "." + i + "," + i % 2).reduce("x,y", (a, b) -> a + "\n" + b);
        Files.writeString(folder.resolve("bits.csv"), rows);
        assertThat(train("bits", "bits.csv").get("final").has("testAccuracy")).isTrue();
        assertThat(train("bits-as-numbers", "bits.csv", "--task", "regression").get("final").has("testRmse")).isTrue();
        assertThat(refusal("train", "--data", path("bits.csv"), "--task", "sorting"))
                .startsWith("gnn: --task = sorting: must be one of ");
        assertThat(refusal("train", "--data", "mnist", "--task", "regression")).startsWith("gnn: --task = ");
    }

    @Test void whatRanksClassifiersRefusesNumbersInALine() throws IOException {
        train("one", "numbers.csv", "--label", "y", "--epochs", "1");
        train("other", "numbers.csv", "--label", "z", "--epochs", "1");
        assertThat(refusal("report", path("one"), path("other"), "--out", path("both"))).contains("predicts numbers");
        assertThat(refusal("evaluate", "--model", path("one"), "--shift", "1", "--out", path("shifted")))
                .contains("--shift: is for classifiers");
        assertThat(Files.exists(folder.resolve("both")) || Files.exists(folder.resolve("shifted"))).isFalse();
    }

    /** Two labels that a line can tell, each by itself: right in nearly all, and alike in training, evaluation and prediction. */
    @Test void severalLabelsHaveAProbabilityEach() throws IOException {
        var random = new Random(3);
        var rows = new StringBuilder("a,b,fever,cough\n");
        for (int i = 0; i < 400; i++) {
            double a = random.nextGaussian(), b = random.nextGaussian();
            rows.append(String.format(Locale.ROOT, "%.4f,%.4f,%d,%d%n", a, b, a > 0 ? 1 : 0, a + b > 1 ? 1 : 0));
        }
        Files.writeString(folder.resolve("signs.csv"), rows);
        JsonNode run = train("signs", "signs.csv", "--label", "fever,cough", "--epochs", "40");
        JsonNode end = run.get("final");
        assertThat(end.get("testAccuracy").asDouble()).isBetween(.93, 1.);
        assertThat(end.get("exactMatch").asDouble()).isBetween(.88, end.get("testAccuracy").asDouble());
        assertThat(end.get("macroF1").asDouble()).isBetween(.85, 1.);
        assertThat(Files.readString(folder.resolve("signs/report.html"))).contains("All labels right", "absent", "present")
                .doesNotContain("NaN");

        GnnTest.Outcome again = gnn("evaluate", "--model", path("signs"), "--out", path("signs-again"));
        assertThat(again.code()).as(again.err()).isZero();
        for (String score : List.of("testAccuracy", "testNll", "testEce", "exactMatch"))
            assertThat(result("signs-again").get("final").get(score)).isEqualTo(end.get(score));
        assertThat(gnn("report", path("signs")).code()).isZero();

        Files.writeString(folder.resolve("new.csv"), "a,b\n1,1\n-1,-1\n1,-2\n");
        GnnTest.Outcome answers = gnn("predict", "--model", path("signs"), path("new.csv"));
        assertThat(answers.code()).as(answers.err()).isZero();
        assertThat(answers.out().lines().map(line -> line.replaceAll(",.*", "")).toList()).containsExactly("prediction",
                "fever;cough", "", "fever");
        assertThat(gnn("export", "--model", path("signs"), "--format", "compact", "--out", path("signs.compact")).code())
                .isZero();
    }

    /** One in twenty is ill, and nothing tells for sure: weighted, half of the answers must be "ill"; unweighted, next to none. */
    @Test void balancedClassesAreAnsweredAlike() throws IOException {
        var random = new Random(9);
        var rows = new StringBuilder("a,target\n");
        for (int i = 0; i < 600; i++)
            rows.append(String.format(Locale.ROOT, "%.4f,%s%n", random.nextGaussian() + (i % 20 == 0 ? 1 : 0),
                    i % 20 == 0 ? "ill" : "well"));
        Files.writeString(folder.resolve("rare.csv"), rows);
        assertThat(train("rare", "rare.csv").get("final").get("balancedAccuracy").asDouble()).isLessThan(.6);
        assertThat(train("rare-balanced", "rare.csv", "--class-weights", "balanced").get("final").get("balancedAccuracy")
                .asDouble()).isGreaterThan(.62);
        assertThat(refusal("train", "--data", path("numbers.csv"), "--label", "y", "--class-weights", "balanced"))
                .contains("--class-weights = balanced: needs classes");
    }

    @Test void heldOutSharesFitAndAreSaidOnce() {
        assertThat(refusal("train", "--data", path("classes.csv"), "--validation-share", "100%"))
                .startsWith("gnn: --validation-share = 1.0: must be between 0 and 1");
        assertThat(refusal("train", "--data", path("classes.csv"), "--validation-share", ".1", "--validation", "20"))
                .contains("makes no difference with validation");
        assertThat(refusal("train", "--data", path("classes.csv"), "--patience", "0")).startsWith("gnn: --patience = 0: ");
        assertThat(refusal("search", "--data", path("classes.csv"), "--preset", "table", "--patience", "3"))
                .contains("--patience");
    }

    private static String refusal(String... line) {
        GnnTest.Outcome outcome = gnn(line);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
        return outcome.err();
    }

    private static JsonNode train(String name, String data, String... more) throws IOException {
        var line = new ArrayList<>(List.of("train", "--data", path(data), "--out", path(name)));
        List<String> others = List.of(more);
        for (int i = 0; i < SMALL.length; i += 2)
            if (!others.contains(SMALL[i]) && !(others.contains("adam") && SMALL[i].equals("--beta")))
                line.addAll(List.of(SMALL[i], SMALL[i + 1]));
        line.addAll(others);
        GnnTest.Outcome outcome = gnn(line.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return result(name);
    }

    private static JsonNode result(String name) throws IOException {
        return GnnTest.result(folder.resolve(name));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }
}
