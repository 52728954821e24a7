package org.tanhwg.studies.speed;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;

/** How long a fresh Java process that has gnn-core alone takes to its first answer from a compact file: what whoever starts it waits for. */
final class FirstAnswer {
    /** The first does not count: files are read from the disk then. */
    private static final int STARTS = 12;

    private FirstAnswer() {}

    /** Reads the network of the first file, answers one example and writes the milliseconds this took to the second. */
    public static void main(String[] files) throws IOException {
        long start = System.nanoTime();
        CompactNetwork network = CompactFile.read(Path.of(files[0]));
        network.apply(new float[network.inputs()], new float[network.outputs()], network.workspace(1));
        double taken = (System.nanoTime() - start) * 1e-6;
        Files.writeString(Path.of(files[1]), String.valueOf(taken));
    }

    /** Medians over several processes. @param folder for files that are gone afterwards */
    static SpeedResult.Shipped measure(CompactNetwork network, Path folder) {
        Path file = folder.resolve("first-answer.gnnc");
        Path answer = folder.resolve("first-answer.txt");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                CompactFile.write(network.coded8(), out);
            }
            long coded = Files.size(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                CompactFile.write(network, out);
            }
            var toAnswer = new ArrayList<Double>();
            var whole = new ArrayList<Double>();
            for (int run = 0; run < STARTS; run++) {
                long start = System.nanoTime();
                start(file, answer);
                if (run > 0) whole.add((System.nanoTime() - start) * 1e-6);
                if (run > 0) toAnswer.add(Double.parseDouble(Files.readString(answer)));
            }
            var shipped = new SpeedResult.Shipped(Files.size(file), coded, median(toAnswer), median(whole));
            Files.delete(file);
            Files.delete(answer);
            return shipped;
        } catch (IOException e) {
            throw new IllegalStateException("the first answer cannot be timed in " + folder, e);
        }
    }

    private static void start(Path file, Path answer) throws IOException {
        String classPath = Stream.of(FirstAnswer.class, CompactNetwork.class).map(FirstAnswer::location)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp", classPath,
                FirstAnswer.class.getName(), file.toString(), answer.toString()).redirectError(Redirect.INHERIT).start();
        try {
            if (child.waitFor() != 0) throw new IOException("a fresh process ended with exit code " + child.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double median(List<Double> values) {
        return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
