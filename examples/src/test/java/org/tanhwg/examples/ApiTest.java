package org.tanhwg.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.training.search.Search;

/** What of the modules is for users, and that examples use nothing else. docs/library.md says the same. */
class ApiTest {
    private static final List<String> API = List.of(
            "org.tanhwg.core.attractor", "org.tanhwg.core.compact", "org.tanhwg.core.diffusion", "org.tanhwg.core.energy",
            "org.tanhwg.core.measure", "org.tanhwg.core.memory", "org.tanhwg.core.observable", "org.tanhwg.core.space",
            "org.tanhwg.core.stability", "org.tanhwg.core.step", "org.tanhwg.core.transport",
            "org.tanhwg.layers.baseline", "org.tanhwg.layers.conf", "org.tanhwg.layers.convert", "org.tanhwg.layers.io",
            "org.tanhwg.layers.optimizer", "org.tanhwg.layers.predictive", "org.tanhwg.layers.signal",
            "org.tanhwg.datasets", "org.tanhwg.datasets.datavec", "org.tanhwg.datasets.inputs", "org.tanhwg.datasets.source",
            "org.tanhwg.datasets.pattern", "org.tanhwg.datasets.picture", "org.tanhwg.datasets.table",
            "org.tanhwg.datasets.sde");
    /** Public for other packages of the project; they change without notice. */
    private static final List<String> INTERNAL = List.of("org.tanhwg.core", "org.tanhwg.layers.impl", "org.tanhwg.layers.kernel",
            "org.tanhwg.layers.kernel.picture", "org.tanhwg.layers.kernel.sparse", "org.tanhwg.layers.kernel.step",
            "org.tanhwg.layers.arrays", "org.tanhwg.layers.impl.plain",
            "org.tanhwg.datasets.array");
    /** Packages of gnn-training, which makes fewer promises. */
    private static final List<String> RUNS = List.of("org.tanhwg.training.run", "org.tanhwg.training.search",
            "org.tanhwg.training.settings", "org.tanhwg.training.train");

    private static final JavaClasses EXAMPLES = importModule(OptimalTransport.class);

    @Test void examplesUseTheApiAlone() {
        assertThat(EXAMPLES.contain(OptimalTransport.class)).isTrue();
        String[] allowed = Stream.of(API, RUNS).flatMap(List::stream).toArray(String[]::new);
        noClasses().should().dependOnClassesThat(DescribedPredicate.describe("are ours and no API",
                (JavaClass type) -> type.getPackageName().startsWith("org.tanhwg.")
                        && !type.getPackageName().equals("org.tanhwg.examples")
                        && !List.of(allowed).contains(type.getPackageName())))
                .check(EXAMPLES);
    }

    /** What is shipped or used for its geometry needs neither Deeplearning4j nor any other module. */
    @Test void serviceAndTransportNeedGnnCoreAlone() {
        for (Class<?> example : List.of(CompactService.class, OptimalTransport.class)) {
            classes().that().haveFullyQualifiedName(example.getName()).should().onlyDependOnClassesThat()
                    .resideInAnyPackage("org.tanhwg.core..", "java..", "com.sun.net.httpserver..", "org.tanhwg.examples")
                    .check(EXAMPLES);
        }
    }

    /** A new package is either for users or not, and the page says which. */
    @Test void everyPackageIsSaidToBeApiOrNot() throws IOException {
        JavaClasses modules = new ClassFileImporter().importUrls(Stream.of(CompactNetwork.class, TanHwg.class, Dataset.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation()).toList());
        Set<String> packages = modules.stream().filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).as("packages: name a new one in API or INTERNAL above, and in docs/library.md")
                .containsExactlyInAnyOrderElementsOf(Stream.of(API, INTERNAL).flatMap(List::stream).toList());

        Set<String> training = importModule(Search.class).stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(training).containsAll(RUNS);

        String page = Files.readString(Path.of("..", "docs", "library.md"));
        for (String name : Stream.of(API, INTERNAL, RUNS).flatMap(List::stream).toList())
            assertThat(page).contains("`" + name + "`");
    }

    private static JavaClasses importModule(Class<?> type) {
        return new ClassFileImporter().importUrl(type.getProtectionDomain().getCodeSource().getLocation());
    }
}
