package org.tanhwg.datasets.datavec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.MathOp;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.RowInputs.Missing;
import org.tanhwg.datasets.inputs.RowInputs;
import org.tanhwg.datasets.source.DataSource;

class DataVecTest {
    @TempDir Path temp;

    /** 60 rows of numbers, categories, a constant and an identifier; every seventh number and every eleventh city is missing. */
    private static List<List<String>> rows(boolean holes) {
        List<List<String>> rows = new ArrayList<>();
        String[] cities = {"Oslo", "Rome", "São Paulo"};
        for (int i = 0; i < 60; i++)
            rows.add(List.of("p" + i, holes && i % 7 == 0 ? "" : Double.toString(i * i % 17 / 4.0),
                    Integer.toString(1_700_000_000 + i * 31 % 57),
                    holes && i % 11 == 3 ? "" : cities[(i + i / 5) % 3], "cm", Integer.toString(i % 2)));
        return rows;
    }

    private DataSource source(boolean holes, Missing missing) throws Exception {
        var text = new StringBuilder("name,x,time,city,unit,label");
        for (List<String> row : rows(holes)) text.append('\n').append(String.join(",", row));
        Path file = Files.writeString(temp.resolve("t.csv"), text);
        return DataSource.open(file, DataOptions.DEFAULTS.withMissing(missing).withTest(file));
    }

    private static void assertTheSame(DataSource source, List<List<String>> rows) {
        RowInputs inputs = source.inputs().rows().orElseThrow();
        TransformProcess process = DataVecTransforms.process(inputs);
        TransformProcess again = DataVecTransforms.fromJson("process", process.toJson());
        Examples train = source.dataset().train();
        assertThat(train.width()).isEqualTo(inputs.width()).isEqualTo(5);
        int[] places = inputs.places("t.csv", List.of("name", "x", "time", "city", "unit", "label"));
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            float[] ours = train.rows(i, i + 1);
            assertThat(inputs.apply("row", row, places)).isEqualTo(ours);
            List<Writable> record = List.of(new Text(row.get(0)), number(row.get(1)),
                    new DoubleWritable(Double.parseDouble(row.get(2))),
                    new Text(row.get(3)), new Text(row.get(4)));
            for (TransformProcess one : List.of(process, again)) {
                List<Writable> theirs = one.execute(record);
                assertThat(theirs).hasSize(5);
                for (int k = 0; k < 5; k++) assertThat(theirs.get(k).toDouble()).isBetween(ours[k] - 1e-5, ours[k] + 1e-5);
            }
        }
    }

    private static Writable number(String cell) {
        return cell.isEmpty() ? new Text("") : new DoubleWritable(Double.parseDouble(cell));
    }

    @Test void thePrimitiveExecutorDoesWhatDataVecDoes() throws Exception {
        assertTheSame(source(false, Missing.REFUSE), rows(false));
        assertTheSame(source(true, Missing.IMPUTE), rows(true));
    }

    @Test void theSchemaNamesTheColumns() throws Exception {
        Schema schema = DataVecTransforms.schema(source(false, Missing.REFUSE).inputs().rows().orElseThrow());
        assertThat(schema.getColumnNames()).containsExactly("name", "x", "time", "city", "unit");
        assertThat(DataVecTransforms.process(source(false, Missing.REFUSE).inputs().rows().orElseThrow()).getFinalSchema()
                .getColumnNames())
                .containsExactly("x", "time", "city[Oslo]", "city[Rome]", "city[São Paulo]");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"actionList\":[{\"transform\":{\"@class\":\"javax.script.ScriptEngineManager\"}}]}",
            "{\"actionList\":[{\"transform\":{\"@class\":\"org.datavec.api.transform.ui.HtmlAnalysis\"}}]}",
            "{\"a\":{\"b\":[\"com.sun.rowset.JdbcRowSetImpl\"]}}",
            "{\"[Lorg.example.Gadget;\":1}"}) void noOtherClassIsNamed(String json) {
        assertThatThrownBy(() -> DataVecTransforms.fromJson("file.json", json)).isInstanceOf(DataException.class)
                .hasMessageStartingWith("file.json: names the class '");
    }

    @Test void whatIsNoProcessIsRefused() {
        for (String json : List.of("", "{", "null", "[]", "{\"actionList\":3}", "[".repeat(2000), "{\"regex\": \"(a+)+$\"}"))
            assertThatThrownBy(() -> DataVecTransforms.fromJson("file.json", json)).isInstanceOf(DataException.class)
                    .hasMessageStartingWith("file.json: ")
                    .hasMessageNotContaining("\n");
    }

    @Test void aReaderOfOnesOwnFeedsTheIterator() throws Exception {
        Path file = Files.writeString(temp.resolve("own.csv"), "1,2,0\n3,4,1\n5,6,2\n");
        Schema schema = new Schema.Builder().addColumnsDouble("a", "b").addColumnInteger("label").build();
        TransformProcess process = new TransformProcess.Builder(schema).doubleMathOp("a", MathOp.Multiply, 10).build();
        var reader = new TransformProcessRecordReader(new CSVRecordReader(), process);
        reader.initialize(new FileSplit(file.toFile()));
        Examples examples = RecordExamples.classes(reader, 2, 3);
        assertThat(examples.features()).containsExactly(10, 2, 30, 4, 50, 6);
        var batch = ExamplesIterator.inOrder(examples, 3).next();
        assertThat(batch.getLabels().toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    }

    @Test void badRecordsAreNamed() {
        List<Writable> sound = List.of(new DoubleWritable(1), new IntWritable(0));
        assertRefused(List.of(sound, List.of(new DoubleWritable(1), new IntWritable(7))),
                "record 1 (counted from 0): label 7.0 must be a whole number in [0, 1]");
        assertRefused(List.of(sound, List.of(new DoubleWritable(Double.NaN), new IntWritable(1))),
                "record 1 (counted from 0): NaN must be a finite number");
        assertRefused(List.of(sound, List.of(new Text("x"), new IntWritable(1))),
                "record 1 (counted from 0): 'x' must be a number");
        assertRefused(List.of(sound, List.of(new DoubleWritable(1))),
                "record 1 (counted from 0): has 1 values; the label is value 1, counted from 0");
        assertRefused(List.of(), "the record reader: has no records; must have at least one");
    }

    private static void assertRefused(List<List<Writable>> records, String message) {
        assertThatThrownBy(() -> RecordExamples.classes(new CollectionRecordReader(records), 1, 2))
                .isInstanceOf(DataException.class).hasMessage(message);
    }
}
