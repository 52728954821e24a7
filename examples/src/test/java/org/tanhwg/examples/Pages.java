package org.tanhwg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The Markdown pages of the repository. */
final class Pages {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> MADE = Set.of("target", "runs", "node_modules");

    private Pages() {}

    /** Every {@code .md} file that is not made by a build or a run. */
    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 8, (path, file) -> file.isRegularFile() && path.toString().endsWith(".md"))) {
            return files.filter(path -> {
                for (Path part : ROOT.relativize(path))
                    if (MADE.contains(part.toString()) || part.toString().startsWith(".")) return false;
                return true;
            }).sorted().toList();
        }
    }
}
