package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.tanhwg.layers.io.AtomicFile;

/**
 * A run that is cut at any of its writes goes on to the result of one that was not, and nothing is left over. {@link AtomicFile} logs each state of
 * a folder that a kill can leave; at each the folder is copied, once more with half of the file that was being written, and every copy is resumed.
 *
 * <p>By default every eleventh; {@code -Dgnn.cuts.every=1} resumes all.
 */
class CutWritesTest {
    private static final int EVERY = Integer.getInteger("gnn.cuts.every", 11);
    private static final List<String> TIMES = List.of("seconds", "trainSeconds", "examplesPerSecond", "overhead", "wall",
            "training",
            "timing", "stepSeconds", "storeSeconds", "learnSeconds");

    @TempDir static Path folder;
    private static String data;

    @BeforeAll static void write() throws IOException {
        data = TinyData.write(folder.resolve("tiny")).toString();
    }

    @Test void training() throws IOException {
        cut("train", "--data", "tiny", "--data-dir", data, "--layers", "6", "--batch", "10", "--epochs", "3");
    }

    @Test void searching() throws IOException {
        cut("search", "--data", "tiny", "--data-dir", data, "--layers", "4", "--batch", "10", "--candidates", "3", "--epochs",
                "2",
                "--workers", "1", "--strategy", "random");
    }

    @Test void recalling() throws IOException {
        cut("recall", "--units", "32", "--patterns", "4", "--loads", "0.1", "--sweep", "false", "--cues", "1", "--rules",
                "hebb,storkey");
    }

    /** Its trainings run in processes of their own, which takes time. */
    @Test
    @EnabledIfSystemProperty(named = "gnn.cuts.every", matches = "\\d+") void comparing() throws IOException {
        cut("compare", "--data", "tiny", "--data-dir", data, "--layers", "5", "--batch", "10", "--validation", "10",
                "--tuning-epochs", "1", "--strengths", "1", "--optimizers", "tan-hwg", "--epochs", "2", "--candidates", "2",
                "--seeds", "1", "--workers", "1");
    }

    private void cut(String command, String... options) throws IOException {
        Path run = folder.resolve(command), copies = folder.resolve(command + "-cut");
        List<Path> states = recorded(run, copies, () -> {
            GnnTest.Outcome outcome = gnn(Stream.concat(Stream.of(command, "--out", run.toString()), Arrays.stream(options))
                    .toArray(String[]::new));
            assertThat(outcome.code()).as(outcome.err()).isZero();
        });
        assertThat(states).hasSizeGreaterThan(8);
        for (int i = 0; i < states.size(); i += EVERY) {
            Path state = states.get(i);
            String[] again = Files.exists(state.resolve("config.yaml")) ? new String[] {command, "--resume", state.toString()}
                    : Stream.concat(Stream.of(command, "--out", state.toString()), Arrays.stream(options)).toArray(String[]::new);
            boolean finished = Files.exists(state.resolve("result.json")) && !command.equals("compare");
            GnnTest.Outcome outcome = gnn(again);
            assertThat(outcome.code()).as("%s: %s", state, outcome.err()).isEqualTo(finished ? 2 : 0);
            assertThat(tree(state)).as("%s", state).isEqualTo(tree(run));
            assertThat(result(state)).as("%s", state).isEqualTo(result(run));
            if (Files.exists(run.resolve("model.zip")))
                assertThat(KilledRunTest.network(state)).as("%s", state).isEqualTo(KilledRunTest.network(run));
        }
    }

    /** What the run's folder looked like whenever something had happened to it. */
    private static List<Path> recorded(Path run, Path copies, Runnable command) {
        var states = new ArrayList<Path>();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override protected void append(ILoggingEvent event) {
                try {
                    Path state = copies.resolve("%03d".formatted(states.size()));
                    copy(run, state);
                    states.add(state);
                    if (!event.getMessage().startsWith("written")) return;
                    Path half = copies.resolve("%03d".formatted(states.size()));
                    copy(run, half);
                    Path file = half.resolve(run.relativize((Path) event.getArgumentArray()[0]));
                    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() / 2);
                    }
                    states.add(half);
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
            command.run();
        } finally {
            log.detachAppender(appender);
            log.setAdditive(true);
            log.setLevel(before);
        }
        return states;
    }

    /** Other threads may be writing meanwhile: a temporary file that is gone when its turn comes is one that a kill would not have left. */
    private static void copy(Path run, Path copy) throws IOException {
        Files.createDirectories(copy);
        for (String name : tree(run)) {
            try {
                Files.copy(run.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException e) {
                assertThat(name).endsWith(".tmp");
            }
        }
    }

    static TreeSet<String> tree(Path root) throws IOException {
        var names = new TreeSet<String>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                names.add(root.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }

            @Override public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
                return visitFile(place, attributes);
            }

            @Override public FileVisitResult visitFileFailed(Path file, IOException e) { return FileVisitResult.CONTINUE; }
        });
        return names;
    }

    /** Without times, and without the folder's own name. */
    static JsonNode result(Path run) throws IOException {
        String json = Files.readString(run.resolve("result.json"));
        return timeless(new ObjectMapper().readTree(json.replace(run.toString(), "RUN")));
    }

    private static JsonNode timeless(JsonNode node) {
        if (node instanceof ObjectNode object) object.remove(TIMES);
        node.forEach(CutWritesTest::timeless);
        return node;
    }
}
