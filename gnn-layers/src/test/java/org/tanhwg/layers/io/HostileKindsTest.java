package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No number in a configuration kills the process, whatever the kind of layer, vertex or preprocessor: native code divides by strides and allocates
 * what it is told. Every seventh configuration, or as many as {@code -Dgnn.hostile.every=1} says.
 */
class HostileKindsTest {
    @Test void noNumberInAConfigurationKillsTheProcess(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out"), errors = folder.resolve("err");
        var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-Dorg.tanhwg.model.memory=" + (64 << 20), "-cp",
                System.getProperty("java.class.path"),
                HostileKinds.class.getName(), folder.toString(), System.getProperty("gnn.hostile.every", "7"));
        Process process = command.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(out);
        String last = lines.get(lines.size() - 1);
        assertThat(process.exitValue()).as("died of " + last + "\n" + Files.readString(errors)).isZero();
        Matcher done = Pattern.compile("done (\\d+) tried, (\\d+) refused, (\\d+) kinds unharmed").matcher(last);
        assertThat(done.matches()).as(last).isTrue();
        assertThat(Integer.parseInt(done.group(2))).as("refused of " + done.group(1)).isGreaterThan(100);
        assertThat(Integer.parseInt(done.group(3))).as("kinds that load while nobody harms them").isGreaterThan(75);
    }
}
