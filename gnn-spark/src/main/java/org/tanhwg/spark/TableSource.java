package org.tanhwg.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Examples;
import org.tanhwg.spark.Shards.Chunk;
import org.tanhwg.training.run.Provenance;
import scala.Tuple2;

/**
 * Tables {@code train} and {@code test} as CSV or Parquet, each a file or a folder of files: numbers, and a class in the column {@code label}, or else in
 * the last one. The order of rows is that of file names and of the rows in each, however many read them.
 */
final class TableSource implements Source {
    private static final List<String> KINDS = List.of("parquet", "csv");
    private static final int CHUNK = 1024;

    private final String folder;
    private final String kind;
    private final int count;
    private final int width;
    private final int classes;
    private final String sha256;
    private final Examples test;

    /** What kind of tables a folder has. */
    static Optional<String> kind(Folder folder) throws IOException {
        for (String kind : KINDS) if (folder.find("train." + kind).isPresent()) return Optional.of(kind);
        return Optional.empty();
    }

    /** Executors count and look at all rows; the driver takes those of the test. @throws DataException if tables are missing, or not of one shape */
    TableSource(String folder, String kind, JavaSparkContext spark) throws IOException {
        this.folder = folder;
        this.kind = kind;
        Shape train = shape(spark, "train");
        Shape tested = shape(spark, "test");
        if (tested.width != train.width)
            throw new DataException(path("test").toString(),
                    tested.width + " numbers in a row, " + train.width + " in those of train; must be equal");
        count = Math.toIntExact(train.count);
        width = train.width;
        classes = Math.max(train.largest, tested.largest) + 1;
        sha256 = sums(spark);
        List<Labelled> rows = rows(spark, "test").collect();
        float[] features = new float[Math.multiplyExact(rows.size(), width)];
        for (int i = 0; i < rows.size(); i++) System.arraycopy(rows.get(i).features, 0, features, i * width, width);
        test = new Examples(features, width, rows.stream().mapToInt(Labelled::label).toArray(), classes, Optional.empty());
    }

    /** A row. */
    private record Labelled(float[] features, int label) implements java.io.Serializable {}

    /** What rows have in common. */
    private record Shape(long count, int width, int largest) implements java.io.Serializable {
        Shape and(Shape other) {
            if (width != other.width)
                throw new DataException("the table", "rows of " + width + " and of " + other.width + " numbers; must be equal");
            return new Shape(count + other.count, width, Math.max(largest, other.largest));
        }
    }

    private Shape shape(JavaSparkContext spark, String side) throws IOException {
        JavaRDD<Shape> shapes = rows(spark, side).map(row -> new Shape(1, row.features.length, row.label));
        if (shapes.isEmpty()) throw new DataException(path(side).toString(), "has no rows");
        return shapes.reduce(Shape::and);
    }

    private JavaRDD<Labelled> rows(JavaSparkContext spark, String side) throws IOException {
        return kind.equals("csv") ? lines(spark, side) : parquet(spark, side);
    }

    private JavaRDD<Labelled> lines(JavaSparkContext spark, String side) throws IOException {
        List<JavaRDD<Labelled>> files = new ArrayList<>();
        for (Path file : files(spark, side)) {
            String name = file.toString();
            JavaRDD<String> lines = spark.textFile(name);
            String first = lines.first();
            boolean header = first.split(",").length > 0 && !isNumber(first.split(",")[0]);
            List<String> columns = Arrays.stream(first.split(",")).map(String::strip).toList();
            int label = header && columns.contains("label") ? columns.indexOf("label") : columns.size() - 1;
            files.add(lines.zipWithIndex().filter(line -> !(header && line._2() == 0) && !line._1().isBlank())
                    .map(line -> labelled(name + ": line " + (line._2() + 1), line._1().split(",", -1), label)));
        }
        return union(spark, files);
    }

    private static boolean isNumber(String cell) {
        try {
            return Float.isFinite(Float.parseFloat(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Labelled labelled(String place, String[] cells, int label) {
        if (cells.length <= label)
            throw new DataException(place, "has " + cells.length + " columns; must have the others' number");
        float[] features = new float[cells.length - 1];
        for (int column = 0, i = 0; column < cells.length; column++) {
            if (column == label) continue;
            if (!isNumber(cells[column]))
                throw new DataException(place + ", column " + (column + 1), "'" + cells[column] + "' must be a finite number");
            features[i++] = Float.parseFloat(cells[column]);
        }
        return new Labelled(features, whole(place, cells[label].strip()));
    }

    private static int whole(String place, String label) {
        if (!label.matches("\\d{1,6}"))
            throw new DataException(place, "label '" + label + "' must be a whole number from 0, the number of the class");
        return Integer.parseInt(label);
    }

    private JavaRDD<Labelled> parquet(JavaSparkContext spark, String side) throws IOException {
        SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
        List<JavaRDD<Labelled>> files = new ArrayList<>();
        for (Path file : files(spark, side)) {
            String name = file.toString();
            files.add(session.read().parquet(name).javaRDD().map(row -> labelled(name, row)));
        }
        return union(spark, files);
    }

    private static Labelled labelled(String place, Row row) {
        int label = Math.max(-1, Arrays.asList(row.schema().fieldNames()).indexOf("label"));
        if (label < 0) label = row.length() - 1;
        var numbers = new ArrayList<Number>();
        for (int column = 0; column < row.length(); column++) {
            if (column == label) continue;
            if (row.get(column) instanceof Number number) numbers.add(number);
            else if (row.get(column) instanceof scala.collection.Seq<?>) row.<Number>getList(column).forEach(numbers::add);
            else throw new DataException(place, "column " + row.schema().fieldNames()[column] + " must hold numbers");
        }
        float[] features = new float[numbers.size()];
        for (int i = 0; i < features.length; i++) features[i] = numbers.get(i).floatValue();
        return new Labelled(features, whole(place, String.valueOf(row.get(label))));
    }

    private static JavaRDD<Labelled> union(JavaSparkContext spark, List<JavaRDD<Labelled>> files) {
        JavaRDD<Labelled> all = files.get(0);
        for (JavaRDD<Labelled> file : files.subList(1, files.size())) all = all.union(file);
        return all;
    }

    private Path path(String side) { return new Path(folder, side + "." + kind); }

    /** The files of one side, by name; those that Hadoop hides are none. */
    private List<Path> files(JavaSparkContext spark, String side) throws IOException {
        FileSystem system = path(side).getFileSystem(spark.hadoopConfiguration());
        if (!system.exists(path(side))) throw new DataException(path(side).toString(), "no such file");
        List<Path> files = Arrays.stream(system.listStatus(path(side))).filter(FileStatus::isFile).map(FileStatus::getPath)
                .filter(file -> !file.getName().startsWith("_") && !file.getName().startsWith("."))
                .sorted(Comparator.comparing(Path::getName)).toList();
        if (files.isEmpty()) throw new DataException(path(side).toString(), "is an empty folder");
        return files;
    }

    private String sums(JavaSparkContext spark) throws IOException {
        var names = new ArrayList<String>();
        for (String side : List.of("train", "test")) for (Path file : files(spark, side)) names.add(file.toString());
        var configuration = new org.apache.spark.util.SerializableConfiguration(spark.hadoopConfiguration());
        List<String> sums = spark.parallelize(names, names.size()).map(name -> {
            var path = new Path(name);
            try (InputStream in = path.getFileSystem(configuration.value()).open(path)) {
                return Provenance.sha256(in);
            }
        }).collect();
        return Provenance.sha256(sums.stream().collect(Collectors.joining()).getBytes(StandardCharsets.US_ASCII));
    }

    @Override public int count() { return count; }

    @Override public int classes() { return classes; }

    @Override public Examples test() { return test; }

    @Override public String sha256() { return sha256; }

    @Override public JavaRDD<Chunk> train(JavaSparkContext spark) {
        int wide = width; // or the whole source would travel
        try {
            return rows(spark, "train").zipWithIndex().mapPartitions(rows -> chunks(rows, wide));
        } catch (IOException e) {
            throw new DataException(path("train").toString(), "cannot be read (" + e + ")", e);
        }
    }

    private static Iterator<Chunk> chunks(Iterator<Tuple2<Labelled, Long>> rows, int width) {
        return new Iterator<>() {
            @Override public boolean hasNext() { return rows.hasNext(); }

            @Override public Chunk next() {
                long first = -1;
                float[] features = new float[CHUNK * width];
                int[] labels = new int[CHUNK];
                int size = 0;
                while (size < CHUNK && rows.hasNext()) {
                    Tuple2<Labelled, Long> row = rows.next();
                    if (first < 0) first = row._2();
                    System.arraycopy(row._1().features, 0, features, size * width, width);
                    labels[size++] = row._1().label;
                }
                return new Chunk(first, width, Arrays.copyOf(features, size * width), Arrays.copyOf(labels, size));
            }
        };
    }
}
