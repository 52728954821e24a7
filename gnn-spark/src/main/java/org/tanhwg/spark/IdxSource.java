package org.tanhwg.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.IdxStream;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.spark.Shards.Chunk;
import org.tanhwg.training.run.Provenance;

/** Four IDX files, gzipped or plain, by the names that MNIST gave them. A plain file is read in parts, a gzipped one by one executor. */
final class IdxSource implements Source {
    private static final List<String> FILES = List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
    private static final int CHUNK = 4096;
    private static final long PART_BYTES = 64 << 20;

    private final Folder folder;
    private final List<String> files;
    private final int count;
    private final int height;
    private final int width;
    private final int classes;
    private final String sha256;

    /** Whether a folder holds such files. */
    static boolean isIn(Folder folder) throws IOException {
        return folder.find(names(FILES.get(0))).isPresent();
    }

    /** Reads headers here, and sums and labels on executors. @throws DataException if a file is missing, or they do not belong together */
    IdxSource(Folder folder, JavaSparkContext spark) throws IOException {
        this.folder = folder;
        files = new ArrayList<>();
        for (String file : FILES)
            files.add(folder.find(names(file)).orElseThrow(() -> new DataException(folder.name(file),
                    "no such file, gzipped or plain; the folder must hold " + String.join(", ", FILES))));
        ImageShape shape;
        try (IdxStream images = images(0);
                IdxStream labels = labels(1);
                IdxStream test = images(2);
                IdxStream testLabels = labels(3)) {
            requireTogether(images, labels, 1);
            requireTogether(test, testLabels, 3);
            shape = images.image();
            if (!shape.equals(test.image()))
                throw new DataException(name(2), "images of " + test.image() + ", but training images of " + shape);
            count = images.count();
        }
        height = shape.height();
        width = shape.width();
        List<Summary> summaries = spark.parallelize(List.of(0, 1, 2, 3), 4).map(this::summary).collect();
        Source.requireClasses(name(1), summaries.get(1).smallestLabel, summaries.get(1).largestLabel);
        classes = summaries.stream().mapToInt(Summary::largestLabel).max().orElseThrow() + 1;
        sha256 = Provenance.sha256(summaries.stream().map(Summary::sha256).collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** What a file may be called; unpacking by some programs leaves a dot before "idx". */
    private static String[] names(String file) {
        String dotted = file.replace("-idx", ".idx");
        return new String[] {file, file + ".gz", dotted, dotted + ".gz"};
    }

    private void requireTogether(IdxStream images, IdxStream labels, int file) {
        if (images.count() != labels.count())
            throw new DataException(name(file), String.format(Locale.ROOT,
                    "%,d labels for %,d images; the two files do not belong together", labels.count(), images.count()));
    }

    private record Summary(String sha256, int smallestLabel, int largestLabel) implements java.io.Serializable {}

    private Summary summary(int file) throws IOException {
        int smallest = 255;
        int largest = 0;
        if (file % 2 == 1) {
            try (IdxStream labels = labels(file)) {
                for (int left = labels.count(); left > 0; left -= CHUNK)
                    for (byte label : labels.next(Math.min(CHUNK, left))) {
                        smallest = Math.min(smallest, label & 0xff);
                        largest = Math.max(largest, label & 0xff);
                    }
            }
        }
        try (IdxStream whole = stream(file, file % 2 == 0 ? 3 : 1)) {
            return new Summary(whole.sha256(), smallest, largest);
        }
    }

    @Override public int count() { return count; }

    @Override public int classes() { return classes; }

    @Override public String sha256() { return sha256; }

    @Override public JavaRDD<Chunk> train(JavaSparkContext spark) {
        int parts = parts();
        return spark.parallelize(IntStream.range(0, parts).boxed().toList(), parts)
                .flatMap(part -> new Chunks((int) ((long) count * part / parts), (int) ((long) count * (part + 1) / parts)));
    }

    private int parts() {
        if (Stream.of(files.get(0), files.get(1)).anyMatch(file -> file.endsWith(".gz"))) return 1;
        return (int) Math.min(count, 1 + (long) count * height * width / PART_BYTES);
    }

    @Override public Examples test() {
        try (IdxStream images = images(2); IdxStream labels = labels(3)) {
            return new Examples(images.scaled(images.count()), images.width(), unsigned(labels.next(labels.count())), classes,
                    Optional.of(images.image()));
        } catch (IOException e) {
            throw new DataException(name(2), "cannot be read (" + e + ")", e);
        }
    }

    /** The training examples in [from, to), some at a time. */
    private final class Chunks implements Iterator<Chunk> {
        private final IdxStream images;
        private final IdxStream labels;
        private final int to;
        private int next;

        Chunks(int from, int to) throws IOException {
            this.to = to;
            next = from;
            images = images(0);
            labels = labels(1);
            images.skipTo(from);
            labels.skipTo(from);
        }

        @Override public boolean hasNext() { return next < to; }

        @Override public Chunk next() {
            if (!hasNext()) throw new NoSuchElementException();
            try {
                int size = Math.min(CHUNK, to - next);
                var chunk = new Chunk(next, images.width(), images.scaled(size), unsigned(labels.next(size)));
                next += size;
                if (hasNext()) return chunk;
                images.close();
                labels.close();
                return chunk;
            } catch (IOException e) {
                throw new UncheckedIOException(name(0), e);
            }
        }
    }

    private static int[] unsigned(byte[] bytes) { return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray(); }

    private IdxStream images(int file) throws IOException { return stream(file, 3); }

    private IdxStream labels(int file) throws IOException { return stream(file, 1); }

    private IdxStream stream(int file, int rank) throws IOException {
        return new IdxStream(name(file), folder.open(files.get(file)), rank);
    }

    private String name(int file) { return folder.name(files.get(file)); }
}
