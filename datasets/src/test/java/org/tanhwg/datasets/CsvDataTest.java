package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDataTest {
    @TempDir Path folder;

    private Path file(String contents) throws IOException {
        return Files.writeString(folder.resolve("some data.csv"), contents);
    }

    @Test void readsNumbersAndWholeNumberClasses() throws IOException {
        CsvData data = CsvData.read(file("1,-2.5,10\n3e2, 4 ,9\n\n5,6,10\n"), CsvFormat.PLAIN);
        assertThat(data.examples().features()).containsExactly(1, -2.5f, 300, 4, 5, 6);
        assertThat(data.examples().labels()).containsExactly(1, 0, 1);
        assertThat(data.classNames()).as("in numerical order").containsExactly("9", "10");
        assertThat(data.featureNames()).containsExactly("1", "2");
    }

    @Test void takesTheLabelFromANamedColumn() throws IOException {
        CsvData data = CsvData.read(file("\ufeffwidth,kind,height\n1,\"rose, red\",2\n3,fern,4\n"), CsvFormat.labelled("kind"));
        assertThat(data.examples().features()).containsExactly(1, 2, 3, 4);
        assertThat(data.examples().labels()).containsExactly(1, 0);
        assertThat(data.classNames()).containsExactly("fern", "rose, red");
        assertThat(data.featureNames()).containsExactly("width", "height");
    }

    @Test void aTestFileNumbersItsClassesAsTheTrainingFileDid() throws IOException {
        var names = List.of("c", "a", "b");
        assertThat(CsvData.read(file("1,b\n2,c\n"), CsvFormat.PLAIN, names).examples().labels()).containsExactly(2, 0);
        assertThatThrownBy(() -> CsvData.read(file("1,b\n2,d\n"), CsvFormat.PLAIN, names)).isInstanceOf(DataException.class)
                .hasMessageEndingWith("line 2, column 2 (2): label 'd' must be one of [c, a, b]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x,y;1,a;NaN,b | line 3, column 1 (x): 'NaN' must be a finite number",
            "x,y;1e99,a | line 2, column 1 (x): '1e99' must be a finite number",
            "x,y;;one,a | line 3, column 1 (x): 'one' must be a finite number",
            "x,y;,a | line 2, column 1 (x): '' must be a finite number",
            "x,y;1, | line 2, column 2 (y): has no label",
            "x,y;1,a;1,2,a | line 3: 3 columns; must have 2 as the first line does",
            "x,y;1,\"a | line 2: Un-terminated quoted field",
            "x,y | has no examples",
            "x | the first line has 1 column",
            "'' | has no examples"}) void saysWhere(String lines, String message) throws IOException {
        Path file = file(lines.replace(';', '\n'));
        assertThatThrownBy(() -> CsvData.read(file, CsvFormat.HEADER)).isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test void refusesWhatCannotBeFound() throws IOException {
        assertThatThrownBy(() -> CsvData.read(folder, CsvFormat.PLAIN)).isInstanceOf(DataException.class)
                .hasMessageContaining("is no file");
        assertThatThrownBy(() -> CsvData.read(folder.resolve("x"), CsvFormat.PLAIN)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> CsvData.read(file("x,y\n1,a"), CsvFormat.labelled("z"))).isInstanceOf(DataException.class)
                .hasMessageContaining("label column 'z' must be there once; the header has [x, y]");
        assertThatIllegalArgumentException().isThrownBy(() -> new CsvFormat(',', false, Optional.of("y")))
                .withMessageContaining("label = y");
    }
}
