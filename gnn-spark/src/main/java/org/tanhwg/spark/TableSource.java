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
        Source.requireClasses(path("train").toString(), train.smallest, train.largest);
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
    record Labelled(float[] features, int label) implements java.io.Serializable {
        private static final int LARGEST_LABEL = 999_999;

        /** @throws DataException unless {@code label} is a whole number that may be that of a class, or the only column */
        static Labelled of(String place, float[] features, double label, Object shown) {
            if (label != Math.rint(label) || label < 0 || label > LARGEST_LABEL)
                throw new DataException(place, "label " + DataException.quoted(String.valueOf(shown))
                        + " must be a whole number from 0 to 999,999, the number of the class");
            if (features.length == 0)
                throw new DataException(place, "has one column; must have several, the class in one of them");
            return new Labelled(features, (int) label);
        }
    }

    /** What rows of a table have in common. */
    private record Shape(String table, long count, int width, int smallest, int largest) implements java.io.Serializable {
        Shape and(Shape other) {
            if (width != other.width)
                throw new DataException(table, "rows of " + width + " and of " + other.width + " numbers; must be equal");
            return new Shape(table, count + other.count, width, Math.min(smallest, other.smallest),
                    Math.max(largest, other.largest));
        }
    }

    private Shape shape(JavaSparkContext spark, String side) throws IOException {
        String table = path(side).toString();
        JavaRDD<Shape> shapes = rows(spark, side).map(row -> new Shape(table, 1, row.features.length, row.label, row.label));
        if (shapes.isEmpty()) throw new DataException(table, "has no rows");
        return shapes.reduce(Shape::and);
    }

    /** Rows of one side; those of the test are read as the training files show. */
    private JavaRDD<Labelled> rows(JavaSparkContext spark, String side) throws IOException {
        List<Path> files = new ArrayList<>();
        if (side.equals("test")) files.addAll(filled(spark, "train"));
        int others = files.size();
        files.addAll(filled(spark, side));
        return kind.equals("csv") ? new CsvRows(spark).read(files, others) : new ParquetRows(spark).read(files, others);
    }

    /** An empty file is a part without rows. */
    private List<Path> filled(JavaSparkContext spark, String side) throws IOException {
        return files(spark, side).stream().filter(file -> file.getLen() > 0).map(FileStatus::getPath).toList();
    }

    private Path path(String side) { return new Path(folder, side + "." + kind); }

    /** The files of one side, by name; those that Hadoop hides are none. */
    private List<FileStatus> files(JavaSparkContext spark, String side) throws IOException {
        FileSystem system = path(side).getFileSystem(spark.hadoopConfiguration());
        if (!system.exists(path(side))) throw new DataException(path(side).toString(), "no such file");
        List<FileStatus> files = Arrays.stream(system.listStatus(path(side))).filter(FileStatus::isFile)
                .filter(file -> !file.getPath().getName().startsWith("_") && !file.getPath().getName().startsWith("."))
                .sorted(Comparator.comparing(file -> file.getPath().getName())).toList();
        if (files.isEmpty()) throw new DataException(path(side).toString(), "is an empty folder");
        return files;
    }

    private String sums(JavaSparkContext spark) throws IOException {
        var names = new ArrayList<String>();
        for (String side : List.of("train", "test"))
            for (FileStatus file : files(spark, side)) names.add(file.getPath().toString());
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
