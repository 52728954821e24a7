package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own loads and answers. */
class StartUpTest {
    private static final Pattern LOADED = Pattern.compile("(?m)^\\[[^\\n]*] (org\\.tanhwg\\.[\\w.]+)[ $]");

    @TempDir Path folder;

    private static String java(List<String> flags, String main, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path")));
        command.addAll(flags);
        command.add(main);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static List<String> loaded(List<String> arguments) throws IOException, InterruptedException {
        String log = java(List.of("-Xlog:class+load"), Gnn.class.getName(), arguments);
        return LOADED.matcher(log).results().map(match -> match.group(1)).distinct().toList();
    }

    /** So that a newcomer who follows a training meets nothing else, and so that it starts at once. */
    @Test void trainingLoadsNoOtherCommandAndNoStudy() throws Exception {
        Path data = TinyData.write(folder.resolve("tiny"));
        List<String> loaded = loaded(
                List.of("train", "--data", "tiny", "--data-dir", data.toString(), "--layers", "4", "--epochs", "1",
                        "--batch", "20", "--out", folder.resolve("run").toString()));
        assertThat(loaded).contains("org.tanhwg.cli.TrainCommand", "org.tanhwg.training.train.Trainer");
        assertThat(loaded).filteredOn(name -> name.endsWith("Command")).containsExactly("org.tanhwg.cli.TrainCommand");
        assertThat(loaded).noneMatch(name -> name.matches("org\\.tanhwg\\.(studies|training\\.(search|compare|cells))\\..*"));
    }

    @Test void aStudyLoadsNoOtherStudy() throws Exception {
        assertThat(loaded(List.of("lock", "--steps", "1000", "--out", folder.resolve("run").toString())))
                .contains("org.tanhwg.studies.lock.LockStudy")
                .filteredOn(name -> name.matches("org\\.tanhwg\\.studies\\.(?!catalog)\\w+\\..*"))
                .allMatch(name -> name.startsWith("org.tanhwg.studies.lock."));
    }

    /** Scripts that call spark-submit with it go on working. */
    @Test void theMainClassOfEarlierReleasesForwards() throws Exception {
        String version = java(List.of(), "org.tanhwg.experiments.cli.Gnn", List.of("--version"));
        assertThat(version).startsWith("gnn ").isEqualTo(GnnTest.gnn("--version").out());
    }
}
