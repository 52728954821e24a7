package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Nothing here runs cmd: what the script for Windows says to Java, to Maven and to the user is what this one says. */
    @Test void theScriptForWindowsSaysTheSame() throws Exception {
        String posix = Files.readString(Path.of("../../gnn")), windows = Files.readString(Path.of("../../gnn.cmd"));
        for (String kind : List.of("-D[\\w.]+", "-XX:[+\\w]+", "--enable-\\S+", "org\\.tanhwg\\.cli\\.\\w+",
                "\\b(?:JAVA_HOME|GNN_\\w+|O\\w+_NUM_THREADS)\\b", "(?:Java 17|Maven 3\\.8) or later is needed",
                "the build failed; its log is above")) {
            Set<String> only = new TreeSet<>(words(kind, posix)), there = words(kind, windows);
            only.removeAll(there);
            // where home is, and pages of memory, are matters of Linux; cmd's Maven says its modules' jars by name
            only.removeAll(Set.of("-Duser.home", "-XX:+UseTransparentHugePages"));
            assertThat(only).as("of %s", kind).isEmpty();
            assertThat(there).as(kind).isNotEmpty();
        }
        String modules = windows.lines().filter(line -> line.startsWith("set \"modules=")).findFirst().orElseThrow();
        assertThat(modules.replaceAll("set \"modules=|\"", "").replace('\\', '/').split(" ")).containsExactlyInAnyOrder(
                "gnn-core",
                "gnn-blas", "gnn-layers", "datasets", "experiments/report", "experiments/training", "experiments/studies",
                "experiments/cli");
        assertThat(posix)
                .contains("for part in gnn-core gnn-blas gnn-layers datasets experiments/{report,training,studies,cli} ");
        assertThat(words("-h|--help|-V|--version", windows)).isEqualTo(words("-h|--help|-V|--version", posix));
    }

    private static Set<String> words(String kind, String script) {
        return Pattern.compile(kind).matcher(script).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each Java of 17 or later that lies beside this one trains a network, and says nothing of itself. */
    @Test void everyJavaOfThisMachineTrains() throws Exception {
        Path data = TinyData.write(folder.resolve("tiny")), own = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> others;
        try (Stream<Path> homes = Files.list(own.getParent())) {
            others = homes.filter(home -> Files.isExecutable(home.resolve("bin/java")) && !Files.isSymbolicLink(home)
                    && !home.equals(own) && version(home) >= 17).sorted().toList();
        }
        assumeFalse(others.isEmpty(), "there is no other Java beside " + own);
        for (Path home : others) {
            GnnTest.Outcome outcome = shell(Map.of("JAVA_HOME", home.toString(), "GNN_JAVA_OPTS", "-XX:TieredStopAtLevel=1"),
                    "./gnn train --data tiny --data-dir " + data + " --layers 5 --epochs 2 --out " + home.getFileName());
            assertThat(outcome.code()).as("%s: %s", home, outcome.err()).isZero();
            assertThat(outcome.err()).as("%s", home).doesNotContainIgnoringCase("warning");
            assertThat(folder.resolve(home.getFileName()).resolve("result.json")).content()
                    .containsPattern("\"java\" : \"[^\"]*\\b" + version(home) + "\\b");
        }
    }

    private static int version(Path home) {
        try {
            Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(home.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0; // not the folder of a JDK
        }
    }
}
