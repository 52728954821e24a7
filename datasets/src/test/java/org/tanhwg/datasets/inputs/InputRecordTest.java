package org.tanhwg.datasets.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.inputs.RowInputs.Missing;

class InputRecordTest {
    private static final RowInputs ROWS = new RowInputs(
            List.of(ColumnRule.leftOut("id", "it tells rows apart"), ColumnRule.number("x", 0, 2, 4),
                    ColumnRule.category("city", List.of("Oslo", "Rome"), Optional.of("Rome"))),
            true, Missing.REFUSE);
    private static final PixelInputs PIXELS = new PixelInputs(new ImageShape(2, 3), 255, .05, false);
    private static final OutputRecord CLASSES = OutputRecord.of(Task.CLASSIFICATION, List.of("a", "b"));

    @Test void comesBackFromItsJson() {
        var regression = new OutputRecord(Task.REGRESSION, List.of("price"), List.of(10.0), List.of(.1));
        for (InputRecord record : List.of(InputRecord.of(ROWS, regression, "ab"), InputRecord.of(PIXELS, CLASSES, "cd")))
            assertThat(InputRecord.fromJson("inputs.json", record.toJson())).isEqualTo(record);
    }

    /** What version 1 looks like: this text must be readable for good. */
    @Test void versionOneIsReadForGood() {
        String json = """
                {"version": 1, "pixels": {"shape": {"height": 2, "width": 3, "channels": 1}, "scale": 255.0, "border": 0.05, "resized": false},
                 "outputs": {"task": "CLASSIFICATION", "names": ["a", "b"], "means": [], "deviations": []}, "dataSha256": "cd"}""";
        assertThat(InputRecord.fromJson("inputs.json", json)).isEqualTo(InputRecord.of(PIXELS, CLASSES, "cd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"version\": 1}",
            "{\"version\": 1, \"outputs\": null, \"dataSha256\": \"\"}", "{\"version\": 2}",
            "{\"version\": 99999999999}", "{\"version\": 1} x"}) void whatIsSomethingElseIsOneLine(String json) {
        assertThatThrownBy(() -> InputRecord.fromJson("inputs.json", json)).isInstanceOf(DataException.class)
                .hasMessageStartingWith("inputs.json: ")
                .hasMessageNotContaining("\n");
    }

    @Test void rowsBecomeWhatTrainingMadeOfThem() {
        int[] places = ROWS.places("new.csv", List.of("city", "other", "x"));
        assertThat(ROWS.apply("row", List.of("Rome", "?", "10"), places)).containsExactly(2, 0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Bonn | 1 | row, column 1 (city): category 'Bonn' was not in the training rows; must be one of 'Oslo', 'Rome'",
            "Rome | one | row, column 2 (x): 'one' must be a finite number",
            "Rome | inf | row, column 2 (x): 'inf' must be a finite number",
            "Rome | NA | row, column 2 (x): has no value; training had no missing values"}) void rowsThatDoNotFitAreRefused(
                    String city, String x, String message) {
        int[] places = ROWS.places("new.csv", List.of("city", "x"));
        assertThatThrownBy(() -> ROWS.apply("row", List.of(city, x), places)).isInstanceOf(DataException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ROWS.apply("row", List.of("Rome"), places))
                .hasMessage("row, column 2 (x): is not there; the row has 1 columns");
        assertThatThrownBy(() -> ROWS.places("new.csv", List.of("x")))
                .hasMessage("new.csv: has no column 'city'; its columns are 'x'");
    }

    @Test void columnsWithoutNamesGoByNumber() {
        var rows = new RowInputs(List.of(ColumnRule.number("2", 0, 0, 1), ColumnRule.number("3", 0, 0, 1)), false,
                Missing.REFUSE);
        assertThat(rows.places("new.csv", List.of("1", "2", "3"))).as("with the label").containsExactly(1, 2);
        assertThat(rows.places("new.csv", List.of("1", "2"))).as("without it").containsExactly(0, 1);
        assertThatThrownBy(() -> rows.places("new.csv", List.of("1"))).isInstanceOf(DataException.class);
    }

    @Test void picturesOfAnotherSizeAreRefusedUnlessTrainingScaledThem() {
        Picture wide = new Picture(new ImageShape(2, 6), new byte[] {0, 0, 100, 100, 0, 0, 0, 0, 100, 100, 0, 0});
        assertThatThrownBy(() -> PIXELS.apply("a.png", wide)).isInstanceOf(DataException.class)
                .hasMessage("a.png: is 2 x 6 pixels; the network was trained on 2 x 3");
        assertThat(new PixelInputs(new ImageShape(2, 3), 255, .05, true).apply("a.png", wide)).containsExactly(0, 100 / 255f, 0,
                0, 100 / 255f, 0);
    }

    @Test void rawSamplesAreOnTheScaleOfTraining() {
        assertThat(PIXELS.apply("row", new double[] {0, 255, 51, 0, 0, 0})).containsExactly(0, 1, .2f, 0, 0, 0);
        assertThatThrownBy(() -> PIXELS.apply("row", new double[] {0, 256, 0, 0, 0, 0}))
                .hasMessage("row: sample 2 is 256.0; must be in [0, 255.0], as in training");
        assertThatThrownBy(() -> PIXELS.apply("row", new double[5])).hasMessage("row: 5 numbers; a picture of 2 x 3 has 6");
    }

    @Test void theOtherPolarityIsAContradiction() {
        assertThat(PIXELS.contradiction(.9)).contains("shows dark on light; the network was trained on light on dark");
        assertThat(PIXELS.contradiction(.1)).isEmpty();
        assertThat(PIXELS.contradiction(.5)).isEmpty();
        assertThat(PixelInputs.border(new float[] {1, 1, 1, 1, 0, 1, 1, 1, 1}, new ImageShape(3, 3))).isEqualTo(1);
    }

    @Test void greyOfColoursIsTheirLuma() {
        Picture red = new Picture(new ImageShape(1, 1, 3), new byte[] {(byte) 255, 0, 0});
        assertThat(red.as(new ImageShape(1, 1)).samples()).containsExactly(76);
        assertThat(red.as(new ImageShape(1, 1)).as(new ImageShape(1, 1, 3)).samples()).containsExactly(76, 76, 76);
        assertThat(red.as(new ImageShape(2, 2, 3)).samples()).containsExactly(255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test void constantsOfColumnsMustBeUsable() {
        assertThatIllegalArgumentException().isThrownBy(() -> ColumnRule.number("x", 0, 0, 0))
                .withMessageContaining("deviation = 0.0: must be positive");
        assertThatIllegalArgumentException().isThrownBy(() -> new RowInputs(List.of(), true, Missing.REFUSE))
                .withMessageContaining("at least one input");
    }

    /** The parser of our own rounds as Java does. */
    @Property(tries = 2000) void numbersAreParsedAsJavaDoes(@ForAll double number, @ForAll int whole, @ForAll float single) {
        for (String text : List.of(Double.toString(number), Integer.toString(whole), Float.toString(single),
                "+" + (whole & 0xffff), whole + ".",
                (whole & 0xfff) + "." + (whole >>> 1))) {
            if (Double.isFinite(Double.parseDouble(text))) assertThat(Cells.number(text)).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "1d", "1f", "0x10", "1 2", "2024-05-01", "one", "1e", "--1", "NaN",
            "1,5"}) void theseAreNoNumbers(String text) {
        assertThat(Cells.number(text)).isNaN();
    }

    /** So that a service needs no more than Java and Jackson. */
    @Test void knowsNeitherDeeplearning4jNorFiles() {
        var ours = new ClassFileImporter().importPackages("org.tanhwg.datasets.inputs")
                .that(DescribedPredicate.describe("main", one -> !one.getSimpleName().endsWith("Test")));
        ArchRuleDefinition.noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.datavec..", "java.awt..")
                .check(ours);
    }
}
