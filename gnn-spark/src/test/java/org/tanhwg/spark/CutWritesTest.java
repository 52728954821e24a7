package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.tanhwg.cli.Gnn;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;

/**
 * A training on Spark that is cut at any write of its driver goes on to the result of one that was not, and nothing is left over. {@link AtomicFile} logs
 * what it does: at each state the folder is copied, once more with half of the file that was being written; and the line of a round is cut in two.
 *
 * <p>By default the first six, when settings are written, and every eleventh; {@code -Dgnn.cuts.every=1} resumes all.
 */
@Timeout(3000)
class CutWritesTest {
    private static final int EVERY = Integer.getInteger("gnn.cuts.every", 11);

    @TempDir Path folder;

    private final List<Path> states = new ArrayList<>();
    private Path run;
    private int rounds = 1; // the head alone

    @Test void allResume() throws IOException {
        run = folder.resolve("run");
        assertThat(recorded(List.of("--out", run.toString()))).isZero();
        assertThat(states).hasSizeGreaterThan(20);
        RunResult undisturbed = new RunFolder(run).read(RunResult.class);
        for (int i = 0; i < states.size(); i += i < 6 ? 1 : EVERY) {
            Path state = states.get(i);
            boolean finished = Files.exists(state.resolve("result.json"));
            var out = new StringWriter();
            int code = gnn(out, Files.exists(state.resolve("config.yaml")) ? List.of("--resume", state.toString())
                    : List.of("--out", state.toString()));
            assertThat(code).as("%s: %s", state, out).isEqualTo(finished ? 2 : 0);
            assertThat(tree(state)).as("%s", state).isEqualTo(tree(run));
            assertThat(rounds(state)).as("%s", state).isEqualTo(rounds(run));
            RunResult result = new RunFolder(state).read(RunResult.class);
            assertThat(result.outcome()).as("%s", state).usingRecursiveComparison()
                    .ignoringFields("trainSeconds", "examplesPerSecond").isEqualTo(undisturbed.outcome());
            assertThat(CommandsTest.entry(state.toString(), "coefficients.bin")).as("%s", state)
                    .isEqualTo(CommandsTest.entry(run.toString(), "coefficients.bin"));
        }
    }

    private static int gnn(StringWriter out, List<String> where) {
        var command = new ArrayList<>(List.of("train", "--spark", "local[2]"));
        if (where.get(0).equals("--out"))
            command.addAll(List.of("--partitions", "2", "--round-steps", "3", "--epochs", "2",
                    "--train-examples", "600", "--layers", "8"));
        command.addAll(where);
        return Gnn.run(new PrintWriter(out), new PrintWriter(out, true), command.toArray(String[]::new));
    }

    private int recorded(List<String> where) {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override protected void append(ILoggingEvent event) {
                try {
                    keep();
                    if (event.getMessage().startsWith("written"))
                        halve(keep().resolve(run.relativize((Path) event.getArgumentArray()[0])));
                    if (rounds(run).size() > rounds) {
                        rounds = rounds(run).size();
                        halve(keep().resolve("rounds.csv"));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        var log = (Logger) LoggerFactory.getLogger(AtomicFile.class);
        Level before = log.getLevel();
        appender.setContext(log.getLoggerContext());
        appender.start();
        log.setLevel(Level.TRACE);
        log.setAdditive(false);
        log.addAppender(appender);
        try {
            return gnn(new StringWriter(), where);
        } finally {
            log.detachAppender(appender);
            log.setAdditive(true);
            log.setLevel(before);
        }
    }

    /** What the folder looks like now, as another one. */
    private Path keep() throws IOException {
        Path state = folder.resolve("state-%03d".formatted(states.size()));
        FileUtils.copyDirectory(run.toFile(), state.toFile());
        states.add(state);
        return state;
    }

    private static void halve(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        // of rounds the last line: those before it were written by calls that ended
        int kept = file.endsWith("rounds.csv") ? Math.max(bytes.length / 2, bytes.length - 20) : bytes.length / 2;
        Files.write(file, Arrays.copyOf(bytes, kept));
    }

    private static TreeSet<String> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return new TreeSet<>(files.map(file -> root.relativize(file).toString()).toList());
        }
    }

    /** Without times. */
    private static List<String> rounds(Path state) throws IOException {
        return !Files.exists(state.resolve("rounds.csv")) ? List.of() : Files.readAllLines(state.resolve("rounds.csv")).stream()
                .map(line -> line.replaceFirst(",[^,]+,[^,]+$", "")).toList();
    }
}
