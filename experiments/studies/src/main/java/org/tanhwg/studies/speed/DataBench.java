package org.tanhwg.studies.speed;

import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** How long one's own data take until they can be trained on: a folder of pictures, first and again, and a table. */
public final class DataBench {
    private static final String NOTE = "Seconds of `gnn data inspect PATH`, start of Java included: it reads and checks everything that a"
            + " training reads. Pictures are those of %s, one file each, in a folder for each class; again is the next run, which finds them in the"
            + " user's cache. The table has random numbers of four decimals and a class. Bytes of a number are what is in memory once it is read.";
    private static final int DECIMALS = 10_000;

    private final Dataset pictures;
    private final Sizes sizes;
    private final List<String> program;
    private final PrintStream log;

    /**
     * How much is read.
     *
     * @param pictures at most as many as there are
     * @param columns of the table, the class among them
     */
    public record Sizes(int pictures, int rows, int columns) {
        /** Those of the table in docs/results.md. */
        public static final Sizes STANDARD = new Sizes(70_000, 1_000_000, 30);

        /** @throws IllegalArgumentException naming what is too small */
        public Sizes {
            Checks.atLeast("pictures", pictures, 100);
            Checks.atLeast("rows", rows, 100);
            Checks.atLeast("columns", columns, 2);
        }
    }

    /**
     * A bench.
     *
     * @param pictures a data set of grey pictures, written as one file each
     * @param program main class of the command line
     * @param log gets a line for each part
     */
    public DataBench(Dataset pictures, Sizes sizes, List<String> program, PrintStream log) {
        int there = pictures.train().count() + pictures.test().count();
        if (sizes.pictures > there)
            throw new UserError(
                    "--pictures = " + sizes.pictures + ": must be at most " + there + ", as many as " + pictures.name()
                            + " has");
        this.pictures = pictures;
        this.sizes = sizes;
        this.program = program;
        this.log = log;
    }

    /**
     * Measures and fills the folder; inputs are made in it and removed.
     *
     * @param results the page of results whose section is to be replaced when all was measured
     * @return the table in Table
     */
    public String run(RunFolder folder, Optional<Path> results) {
        String config = "pictures: " + sizes.pictures + "\nrows: " + sizes.rows + "\ncolumns: " + sizes.columns + "\n";
        folder.writeConfig(config);
        Path inputs = folder.path().resolve("inputs");
        DataResult result;
        try {
            result = measure(inputs, Provenance.collect(config, pictures.sha256(), 1));
        } catch (IOException e) {
            throw new UserError(inputs + ": cannot be written (" + UserError.reason(e) + ")", e);
        } finally {
            remove(inputs);
        }
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        String table = table(result);
        results.filter(page -> sizes.equals(Sizes.STANDARD)).ifPresent(page -> ResultsFile.replace(page, "data",
                ResultsFile.section("Reading one's own data", String.format(Locale.ROOT, NOTE, pictures.name()), "bench data",
                        List.of(result.provenance), table)));
        return table;
    }

    private DataResult measure(Path inputs, Provenance provenance) throws IOException {
        Path cache = Files.createDirectories(inputs.resolve("cache")), tree = inputs.resolve("pictures");
        log.println("writing pictures");
        long pictureBytes = writePictures(tree);
        double first = seconds(tree, cache), again = seconds(tree, cache);
        log.printf(Locale.ROOT, "pictures %.1f s, again %.1f s%n", first, again);
        Path table = inputs.resolve("table.csv");
        writeTable(table);
        double read = seconds(table, cache);
        log.printf(Locale.ROOT, "table %.1f s%n", read);
        return new DataResult("bench", provenance, sizes.pictures, pictureBytes, first, again, bytesOfANumber(tree), sizes.rows,
                sizes.columns, Files.size(table), read, bytesOfANumber(table));
    }

    private long writePictures(Path tree) throws IOException {
        ImageShape shape = pictures.train().shape().orElseThrow();
        float[] pixels = new float[shape.height() * shape.width()];
        var image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_BYTE_GRAY);
        long bytes = 0;
        for (String name : pictures.outputs()) Files.createDirectories(tree.resolve(name));
        for (int i = 0; i < sizes.pictures; i++) {
            boolean trained = i < pictures.train().count();
            Examples side = trained ? pictures.train() : pictures.test();
            int example = trained ? i : i - pictures.train().count();
            side.copy(example, pixels, 0);
            for (int at = 0; at < pixels.length; at++)
                image.getRaster().setSample(at % shape.width(), at / shape.width(), 0, Math.round(255 * pixels[at]));
            Path file = tree.resolve(pictures.outputs().get(side.labels()[example])).resolve(i + ".png");
            ImageIO.write(image, "png", file.toFile());
            bytes += Files.size(file);
        }
        return bytes;
    }

    private void writeTable(Path file) throws IOException {
        var random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int column = 1; column < sizes.columns; column++) out.append("x").append(Integer.toString(column)).append(',');
            out.append("label\n");
            for (int row = 0; row < sizes.rows; row++) {
                for (int column = 1; column < sizes.columns; column++) {
                    int number = random.nextInt(-10 * DECIMALS, 10 * DECIMALS);
                    if (number < 0) out.append('-');
                    String decimals = Integer.toString(DECIMALS + Math.abs(number) % DECIMALS);
                    out.append(Integer.toString(Math.abs(number) / DECIMALS)).append('.').append(decimals, 1, decimals.length())
                            .append(',');
                }
                out.append((char) ('a' + row % 3)).append('\n');
            }
        }
    }

    /** Of a process of its own, as a user would wait for it. */
    private double seconds(Path path, Path cache) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(program);
        command.addAll(List.of("data", "inspect", path.toAbsolutePath().toString()));
        var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT).redirectOutput(Redirect.DISCARD);
        builder.environment().put("XDG_CACHE_HOME", cache.toAbsolutePath().toString());
        long start = System.nanoTime();
        Process child = builder.start();
        try {
            int code = child.waitFor();
            if (code != 0) throw new IllegalStateException(path + ": was not read, exit code " + code);
        } catch (InterruptedException e) {
            child.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + path + " was read", e);
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    private static double bytesOfANumber(Path path) {
        Dataset read = DataSource.open(path, DataOptions.DEFAULTS).dataset();
        long numbers = Stream.of(read.train(), read.test()).mapToLong(side -> (long) side.count() * side.width()).sum();
        return (read.train().bytes() + read.test().bytes()) / (double) numbers;
    }

    private static void remove(Path inputs) {
        if (!Files.exists(inputs)) return;
        try (Stream<Path> tree = Files.walk(inputs)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException e) {
            throw new UserError(inputs + ": cannot be removed (" + UserError.reason(e) + ")", e);
        }
    }

    private static String table(DataResult result) {
        List<String> pictures = List.of(String.format(Locale.ROOT, "%,d pictures as PNG", result.pictures),
                megabytes(result.pictureBytes), text(result.firstSeconds), text(result.againSeconds),
                text(result.pictureBytes * 1e-6 / result.firstSeconds), text(result.bytesOfAPixel));
        List<String> table = List.of(String.format(Locale.ROOT, "CSV of %,d x %d", result.rows, result.columns),
                megabytes(result.tableBytes), text(result.tableSeconds), "",
                text(result.tableBytes * 1e-6 / result.tableSeconds), text(result.bytesOfANumber));
        return Table.markdown(List.of("what", "MB", "seconds", "again", "MB/s", "bytes a number"), List.of(pictures, table));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes * 1e-6);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The whole of {@code result.json}; sizes of files in bytes. */
    public record DataResult(String command, Provenance provenance, int pictures, long pictureBytes, double firstSeconds,
            double againSeconds, double bytesOfAPixel, int rows, int columns, long tableBytes, double tableSeconds,
            double bytesOfANumber) {}
}
