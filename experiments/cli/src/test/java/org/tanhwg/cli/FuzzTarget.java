package org.tanhwg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What Jazzer calls with bytes of its own: the profile {@code fuzz}. {@code -Dgnn.fuzz.kind} says which file they are to be. */
public final class FuzzTarget {
    private static final OutsideFile.Placed FILE = place(OutsideFile.valueOf(System.getProperty("gnn.fuzz.kind", "MODEL")));

    private FuzzTarget() {}

    private static OutsideFile.Placed place(OutsideFile kind) {
        try {
            return kind.new Placed(Files.createTempDirectory("fuzz"));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Reads the sound file before Jazzer's clock starts: whatever it needs of Deeplearning4j is instrumented then, which may take longer than an input is given. */
    public static void fuzzerInitialize() {
        FILE.kind();
    }

    /** @throws AssertionError when the reader does not do well with them */
    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        FILE.refuses(content, true, "input");
    }

    /** Writes what a fuzzer starts from: the sound file, and those that are kept. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Files.write(folder.resolve("sound"), FILE.sound());
        for (Path one : MutatedFilesTest.corpus(FILE.kind()))
            Files.copy(one, folder.resolve(one.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
