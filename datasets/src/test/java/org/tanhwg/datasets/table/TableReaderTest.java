package org.tanhwg.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.RowInputs.Missing;
import org.tanhwg.datasets.source.DataSource;

class TableReaderTest {
    private static final DataOptions DEFAULTS = DataOptions.DEFAULTS;

    @TempDir Path temp;

    private Path file(String text) throws IOException {
        return Files.writeString(temp.resolve("table.csv"), text);
    }

    private DataSource open(String text, DataOptions options) throws IOException {
        return DataSource.open(file(text), options);
    }

    /** Rows of two classes, the number x equal to the row, y to its square. */
    static String rows(int count, String header, String delimiter) {
        var text = new StringBuilder(header);
        for (int i = 0; i < count; i++)
            text.append('\n').append(i % 7).append(delimiter).append(i * i % 11).append(delimiter)
                    .append(i % 2 == 0 ? "rose" : "fern");
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"}) void delimitersAreFoundOut(String delimiter) throws IOException {
        DataSource source = open(rows(40, String.join(delimiter, "x", "y", "label"), delimiter), DEFAULTS);
        assertThat(source.dataset().train().width()).isEqualTo(2);
        assertThat(source.dataset().outputs()).containsExactly("fern", "rose");
        assertThat(source.description().columns()).extracting(DataDescription.Column::kind).containsExactly("number", "number",
                "label");
    }

    @Test void quotedHeadersGzipAndByteOrderMarksAreUnderstood() throws IOException {
        Dataset plain = open(rows(40, "x,y,label", ","), DEFAULTS).dataset();
        Dataset quoted = open("\ufeff" + rows(40, "\"x\", \"y\", \"label\"", ","), DEFAULTS).dataset();
        assertThat(quoted.train().features()).isEqualTo(plain.train().features());
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(rows(40, "x,y,label", ",").getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(temp.resolve("table.csv.gz"), packed.toByteArray());
        assertThat(DataSource.open(file, DEFAULTS).dataset().train().features()).isEqualTo(plain.train().features());
        Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() - 9));
        assertThatThrownBy(() -> DataSource.open(file, DEFAULTS)).hasMessageContaining("gzip data is damaged or cut short");
        Path wide = Files.write(temp.resolve("wide.csv"),
                ("\ufeff" + rows(40, "x,y,label", ",")).getBytes(StandardCharsets.UTF_16LE));
        assertThat(DataSource.open(wide, DEFAULTS).dataset().train().features()).isEqualTo(plain.train().features());
    }

    @Test void aHeaderOfNumbersIsAHeader() throws IOException {
        String text = "0,1,2\n" + rows(20, "", ",").strip().replace("rose", "1").replace("fern", "0");
        DataSource source = open(text, DEFAULTS.withLabels("2"));
        assertThat(source.description().format()).contains("a header");
        assertThat(source.dataset().train().count() + source.dataset().test().count()).isEqualTo(20);
        assertThat(source.dataset().train().width()).isEqualTo(2);
    }

    @Test void decimalCommasAreUnderstood() throws IOException {
        Dataset commas = open("a;label\n1,5;x\n2,5;y\n-3,25;x\n4,0;y\n5;x\n6;y", DEFAULTS).dataset();
        Dataset points = open("a;label\n1.5;x\n2.5;y\n-3.25;x\n4.0;y\n5;x\n6;y", DEFAULTS).dataset();
        assertThat(commas.train().features()).isEqualTo(points.train().features());
    }

    @Test void numbersAreStandardisedAsTheTrainingRowsWant() throws IOException {
        Path test = Files.writeString(temp.resolve("test.csv"), "label,city,x\nb,Rome,100\na,Oslo,0\n");
        DataSource source = open("x,city,label\n1,Oslo,a\n2,Rome,b\n3,Oslo,a\n6,Rome,b\n", DEFAULTS.withTest(test));
        double deviation = Math.sqrt(14 / 4.0);
        assertThat(source.dataset().train().features()).containsExactly((float) (-2 / deviation), 1, 0, (float) (-1 / deviation),
                0, 1, 0, 1, 0,
                (float) (3 / deviation), 0, 1);
        assertThat(source.dataset().test().features()).as("columns by name").containsExactly((float) (97 / deviation), 0, 1,
                (float) (-3 / deviation),
                1, 0);
        assertThat(source.inputs().rows().orElseThrow().apply("row", List.of("100", "Rome"), new int[] {0, 1}))
                .containsExactly((float) (97 / deviation), 0, 1);
    }

    @Test void largeNumbersKeepTheirDifferences() throws IOException {
        var text = new StringBuilder("time,label");
        for (int i = 0; i < 20; i++) text.append('\n').append(1_700_000_000L + i * i % 13).append(',').append(i % 2);
        float[] features = open(text.toString(), DEFAULTS).dataset().train().features();
        assertThat(features[1] - features[0]).isNotZero();
        assertThat(IntStream.range(0, features.length).mapToObj(i -> features[i]).distinct().count()).isGreaterThan(5);
    }

    @Test void constantAndIdentifyingColumnsAreLeftOut() throws IOException {
        var text = new StringBuilder("patient_id,row number,name,unit,x,label");
        for (int i = 0; i < 40; i++)
            text.append('\n').append(i * 37 % 1000).append(',').append(i + 1).append(",Name").append(i).append(",cm,")
                    .append(i % 5).append(',')
                    .append(i % 2);
        DataSource source = open(text.toString(), DEFAULTS);
        assertThat(source.dataset().train().width()).isEqualTo(1);
        assertThat(source.description().columns()).extracting(DataDescription.Column::kind)
                .containsExactly("identifier", "identifier", "identifier", "constant", "number", "label");
        assertThat(source.description().lines())
                .contains("  unit: constant, 1 different: left out, it is the same in all training rows");
        assertThat(source.inputs().rows().orElseThrow().places("new.csv", List.of("x"))).as("new rows need not have them")
                .containsExactly(-1, -1, -1, -1, 0);
    }

    @Test void columnsOfAWideTableThatAreTreatedAlikeShareALine() throws IOException {
        var text = new StringBuilder("city,label");
        for (int x = 0; x < 100; x++) text.append(",p").append(x);
        for (int i = 0; i < 40; i++) {
            text.append(i % 3 == 0 ? "\nOslo," : "\nRome,").append(i % 2);
            for (int x = 0; x < 100; x++) text.append(',').append(x < 2 ? "7" : i == 5 && x == 9 ? "" : i * (x % 7 + 1) % 11);
        }
        List<String> lines = open(text.toString(), DEFAULTS.withMissing(Missing.IMPUTE)).description().lines();
        assertThat(lines).contains("  city: category, 2 different: 2 indicators",
                "  p1: constant in [7, 7]: left out, it is the same in all training rows",
                "  p2, p3 and 95 more: number in [0, 10]: standardised").hasSizeLessThan(14);
        assertThat(lines).filteredOn(line -> line.contains("p9:")).singleElement().asString().contains("1 missing");
    }

    private static final String HOLES = "x,city,label\n1,Oslo,a\n,Rome,b\n3,NA,a\n5,Oslo,b\n4,Oslo,a\n4,Rome,b\n";

    @Test void missingValuesAreRefusedByDefaultWithTheirPlaces() throws IOException {
        DataSource source = open(HOLES, DEFAULTS);
        assertThat(source.description().problems()).containsExactly(temp.resolve("table.csv")
                + ": 2 cells have no value (line 3, column 1 (x); line 4, column 2 (city)); must have one, or missing values be imputed or their rows dropped");
        assertThatThrownBy(source::dataset).isInstanceOf(DataException.class).hasMessage(source.description().problems().get(0));
    }

    @Test void missingValuesAreImputedOrDropped() throws IOException {
        Path test = Files.writeString(temp.resolve("test.csv"), "x,city,label\n,,a\n1,Rome,b\n");
        DataSource imputed = open(HOLES, DEFAULTS.withMissing(Missing.IMPUTE).withTest(test));
        assertThat(imputed.dataset().test().rows(0, 1)).as("the mean, and the most frequent city").containsExactly(0, 1, 0);
        assertThat(imputed.inputs().rows().orElseThrow().apply("row", List.of("?", ""), new int[] {0, 1})).containsExactly(0, 1,
                0);
        DataSource dropped = open(HOLES, DEFAULTS.withMissing(Missing.DROP).withTest(test));
        assertThat(dropped.dataset().train().count()).isEqualTo(4);
        assertThat(dropped.dataset().test().count()).isEqualTo(1);
        assertThat(dropped.description().notes()).contains("3 of 8 rows have missing values and are dropped");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '#', value = {
            "x,label;1,a;2,a;3,a;4,a # every label is 'a'; a classifier needs at least two classes",
            "x,label;1,a;2,b;3,a;4,a # one example of 'b'; must have at least two of each class",
            "x,label;1,a;1,b;1,a;1,b # every column is constant or tells rows apart",
            "x,y,label;1,2,a;3,b # line 3: 2 columns; must have 3, as the first line has",
            "x,y,label;1,2,a;3,4,b,5 # line 3: 4 columns; must have 3, as the first line has",
            "178,13,class_0;1,2,3,0;4,5,6,1;4,5,6,1 # line 2: 4 columns; must have 3, as the first line has",
            "x,x,label;1,2,a;3,4,b # its header has 'x' more than once; names must differ",
            "x,label;1,a;inf,b;3,a # line 3, column 1 (x): 'inf' must be a finite number",
            "x,label;1,a;-1e999,b;3,a # line 3, column 1 (x): '-1e999' must be a finite number",
            "x,label;1,a;1e300,b;3,a # line 3, column 1 (x): '1e300' is too large for single precision",
            "x,label;1,a;NaN,b;3,a;4,b # 1 cell has no value (line 3, column 1 (x))",
            "x,label;1,a;2,;3,a;4,b # line 3, column 2 (label): has no label",
            "x;1;2 # has one column; must have several",
            "x,label # has a header and no rows",
            "x,label;1,\"a;2,b # line 2: a quote is not closed",
            "x,label;1,\"a\"b;2,b # cannot be parsed (Unexpected character after closing quote: 'b' (0x62) (record starting at line 2))",
            "x,label;1,a # 1 row is too few"}) void badTablesAreOneLine(String lines, String message) throws IOException {
        Path file = file(lines.replace(';', '\n'));
        assertThatThrownBy(() -> DataSource.open(file, DEFAULTS).dataset()).isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message).hasMessageNotContaining("\n");
    }

    @Test void aTextAmongNumbersIsNamed() throws IOException {
        String text = rows(5000, "x,y,label", ",").replaceFirst("\n1,9,", "\n1,nine,");
        assertThatThrownBy(() -> open(text, DEFAULTS).dataset()).isInstanceOf(DataException.class)
                .hasMessageContaining(", column 2 (y): 'nine' must be a number, as 4,999 other cells of the column are");
        assertThat(open(text, DEFAULTS.withCategories("y")).dataset().train().width())
                .as("x, eleven residues less a few, and nine").isGreaterThan(5);
    }

    @Test void whatTheFirstRowsDoNotShowIsReadAgain() throws IOException {
        var text = new StringBuilder("x,label");
        for (int i = 0; i < 3000; i++)
            text.append('\n').append(i < 1500 ? Integer.toString(i % 3) : "other").append(',').append(i % 2);
        assertThat(open(text.toString(), DEFAULTS).description().columns().get(0).kind()).isEqualTo("category");
    }

    @Test void testRowsMustBeOfWhatTrainingRowsKnow() throws IOException {
        Path test = temp.resolve("test.csv");
        String train = "x,city,label\n1,Oslo,a\n2,Rome,b\n3,Oslo,a\n6,Rome,b\n";
        Files.writeString(test, "x,city,label\n1,Oslo,a\n2,Bonn,b\n");
        assertThatThrownBy(() -> open(train, DEFAULTS.withTest(test)).dataset())
                .hasMessageEndingWith(test + ": line 3, column 2 (city): category 'Bonn' is in no training row; must be in one");
        Files.writeString(test, "x,city,label\n1,Oslo,a\n2,Rome,c\n");
        assertThatThrownBy(() -> open(train, DEFAULTS.withTest(test)).dataset())
                .hasMessage(test + ": line 3, column 3 (label): class 'c' is in no training row; must be in one");
        Files.writeString(test, "x,y,label\n1,0,1\n2,9,7\n");
        assertThatThrownBy(() -> open("x,y,label\n" + "1,0,0\n2,9,1\n0,1,1\n3,1,0\n".repeat(5),
                DEFAULTS.withTest(test).withSize(new ImageShape(1, 2))).dataset())
                .hasMessage(test + ": line 3, column 3 (label): class '7' is in no training row; must be in one");
        Files.writeString(test, "x,label\n1,a\n2,b\n");
        assertThatThrownBy(() -> open(train, DEFAULTS.withTest(test))).hasMessageStartingWith(test + ": has no column 'city'");
    }

    @Test void windows1252IsRefusedOrNamed() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        Path file = Files.write(temp.resolve("names.csv"),
                "x,label\n1,Müller\n2,Möller\n3,Müller\n4,Möller\n5,Müller\n6,Möller\n".getBytes(windows));
        assertThatThrownBy(() -> DataSource.open(file, DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessage(
                        file + ": line 2: is not UTF-8; must be saved as UTF-8, or its encoding be named, such as windows-1252");
        assertThat(DataSource.open(file, DEFAULTS.withEncoding(windows)).dataset().outputs()).containsExactly("Möller", "Müller");
    }

    @Test void pixelsAreOnOneScale() throws IOException {
        var bytes = new StringBuilder("label,a,b,c,d");
        var units = new StringBuilder("label,a,b,c,d");
        for (int i = 0; i < 20; i++) {
            bytes.append('\n').append(i % 2);
            units.append('\n').append(i % 2);
            for (int p = 0; p < 4; p++) {
                bytes.append(',').append(i * 12 + p);
                units.append(',').append((i * 12 + p) / 255.0);
            }
        }
        DataOptions size = DEFAULTS.withSize(new ImageShape(2, 2));
        DataSource whole = open(bytes.toString(), size);
        assertThat(whole.dataset().train().bytes()).isEqualTo(16 * 4);
        DataSource fractions = open(units.toString(), size);
        assertThat(fractions.inputs().pixels().orElseThrow().scale()).isEqualTo(1);
        float[] expected = whole.dataset().train().features(), actual = fractions.dataset().train().features();
        for (int i = 0; i < actual.length; i++) assertThat(actual[i]).isBetween(expected[i] - 1e-6f, expected[i] + 1e-6f);
        assertThatThrownBy(() -> open(bytes.toString(), DEFAULTS.withSize(new ImageShape(3, 3))))
                .hasMessageContaining("has 4 columns besides labels; pictures of 3 x 3 want 9");
        assertThatThrownBy(() -> open(bytes.toString().replace(",231", ",2310"), size))
                .hasMessageContaining("pictures have numbers in [0, 1], or");
    }

    @Test void aStratifiedHoldoutIsAFunctionOfItsSeed() throws IOException {
        String text = rows(100, "x,y,label", ",");
        Dataset one = open(text, DEFAULTS.withTestShare(.3, 5)).dataset(),
                again = open(text, DEFAULTS.withTestShare(.3, 5)).dataset();
        assertThat(one.test().features()).isEqualTo(again.test().features());
        assertThat(one.test().labels()).hasSize(30).satisfies(labels -> assertThat(Arrays.stream(labels).sum()).isEqualTo(15));
        assertThat(open(text, DEFAULTS.withTestShare(.3, 6)).dataset().test().features()).isNotEqualTo(one.test().features());
    }

    @Test void duplicatesBetweenTheSidesAreCounted() throws IOException {
        Path test = Files.writeString(temp.resolve("test.csv"), "x,label\n1,a\n2.5,b\n");
        DataDescription description = open("x,label\n1,a\n2,b\n3,a\n6,b\n", DEFAULTS.withTest(test)).description();
        assertThat(description.duplicates()).isEqualTo(1);
        assertThat(description.toJson()).contains("\"duplicates\" : 1", "\"kind\" : \"table\"");
    }

    @Test void noneIsACategoryAndNoNumber() throws IOException {
        var text = new StringBuilder("pain,x,label");
        for (int i = 0; i < 40; i++)
            text.append('\n').append(i % 3 == 0 ? "none" : "some").append(',').append(i % 5).append(',').append(i % 2);
        assertThat(open(text.toString(), DEFAULTS).dataset().train().width()).isEqualTo(3);
        assertThat(open(text.toString().replaceFirst("some,2", "some,none"), DEFAULTS).description().problems()).singleElement()
                .asString()
                .contains("1 cell has no value (line 4, column 2 (x))");
    }

    @Test void aTableLargerThanMemoryNamesSpark() throws IOException {
        Path file = file(rows(200_000, "x,y,label", ","));
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 36); // sparse: nothing is written
        }
        assertThatThrownBy(() -> DataSource.open(file, DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessageContaining("rows of 3 columns, which --spark reads in parts; a Java heap of");
    }

    @Test void aTableJustTypedWorks() throws IOException {
        DataSource source = open(
                "name;alcohol;colour;quality\nA;12,5;red;5\nB;13,1;white;6\nC;11,9;red;5\nD;12,2;white;6\nE;12,9;red;5\nF;10,1;white;6\n"
                        + "G;12,0;red;5\nH;12,3;rosé;6\n",
                DEFAULTS.withLabels("quality"));
        assertThat(source.description().columns()).extracting(DataDescription.Column::kind).containsExactly("identifier",
                "number", "category", "label");
        assertThat(source.dataset().outputs()).containsExactly("5", "6");
    }

    @Test void problemsOfAFolderNameTheFile() throws IOException {
        Path file = Files.writeString(temp.resolve("train.csv"), "a,b\n1,2\n3,4\n");
        DataSource source = DataSource.open(temp, DEFAULTS);
        assertThatThrownBy(source::dataset).isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": has no column called label")
                .hasMessage(source.description().problems().get(0));
    }

    @Test void holesInColumnsThatAreNotUsedDropNothing() throws IOException {
        String text = "note,unit,x,label\n,cm,1,a\nlate,,2,b\n,cm,3,a\n,cm,5,b\n,cm,4,a\n,cm,4,b\n";
        DataSource source = open(text, DEFAULTS.withMissing(Missing.DROP));
        assertThat(source.dataset().train().count() + source.dataset().test().count()).isEqualTo(6);
        assertThat(open(text, DEFAULTS).description().problems()).isEmpty();
    }

    @Test void aTestFileHasAHeaderIfTheTrainingFileHas() throws IOException {
        Path test = Files.writeString(temp.resolve("test.csv"), "1,a\n2,b\n");
        assertThatThrownBy(() -> open("x,label\n1,a\n2,b\n3,a\n4,b\n", DEFAULTS.withTest(test))).isInstanceOf(DataException.class)
                .hasMessageStartingWith(test + ": has no column 'x'").hasMessageEndingWith("its columns are '1', 'a'");
        Files.writeString(test, "1,2,a\n");
        assertThatThrownBy(() -> open("1,a\n2,b\n3,a\n4,b\n", DEFAULTS.withTest(test).withLabels("2")))
                .isInstanceOf(DataException.class)
                .hasMessage(test + ": has 3 columns; must have 2, as " + temp.resolve("table.csv") + " has");
    }

    /** Editors leave blank lines; they are no rows wherever they stand, and those between rows are told of. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "  \n\t\n", "\r\n\r\n"}) void blankLinesAreNoRows(String blank) throws IOException {
        String head = "x,label\n1,a\n2,b\n", rest = "3,a\n6,b\n";
        Dataset plain = open(head + rest, DEFAULTS).dataset();
        assertThat(open(head + rest + blank, DEFAULTS).description().notes()).noneMatch(note -> note.contains("blank"));
        for (String text : List.of(head + rest + blank, blank + head + rest, head + blank + rest + blank)) {
            DataSource source = open(text, DEFAULTS);
            assertThat(source.dataset().train().features()).isEqualTo(plain.train().features());
            assertThat(source.dataset().test().features()).isEqualTo(plain.test().features());
        }
        assertThat(open(head + blank + rest, DEFAULTS).description().notes())
                .anyMatch(note -> note.contains(": line 4 is blank") && note.endsWith("blank lines are passed over"));
        assertThat(open("1,a\n2,b\n" + blank + "3,a\n6,b\n", DEFAULTS.withLabels("2")).dataset().train().features())
                .isEqualTo(plain.train().features());
    }

    @Test void newRowsAreGivenAsTheyAre() throws IOException {
        TableRows rows = TableRows.of(file("a;b\n1,5; \"x;y\"\n\n2;z;more\n"), DEFAULTS);
        List<String> seen = new ArrayList<>();
        rows.forEach((place, cells) -> seen.add(place.substring(place.indexOf(": ") + 2) + " " + cells));
        assertThat(rows.columns()).containsExactly("a", "b");
        assertThat(seen).containsExactly("line 2 [1.5, x;y]", "line 4 [2, z, more]");
    }
}
