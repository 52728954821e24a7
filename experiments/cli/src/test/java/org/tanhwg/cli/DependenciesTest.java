package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

/** The page of libraries against those that the launcher starts with; {@code -Ddependencies.write=true} writes their versions and licences anew. */
class DependenciesTest {
    private static final Path ROOT = Path.of("../.."), PAGE = ROOT.resolve("docs/dependencies.md");
    private static final Pattern ROW = Pattern
            .compile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\|(?: ([^|]*) \\| ([^|]*) \\|)?$");

    private record Library(String version, String licence) {}

    @Test void eachLibraryThatIsShippedIsNamedWithItsVersionAndLicence() throws IOException {
        Map<String, Library> shipped = shipped();
        assertThat(shipped).hasSizeGreaterThan(30);
        if (Boolean.getBoolean("dependencies.write")) write(shipped);
        assertThat(rows().stream().collect(Collectors.toMap(row -> row.group(1), row -> new Library(row.group(2), row.group(3)))))
                .as("mvn -pl experiments/cli -am test -Dtest=DependenciesTest -Ddependencies.write=true -Dsurefire.failIfNoSpecifiedTests=false")
                .containsExactlyInAnyOrderEntriesOf(shipped);
    }

    /** What was chosen here is as new as can be, or the page says why not. */
    @Test void anOlderOneHasAReason() throws IOException {
        List<MatchResult> chosen = rows().stream().filter(row -> row.group(4) != null).toList();
        assertThat(chosen).hasSizeGreaterThan(15).allSatisfy(row -> {
            assertThat(row.group(4)).as(row.group(1)).matches("\\d.*");
            if (!row.group(4).equals(row.group(2))) assertThat(row.group(5)).as(row.group(1)).isNotBlank();
        });
    }

    /** Taken apart by the build, so that no class path shows it. */
    @Test void theOpenBlasInsideIsNamed() throws IOException {
        var version = Pattern.compile("<openblas.version>([\\d.]+)").matcher(Files.readString(ROOT.resolve("gnn-blas/pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(PAGE).content().contains("OpenBLAS " + version.group(1));
    }

    private static List<MatchResult> rows() throws IOException { return ROW.matcher(Files.readString(PAGE)).results().toList(); }

    /** By group and artifact; modules of this project are left out. */
    private static Map<String, Library> shipped() throws IOException {
        var libraries = new TreeMap<String, Library>();
        for (String jar : Files.readString(Path.of("target/shipped")).strip().split(File.pathSeparator)) {
            Path version = Path.of(jar).getParent(), artifact = version.getParent();
            Path pom = version.resolve(artifact.getFileName() + "-" + version.getFileName() + ".pom");
            if (!Files.exists(pom)) continue; // made by this build
            Element project = xml(pom).child(0);
            String group = (project.select("> groupId").isEmpty() ? project.select("> parent > groupId")
                    : project.select("> groupId")).text();
            if (!group.equals("org.tanhwg"))
                libraries.put(group + ":" + artifact.getFileName(),
                        new Library(version.getFileName().toString(), licence(project, repository(artifact, group))));
        }
        return libraries;
    }

    private static Path repository(Path artifact, String group) {
        Path root = artifact.getParent();
        for (int parts = group.split("\\.").length; parts > 0; parts--) root = root.getParent();
        return root;
    }

    /** What the pom says, or the nearest of its parents that says something. */
    private static String licence(Element project, Path repository) throws IOException {
        List<String> names = project.select("> licenses > license > name").eachText();
        if (!names.isEmpty())
            return names.stream().map(name -> name.replaceFirst("(?i)(The )?Apache.*2(\\.0)?$", "Apache-2.0"))
                    .collect(Collectors.joining(" or "));
        Element parent = project.selectFirst("> parent");
        if (parent == null) return "none stated";
        String artifact = parent.select("> artifactId").text(), version = parent.select("> version").text();
        Path folder = repository.resolve(parent.select("> groupId").text().replace('.', '/')).resolve(artifact).resolve(version);
        return licence(xml(folder.resolve(artifact + "-" + version + ".pom")).child(0), repository);
    }

    private static Document xml(Path pom) throws IOException { return Jsoup.parse(Files.readString(pom), Parser.xmlParser()); }

    /** Keeps what was typed: the newest versions and the reasons. */
    private static void write(Map<String, Library> shipped) throws IOException {
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        Map<String, String> typed = rows().stream().filter(row -> row.group(4) != null)
                .collect(Collectors.toMap(row -> row.group(1), row -> " " + row.group(4) + " | " + row.group(5) + " |"));
        var chosen = new StringBuilder("| library | version | licence | newest | why not that |\n|---|---|---|---|---|\n");
        var brought = new StringBuilder("| library | version | licence |\n|---|---|---|\n");
        shipped.forEach((name, library) -> {
            String[] parts = name.split(":");
            boolean here = parent
                    .contains("<groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>");
            (here ? chosen : brought).append("| `%s` | %s | %s |".formatted(name, library.version, library.licence))
                    .append(here ? typed.getOrDefault(name, "  |  |") : "").append('\n');
        });
        Files.writeString(PAGE, between("brought", between("chosen", Files.readString(PAGE), chosen), brought));
    }

    private static String between(String mark, String page, StringBuilder table) {
        String begin = "<!-- " + mark + " -->\n", end = "<!-- /" + mark + " -->";
        return page.substring(0, page.indexOf(begin) + begin.length()) + table + page.substring(page.indexOf(end));
    }
}
