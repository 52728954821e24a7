package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In Egypt, where Java writes other digits and another decimal point, everything is called, written and read as elsewhere. */
@Timeout(120)
class ForeignLocaleTest {
    private static final List<String> EGYPT = List.of("-Duser.language=ar", "-Duser.country=EG", "-Dfile.encoding=UTF-8",
            ForeignLocaleTest.class.getName());
    private static final String NEXT = ";";

    @TempDir Path folder;

    /** Several commands in one process, and what they print. */
    public static void main(String[] arguments) {
        var command = new ArrayList<String>();
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        for (String word : arguments) {
            if (!word.equals(NEXT)) {
                command.add(word);
                continue;
            }
            int code = Gnn.run(out, new PrintWriter(System.err, true, StandardCharsets.UTF_8), command.toArray(String[]::new));
            if (code != 0) System.exit(code);
            command.clear();
        }
        System.exit(0);
    }

    @Test void filesNamesAndNumbersAreTheSame() throws Exception {
        Path data = TinyData.write(folder.resolve("tiny"));
        Path table = Files.writeString(folder.resolve("t.csv"),
                "x,y,label\n" + "1.5,2,1000.25\n2.5,4,2000.5\n0.5,9,500\n".repeat(9));
        Path there = Files.createDirectory(folder.resolve("there")), here = Files.createDirectory(folder.resolve("here"));
        String[] train = words("train --data tiny --layers 6 --batch 3 --epochs 40 --data-dir", data, "--out",
                there.resolve("run"));

        var stopped = GnnTest.process(EGYPT, Stream.concat(Arrays.stream(train), Stream.of(NEXT)).toArray(String[]::new));
        Process killed = stopped.redirectError(folder.resolve("killed.err").toFile()).start();
        Path checkpoints = there.resolve("run/checkpoints");
        while (killed.isAlive() && names(checkpoints).stream().noneMatch(name -> name.compareTo("step-00000028") > 0))
            Thread.sleep(2);
        killed.destroyForcibly().waitFor();
        assertThat(names(checkpoints)).allMatch(name -> name.matches("\\.?step-[0-9]{8}\\.(zip|json)(\\.[0-9]+\\.tmp)?"));

        var others = new ArrayList<>(List.of(words("train --resume", there.resolve("run"), NEXT)));
        others.addAll(commands(there, data, table));
        Path printed = folder.resolve("there.out"), errors = folder.resolve("there.err");
        Process resumed = GnnTest.process(EGYPT, others.toArray(String[]::new)).redirectOutput(printed.toFile())
                .redirectError(errors.toFile()).start();
        assertThat(resumed.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(resumed.exitValue()).as(Files.readString(errors)).isZero();

        train[train.length - 1] = here.resolve("run").toString();
        assertThat(gnn(train).code()).isZero();
        var out = new StringBuilder();
        var command = new ArrayList<String>();
        for (String word : commands(here, data, table)) {
            if (!word.equals(NEXT)) {
                command.add(word);
                continue;
            }
            GnnTest.Outcome outcome = gnn(command.toArray(String[]::new));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            out.append(outcome.out());
            command.clear();
        }
        assertThat(printed).content().contains(out.toString().replace(here.toString(), there.toString()));
        assertThat(KilledRunTest.result(there.resolve("run"))).isEqualTo(KilledRunTest.result(here.resolve("run")));
        assertThat(KilledRunTest.network(there.resolve("run"))).isEqualTo(KilledRunTest.network(here.resolve("run")));
        for (String file : List.of("compact", "onnx", "answers.csv"))
            assertThat(there.resolve(file)).hasSameBinaryContentAs(here.resolve(file));
        assertThat(tree(there)).isEqualTo(tree(here));
        for (String file : tree(there))
            if (!file.matches(".*(zip|compact|onnx)"))
                assertThat(Files.readString(there.resolve(file))).as(file).doesNotContainPattern("[\u0660-\u066c]");
        assertThat(Files.readString(errors)).doesNotContainPattern("[\u0660-\u066c]");
    }

    /** What reads a run, and a run on numbers. */
    private static List<String> commands(Path place, Path data, Path table) {
        var all = new ArrayList<String>();
        for (String[] command : new String[][] {
                words("predict --json --model", place.resolve("run"), data.resolve("t10k-images-idx3-ubyte")),
                words("evaluate --model", place.resolve("run"), "--out", place.resolve("evaluated")),
                words("export --format compact --model", place.resolve("run"), "--out", place.resolve("compact")),
                words("export --format onnx --model", place.resolve("run"), "--out", place.resolve("onnx")),
                words("report", place.resolve("run")), words("data inspect", table),
                words("train --epochs 2 --layers 4 --data", table, "--out", place.resolve("numbers")),
                words("predict --model", place.resolve("numbers"), "--out", place.resolve("answers.csv"), table)}) {
            all.addAll(List.of(command));
            all.add(NEXT);
        }
        return all;
    }

    private static String[] words(Object... parts) {
        return Arrays.stream(parts)
                .flatMap(part -> part instanceof String text ? Arrays.stream(text.split(" ")) : Stream.of(part.toString()))
                .toArray(String[]::new);
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    private static List<String> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString()).sorted().toList();
        }
    }
}
