package org.tanhwg.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.source.DataSource;

/** Which columns of a table are asked for, and what they ask. */
class TableLabelsTest {
    private static final DataOptions DEFAULTS = DataOptions.DEFAULTS;

    @TempDir Path temp;

    private DataSource open(String text, DataOptions options) throws IOException {
        return DataSource.open(Files.writeString(temp.resolve("table.csv"), text), options);
    }

    @Test void withoutAHeaderTheLabelMustBeNamed() throws IOException {
        String text = TableReaderTest.rows(20, "", ",").strip();
        DataSource source = open(text, DEFAULTS);
        assertThatThrownBy(source::dataset).isInstanceOf(DataException.class).hasMessage(temp.resolve("table.csv")
                + ": has no column called label, target, class or y; the label must be named, one of '1', '2', '3'");
        assertThat(open(text, DEFAULTS.withLabels("3")).dataset().train().width()).isEqualTo(2);
    }

    /** A column y may be a coordinate; that it is an input is said. */
    @Test void aSecondNameOfLabelsIsToldOf() throws IOException {
        DataSource source = open(TableReaderTest.rows(40, "x,y,label", ","), DEFAULTS);
        assertThat(source.description().notes()).contains("'label' is the label, and 'y' an input; --label names another");
        assertThat(open(TableReaderTest.rows(40, "x,z,label", ","), DEFAULTS).description().notes())
                .noneMatch(note -> note.contains("--label"));
        assertThat(open(TableReaderTest.rows(40, "x,y,label", ","), DEFAULTS.withLabels("label")).description().notes())
                .noneMatch(note -> note.contains("--label"));
        DataSource doubtful = open(TableReaderTest.rows(40, "y,Label,label", ","), DEFAULTS);
        assertThatThrownBy(doubtful::dataset).isInstanceOf(DataException.class).hasMessage(temp.resolve("table.csv")
                + ": each of the columns 'Label', 'label', 'y' may be the label; --label must name it");
        assertThat(open(TableReaderTest.rows(40, "y,Label,label", ","), DEFAULTS.withLabels("label")).dataset().train().width())
                .isEqualTo(2);
    }

    @Test void aClassOfItsOwnTestRowIsRefused() throws IOException {
        Path test = Files.writeString(temp.resolve("test.csv"), "x,label\n1,a\n2,b\n3,c\n4,d\n1,e\n");
        assertThatThrownBy(() -> open("x,label\n1,a\n2,b\n3,c\n4,d\n", DEFAULTS.withTest(test)).dataset())
                .hasMessage(test + ": line 6, column 2 (label): class 'e' is in no training row; must be in one");
    }

    @Test void labelsAreOrderedAsNumbersAndWholeDoublesAreClasses() throws IOException {
        var text = new StringBuilder("x,label");
        for (int i = 0; i < 110; i++) text.append('\n').append(i % 17).append(',').append(i % 11).append(i % 2 == 0 ? ".0" : "");
        assertThat(open(text.toString(), DEFAULTS).dataset().outputs()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7",
                "8", "9", "10");
    }

    @Test void targetsOfARegressionAreStandardised() throws IOException {
        var text = new StringBuilder("x,target");
        for (int i = 0; i < 100; i++) text.append('\n').append(i % 13).append(',').append(i * 2.5);
        DataSource source = open(text.toString(), DEFAULTS);
        assertThat(source.description().task()).contains(Task.REGRESSION);
        Targets.Numbers targets = (Targets.Numbers) source.dataset().train().targets();
        double sum = 0;
        for (float value : targets.values()) sum += value;
        assertThat(sum / 80).isBetween(-1e-6, 1e-6);
        assertThat(source.inputs().outputs().unscaled(0, targets.values()[0]) % 2.5).isBetween(-1e-4, 1e-4);
    }

    @Test void severalLabelsAndWeights() throws IOException {
        var text = new StringBuilder("x,y,red,round,weight");
        for (int i = 0; i < 40; i++)
            text.append('\n').append(i % 13).append(',').append(i % 5).append(',').append(i % 2).append(',')
                    .append(i % 3 == 0 ? 1 : 0).append(",0.5");
        DataSource source = open(text.toString(), DEFAULTS.withLabels("red", "round").withWeight("weight"));
        assertThat(source.description().task()).contains(Task.MULTI_LABEL);
        Examples train = source.dataset().train();
        assertThat(train.width()).isEqualTo(2);
        assertThat(train.weights().orElseThrow()).hasSize(train.count()).containsOnly(.5f);
        assertThatThrownBy(
                () -> open(text.toString().replaceFirst("0.5", "-1"), DEFAULTS.withLabels("red").withWeight("weight")).dataset())
                .hasMessageContaining("line 2, column 5 (weight): must be a weight");
        assertThatThrownBy(() -> open(text.toString(), DEFAULTS.withLabels("blue")))
                .hasMessageContaining("has no column 'blue' for the label");
    }
}
