package org.tanhwg.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of results in the repository. */
class ResultsPageTest {
    private static final Path ROOT = Path.of("..");

    /** Every table stands below the command that writes it, and what that command reads is in the repository. */
    @Test void everyTableNamesItsCommand() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/results.md"));
        var sections = Pattern.compile("<!-- bench:(\\S+) -->(.*?)<!-- /bench:\\1 -->", Pattern.DOTALL).matcher(page).results()
                .toList();
        assertThat(sections).hasSizeGreaterThan(5);
        assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSameSizeAs(sections);
        for (var section : sections) {
            String name = section.group(1);
            if (name.equals("geometry")) {
                assertThat(section.group(2)).contains("`python3 src/test/bench/geometry.py ");
                assertThat(ROOT.resolve("gnn-core/src/test/bench/geometry.py")).exists();
                continue;
            }
            assertThat(section.group(2)).contains("`./gnn bench " + name);
            if (!name.startsWith("speed") && !name.equals("drift")) assertThat(TableReader.read(name).title()).isNotBlank();
        }
    }
}
