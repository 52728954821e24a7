package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Training and predicting keep no memory outside of Java's heap. The short form holds what a process keeps of large batches against what went through it;
 * {@code -Dgnn.soak=1000000} makes as many steps and predictions and wants resident memory within 3 % over the last nine tenths.
 */
class SoakTest {
    private static final long LONG = Long.getLong("gnn.soak", 0);

    @Test void nothingIsKept(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "this kernel does not say what is resident");
        long steps = LONG > 0 ? LONG : 100;
        int rows = LONG > 0 ? 64 : 2000;
        LongSummaryStatistics late = late(resident(folder, steps, rows));
        LoggerFactory.getLogger(SoakTest.class).info("{} steps: resident {} to {} kB over the last nine tenths", steps,
                late.getMin(),
                late.getMax());
        if (LONG > 0) {
            assertThat(late.getMax()).isLessThan(late.getMin() + late.getMin() * 3 / 100);
        } else {
            long passed = steps * rows / 2 * 2 * (64 * 4) / 1024; // kB; half of the largest batch on average, one to fit and one to predict
            assertThat(late.getMax() - late.getMin()).isLessThan(passed / 2);
        }
    }

    /** The heap is all there from the start, so whatever grows is outside. */
    private static List<Long> resident(Path folder, long steps, int rows) throws Exception {
        Path out = folder.resolve("out"), errors = folder.resolve("err");
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms128m",
                "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        if (LONG == 0) command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Soak.class.getName(), "" + steps, "" + rows,
                folder.resolve("model.zip").toString()));
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
        assertThat(process.waitFor(100 + steps / 100, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readAllLines(out).stream().filter(line -> line.matches("\\d+")).map(Long::valueOf).toList();
    }

    private static LongSummaryStatistics late(List<Long> resident) {
        assertThat(resident).hasSizeGreaterThan(15);
        return resident.stream().skip(resident.size() / 10).mapToLong(Long::longValue).summaryStatistics();
    }
}
