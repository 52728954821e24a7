package org.tanhwg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of a page is one program, block after block with the imports that stand in them: it compiles, and it runs in a fresh process. */
class SnippetsTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```java\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern COORDINATES = Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md", "docs/library.md"}) void javaOfAPageRuns(String page,
            @TempDir Path folder) throws Exception {
        Path source = folder.resolve("Page.java");
        Files.writeString(source, program(Files.readString(Pages.ROOT.resolve(page))));
        String classPath = System.getProperty("java.class.path");
        assertThat(compiled(source, classPath)).isEmpty();

        Process run = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", folder + System.getProperty("path.separator") + classPath,
                "Page")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("printed").toFile()).start();
        try {
            assertThat(run.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(run.exitValue()).as(Files.readString(folder.resolve("printed"))).isZero();
        } finally {
            run.destroy();
        }
    }

    /** Whoever copies the coordinates of a page gets what this build installs. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md", "docs/library.md"}) void coordinatesAreThoseOfTheBuild(
            String page) throws IOException {
        Matcher own = COORDINATES.matcher(Files.readString(Pages.ROOT.resolve("pom.xml")));
        assertThat(own.find()).isTrue();
        List<String> artifacts = List.of("gnn-core", "gnn-layers", "datasets", "gnn-training");
        Matcher shown = COORDINATES.matcher(Files.readString(Pages.ROOT.resolve(page)));
        int found = 0;
        for (; shown.find(); found++) {
            assertThat(artifacts).contains(shown.group(1));
            assertThat(shown.group(2)).isEqualTo(own.group(2));
        }
        assertThat(found).isPositive();
    }

    private static String program(String page) {
        Set<String> imports = new LinkedHashSet<>();
        List<String> statements = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(page); block.find();)
            block.group(1).lines().forEach(line -> (line.startsWith("import ") ? imports : statements).add(line));
        assertThat(statements).as("statements").isNotEmpty();
        return String.join("\n", imports) + "\npublic class Page {\npublic static void main(String[] args) throws Exception {\n"
                + String.join("\n", statements) + "\n}\n}\n";
    }

    private static List<String> compiled(Path source, String classPath) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
            compiler.getTask(null, files, problems, List.of("-proc:none", "-d", source.getParent().toString(), "-cp", classPath),
                    null,
                    files.getJavaFileObjects(source)).call();
        }
        return problems.getDiagnostics().stream().filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString).collect(Collectors.toList());
    }
}
