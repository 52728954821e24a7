package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.datasets.DataException;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/** What tables may hold, and what is said of those that may not. */
class TablesTest extends LocalSpark {
    private static final TrainSettings SETTINGS = SettingsReader.read(Map.of("batch", "1"), Optional.empty());
    private static final DataType LIST = DataTypes.createArrayType(DataTypes.DoubleType);

    @TempDir Path folder;

    private void csv(String file, String... lines) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, lines.length == 0 ? "" : String.join("\n", lines) + "\n");
    }

    private void parquet(String side, StructType schema, int parts, Row... rows) {
        SparkSession.builder().sparkContext(spark.sc()).getOrCreate()
                .createDataFrame(spark.parallelize(List.of(rows), parts), schema)
                .write().parquet(folder.resolve(side + ".parquet").toUri().toString());
    }

    private static StructType columns(DataType label, DataType x) {
        return new StructType().add("label", label).add("x", x);
    }

    private Shard train(String kind) throws IOException {
        var source = new TableSource(folder.toUri().toString(), kind, spark);
        return Shards.deal(source.train(spark), 1, source.classes(), Choice.ALL).first();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> training(Path data) {
        return assertThatThrownBy(() -> new SparkCluster(spark).training(SETTINGS, new Sharing(1, 0, data.toUri().toString())))
                .isInstanceOf(DataException.class);
    }

    /** They were trained on until the numbers ceased to be finite. */
    @Test void cellsOfParquetWithoutANumberAreNamed() {
        Row good = RowFactory.create(0, 1.0);
        parquet("test", columns(DataTypes.IntegerType, DataTypes.DoubleType), 1, good);
        parquet("train", columns(DataTypes.IntegerType, DataTypes.DoubleType), 1, good, RowFactory.create(1, 2.0),
                RowFactory.create(1, Double.NaN));
        training(folder).hasMessageMatching(".*train\\.parquet/part-.*\\.parquet: row 3, column x: NaN must be a finite number");
    }

    @Test void nullsOfParquetAreNamed() throws IOException {
        Row good = RowFactory.create(0, new Double[] {1.0});
        parquet("test", columns(DataTypes.IntegerType, LIST), 1, good);
        parquet("train", columns(DataTypes.IntegerType, LIST), 1, good, RowFactory.create(1, new Double[] {null}));
        training(folder).hasMessageContaining(".parquet: row 2, column x: null must be a finite number");
        folder = Files.createDirectory(folder.resolve("labels"));
        parquet("test", columns(DataTypes.IntegerType, LIST), 1, good);
        parquet("train", columns(DataTypes.IntegerType, LIST), 1, good, RowFactory.create(null, new Double[] {1.0}));
        training(folder).hasMessageContaining(".parquet: row 2: label 'null' must be a whole number");
    }

    @Test void emptyPartsAreNothing() throws IOException {
        csv("train.csv/a");
        csv("train.csv/b", "", "x,label", "1,0");
        csv("train.csv/c", "x,label");
        csv("train.csv/d", "2,1");
        csv("train.csv/e", "", "");
        csv("test.csv", "3,1");
        assertThat(train("csv").features()).containsExactly(1, 2);
        StructType schema = columns(DataTypes.IntegerType, DataTypes.DoubleType);
        parquet("train", schema, 4, RowFactory.create(0, 1.0), RowFactory.create(1, 2.0));
        parquet("test", schema, 1, RowFactory.create(1, 3.0));
        csv("train.parquet/part-0.parquet");
        assertThat(train("parquet").features()).containsExactly(1, 2);
    }

    @Test void tablesWithoutRowsAreSaidToHaveNone() throws IOException {
        csv("train.csv", "x,label", "1,0", "2,1");
        csv("test.csv");
        training(folder).hasMessageEndingWith("test.csv: has no rows");
    }

    @Test void wholeDoublesAreClassesInTheOrderOfNumbers() throws IOException {
        Row[] rows = IntStream.range(0, 11).mapToObj(i -> RowFactory.create((double) i, 0.5)).toArray(Row[]::new);
        for (String side : List.of("train", "test"))
            parquet(side, columns(DataTypes.DoubleType, DataTypes.DoubleType), 1, rows);
        assertThat(train("parquet").labels()).containsExactly(IntStream.range(0, 11).toArray());
        String[] lines = IntStream.range(0, 11).mapToObj(i -> "0.5," + i + ".0").toArray(String[]::new);
        csv("train.csv", lines);
        csv("test.csv", lines);
        Shard train = train("csv");
        assertThat(train.labels()).containsExactly(IntStream.range(0, 11).toArray());
        assertThat(train.classes()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "-1", "1000000", "NaN", "", "one"}) void otherLabelsAreNoClasses(String label)
            throws IOException {
        csv("train.csv", "1,0", "2," + label);
        csv("test.csv", "1,0");
        training(folder)
                .hasMessageContaining("train.csv: line 2: label '" + label + "' must be a whole number from 0 to 999,999");
    }

    @Test void tablesMustBeUtf8() throws IOException {
        csv("train.csv", "größe,label", "1,0", "2,1");
        csv("test.csv", "größe,label", "1,0");
        assertThat(train("csv").count()).isEqualTo(2);
        Files.write(folder.resolve("train.csv"), "größe,label\n1,0\n2,1\n".getBytes(Charset.forName("windows-1252")));
        training(folder).hasMessageEndingWith("train.csv: line 1: is not UTF-8; save the file as UTF-8");
        Files.write(folder.resolve("train.csv"), "x,label\n1,0\n2,Müller\n".getBytes(Charset.forName("windows-1252")));
        training(folder).hasMessageEndingWith("train.csv: line 3: is not UTF-8; save the file as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\",\"label\",\"y\"", "x, label ,y", "5,label,6", "\"x,1\",label,y"}) void headersNameTheLabel(
            String header) throws IOException {
        csv("train.csv", header, "7,0,8", "\"9\",1,10");
        csv("test.csv", "3,1,4");
        assertThat(train("csv").features()).containsExactly(7, 8, 9, 10);
        assertThat(new TableSource(folder.toUri().toString(), "csv", spark).test().labels()).as("as in train").containsExactly(1);
    }

    @Test void headersThatCountAreNoExamples() throws IOException {
        csv("train.csv", "0,1,2", "7,8,0", "9,10,1");
        csv("test.csv", "1,2,0");
        assertThat(train("csv").features()).containsExactly(7, 8, 9, 10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "y,x,label;1,2,0 | test.csv: its header is not that of ",
            "1,2,3,0 | test.csv: 3 numbers in a row, 2 in those of train",
            "x,y,label;1,0 | test.csv: line 2: has 2 columns; must have 3"}) void columnsMustBeThoseOfTheOtherFiles(String test,
                    String says) throws IOException {
        csv("train.csv", "x,y,label", "1,2,0", "2,3,1");
        csv("test.csv", test.split(";"));
        training(folder).hasMessageContaining(says);
    }

    @Test void columnsOfParquetToo() {
        parquet("train", columns(DataTypes.IntegerType, DataTypes.DoubleType), 1, RowFactory.create(0, 1.0),
                RowFactory.create(1, 1.0));
        parquet("test", new StructType().add("x", DataTypes.DoubleType).add("label", DataTypes.IntegerType), 1,
                RowFactory.create(1.0, 0));
        training(folder).hasMessageContaining("its columns are not those of ");
    }

    @Test void oneClassIsNotEnough() throws IOException {
        csv("train.csv", "1,255", "2,255");
        csv("test.csv", "1,0");
        training(folder).hasMessageEndingWith("train.csv: every label is 255; a classifier needs at least two classes");
    }

    /** The URI as Java writes it, and as Hadoop does. */
    @ParameterizedTest
    @ValueSource(strings = {"a b", "jäger", "a,b", "a [1] {2}*?", "50%25", "50%"}) void namesMayHoldAnything(String name)
            throws IOException {
        Path strange = Files.createDirectory(folder.resolve(name));
        csv(name + "/train.csv/" + name, "1,0", "2,1");
        csv(name + "/test.csv/" + name, "3,0", "4,1");
        tested(strange);
        for (String side : List.of("train", "test")) {
            Files.delete(strange.resolve(side + ".csv").resolve(name));
            Files.delete(strange.resolve(side + ".csv"));
            parquet(side, columns(DataTypes.IntegerType, DataTypes.DoubleType), 1, RowFactory.create(0, 3.0),
                    RowFactory.create(1, 4.0));
            Files.move(folder.resolve(side + ".parquet"), strange.resolve(side + ".parquet"));
        }
        tested(strange);
    }

    private static void tested(Path data) {
        for (String uri : List.of(data.toUri().toString(), "file:" + data))
            assertThat(new SparkCluster(spark).training(SETTINGS, new Sharing(1, 0, uri)).measurer().examples().features())
                    .as(uri)
                    .containsExactly(3, 4);
    }
}
