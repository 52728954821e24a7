package org.tanhwg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Folders of runs as commits dc47faa and, for memory, drift and text, 37c7fe6 of November 2026 left them, without their reports. In their files
 * {@code @} stands for the folder where they and their data are.
 */
final class GoldenRuns {
    static final Path PACKED = Path.of("src/test/resources/golden/runs");

    private GoldenRuns() {}

    static void unpack(Path folder) throws IOException {
        TinyData.write(folder.resolve("tiny"));
        try (Stream<Path> files = Files.walk(PACKED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(PACKED.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                boolean text = file.toString().matches(".*\\.(yaml|json)") && !copy.getParent().endsWith("checkpoints");
                if (text) Files.writeString(copy, Files.readString(file).replace("@/", folder + "/"));
                else Files.copy(file, copy);
            }
        }
    }
}
