package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code gnn} itself, in a project of its own that is built already. */
class LauncherTest {
    @TempDir Path folder;

    @BeforeEach void build() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the script needs bash");
        Path launcher = Files.copy(Path.of("../../gnn"), folder.resolve("gnn"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Path module = Files.createDirectories(folder.resolve("experiments/cli/src/main"));
        Files.createDirectories(folder.resolve("module/src/main"));
        for (Path parent : List.of(folder, folder.resolve("module"), module.resolve("../..")))
            Files.createFile(parent.resolve("pom.xml"));
        Path state = Files.createDirectory(folder.resolve(".gnn"));
        Files.writeString(state.resolve("class-path-cli"), state + "/jars-cli/none.jar" + File.pathSeparator
                + System.getProperty("java.class.path"));
    }

    /** What a shell answers to some lines; names beyond ASCII get there in a file, since arguments are in the locale of this process. */
    private GnnTest.Outcome shell(Map<String, String> environment, String lines) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "cd " + folder + "\n" + lines + "\n");
        Path out = folder.resolve("out"), err = folder.resolve("err");
        var command = new ProcessBuilder("/bin/bash", script.toString());
        command.environment().keySet().removeIf(name -> name.matches("LC_.*|LANG|XDG_CACHE_HOME|GNN_.*"));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().putAll(environment);
        Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return new GnnTest.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Java itself would read the name as ??.csv and refuse it: where the locale is C, and where it is one that is not installed. */
    @Test void namesBeyondAsciiAreFoundInEveryLocale() throws Exception {
        String table = "x,label\n" + "1,a\n2,a\n3,b\n4,b\n".repeat(5);
        for (String locale : List.of("C", "xx_XX.UTF-8")) {
            GnnTest.Outcome outcome = shell(Map.of("LC_ALL", locale),
                    "printf %s '" + table + "' > f\u00fcr.csv; ./gnn data inspect f\u00fcr.csv");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("f\u00fcr.csv", "classification: 2 classes");
        }
    }

    /** Java looks into the list of users. */
    @Test void homeIsWhatTheShellSays() throws Exception {
        Path home = folder.resolve("home");
        GnnTest.Outcome outcome = shell(Map.of("HOME", home.toString()), "./gnn train --data none");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("into " + home.resolve(".cache/gnn/none")).hasLineCount(1);
    }
}
