package org.tanhwg.spark;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.TextInputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.spark.TableSource.Labelled;
import scala.Tuple2;

/** Rows of files as CSV in UTF-8: commas between columns, with or without a header. */
final class CsvRows {
    private static final String LABEL = "label";

    private final JavaSparkContext spark;

    CsvRows(JavaSparkContext spark) {
        this.spark = spark;
    }

    /**
     * The rows of files in their order.
     *
     * @param others how many of the first files are not read themselves; the first of them with a row shows how the rest is to be read
     * @throws DataException if headers of two files differ; executors throw it for what is wrong with a row
     */
    JavaRDD<Labelled> read(List<Path> files, int others) {
        Optional<Layout> before = Optional.empty();
        JavaRDD<Labelled> all = spark.emptyRDD();
        for (int i = 0; i < files.size(); i++) {
            if (i < others && before.isPresent()) continue;
            String name = files.get(i).toString();
            JavaPairRDD<String, Long> lines = lines(files.get(i)).zipWithIndex()
                    .mapToPair(line -> new Tuple2<>(text(place(name, line._2()), line._1()), line._2()))
                    .filter(line -> !line._1().isBlank());
            List<Tuple2<String, Long>> first = lines.take(1);
            if (first.isEmpty()) continue;
            Layout layout = Layout.of(name, cells(first.get(0)._1()), before);
            if (before.isEmpty()) before = Optional.of(layout);
            if (i < others) continue;
            long header = layout.header ? first.get(0)._2() : -1;
            all = all.union(lines.filter(line -> line._2() != header)
                    .map(line -> labelled(place(name, line._2()), cells(line._1()), layout)));
        }
        return all;
    }

    /** Lines as bytes. A name is taken as it is: what {@code textFile} gets, it splits at commas. */
    private JavaRDD<byte[]> lines(Path file) {
        var conf = new JobConf(spark.hadoopConfiguration());
        FileInputFormat.setInputPaths(conf, Folder.literal(file));
        return spark.hadoopRDD(conf, TextInputFormat.class, LongWritable.class, Text.class, spark.defaultMinPartitions())
                .map(line -> line._2().copyBytes());
    }

    private static String place(String file, long line) {
        return file + ": line " + (line + 1);
    }

    private static String text(String place, byte[] line) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException e) {
            throw new DataException(place, "is not UTF-8; save the file as UTF-8", e);
        }
    }

    private static List<String> cells(String line) {
        if (line.indexOf('"') < 0) return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        try (Stream<CsvRecord> rows = CsvReader.builder().ofCsvRecord(line).stream()) {
            return rows.findFirst().orElseThrow().getFields().stream().map(String::strip).toList();
        }
    }

    private static Labelled labelled(String place, List<String> cells, Layout layout) {
        if (cells.size() != layout.columns)
            throw new DataException(place, "has " + cells.size() + " columns; must have " + layout.columns);
        float[] features = new float[cells.size() - 1];
        for (int column = 0, i = 0; column < cells.size(); column++) {
            if (column == layout.label) continue;
            if (!isNumber(cells.get(column)))
                throw new DataException(place + ", column " + (column + 1),
                        DataException.quoted(cells.get(column)) + " must be a finite number");
            features[i++] = Float.parseFloat(cells.get(column));
        }
        String label = cells.get(layout.label);
        return Labelled.of(place, features, Cells.number(label), label);
    }

    private static boolean isNumber(String cell) {
        try {
            return Float.isFinite(Float.parseFloat(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * How the rows of a file are to be read.
     *
     * @param names of the columns; empty where no file so far has a header
     */
    private record Layout(String file, boolean header, List<String> names, int columns, int label) implements Serializable {
        /** @param before of another file of the same table */
        static Layout of(String file, List<String> first, Optional<Layout> before) {
            if (!isHeader(first))
                return new Layout(file, false, List.of(), first.size(), before.map(Layout::label).orElse(first.size() - 1));
            before.filter(other -> !other.names.isEmpty() && !other.names.equals(first)).ifPresent(other -> {
                throw new DataException(file, "its header is not that of " + other.file + "; must be equal");
            });
            int label = first.contains(LABEL) ? first.indexOf(LABEL) : first.size() - 1;
            return new Layout(file, true, new ArrayList<>(first), first.size(), label);
        }

        /** Whether a row has the word label, no number, a text in its first cell, or counts from 0 or 1. */
        private static boolean isHeader(List<String> cells) {
            return cells.contains(LABEL) || cells.stream().noneMatch(CsvRows::isNumber)
                    || !isNumber(cells.get(0)) && !Cells.isMissing(cells.get(0), true) || counts(cells, 0) || counts(cells, 1);
        }

        private static boolean counts(List<String> cells, int from) {
            return cells.size() > 2
                    && IntStream.range(0, cells.size()).allMatch(i -> cells.get(i).equals(Integer.toString(i + from)));
        }
    }
}
