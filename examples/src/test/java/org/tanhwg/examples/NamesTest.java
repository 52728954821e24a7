package org.tanhwg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Classes that a page names exist under that name: a page is not forgotten when a class is renamed. */
class NamesTest {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern TYPE = Pattern.compile("(?<![-\\w])[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+\\b");
    /** Names of Deeplearning4j, DataVec, ArchUnit, commons-lang and the JDK, named to say why they are not used. */
    private static final Set<String> FOREIGN = Set.of("ComputationGraphUpdater", "InvalidValueColumnCondition", "ArchTest",
            "StatsListener", "RandomUtils", "SecureRandom");
    /** Says what things were called. */
    private static final String HISTORY = "CHANGELOG.md";

    @Test void everyClassThatAPageNamesExists() throws IOException {
        Set<String> known = new HashSet<>(FOREIGN);
        try (Stream<Path> files = Files.walk(Pages.ROOT)) {
            for (Path file : files.filter(path -> path.toString().contains("src") && path.toString().endsWith(".java")).toList())
                TYPE.matcher(Files.readString(file)).results().forEach(name -> known.add(name.group()));
        }
        Set<String> unknown = new TreeSet<>();
        for (Path page : Pages.all()) {
            if (page.endsWith(HISTORY)) continue;
            CODE.matcher(Files.readString(page)).results().flatMap(code -> TYPE.matcher(code.group(1)).results())
                    .map(name -> name.group()).filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(Pages.ROOT.relativize(page) + ": " + name));
        }
        assertThat(known).hasSizeGreaterThan(500);
        assertThat(unknown).as("renamed, or of others: then it belongs into FOREIGN").isEmpty();
    }
}
