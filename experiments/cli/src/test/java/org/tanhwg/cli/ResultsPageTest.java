package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tanhwg.studies.bench.BenchReader;
import picocli.CommandLine;

/** The page of results in the repository. */
class ResultsPageTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern COMMAND = Pattern
            .compile("`(?:\\./gnn (?<name>[a-z]+)(?<rest>[^`]*)|python3 (?<script>src/test/bench/\\w+\\.py)[^`]*)`");

    /** A reader finds each table by the question that it answers: a new one goes into the index too. */
    @Test void theIndexLeadsToEveryTable() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/results.md"));
        String index = page.substring(0, page.indexOf("<!-- bench:"));
        List<String> titles = page.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)).toList();
        assertThat(Pattern.compile("\\[([^]]+)]\\(#").matcher(index).results().map(link -> link.group(1)))
                .containsExactlyInAnyOrderElementsOf(titles);
    }

    /** Every table stands below the command that writes it, and what that command reads is in the repository. */
    @Test void everyTableNamesItsCommand() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/results.md"));
        var sections = Pattern.compile("<!-- bench:(\\S+) -->(.*?)<!-- /bench:\\1 -->", Pattern.DOTALL).matcher(page).results()
                .toList();
        Map<String, CommandLine> subcommands = Gnn.commandLine().getSubcommands();
        Set<String> benches = subcommands.get("bench").getSubcommands().keySet();
        assertThat(sections).hasSizeGreaterThan(5);
        assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSameSizeAs(sections);
        for (var section : sections) {
            Matcher command = COMMAND.matcher(section.group(2));
            assertThat(command.find()).as(section.group(1)).isTrue();
            if (command.group("script") != null) {
                assertThat(ROOT.resolve("gnn-core").resolve(command.group("script"))).exists();
                continue;
            }
            assertThat(subcommands).containsKey(command.group("name"));
            String first = command.group("rest").strip().split(" ")[0];
            if (command.group("name").equals("bench") && !benches.contains(first))
                assertThat(BenchReader.read(first)).isNotEmpty();
        }
    }
}
