package org.tanhwg.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which module may use which: cli → studies → training → report, datasets, gnn-layers → gnn-core. */
class ArchitectureTest {
    private static final String[] DEEPLEARNING4J = {"org.deeplearning4j..", "org.nd4j..", "org.datavec.."};
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("org.tanhwg");

    @Test void dependenciesPointOneWay() {
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.tanhwg..") //
                .layer("gnn-core").definedBy("org.tanhwg.core..") //
                .layer("gnn-blas").definedBy("org.tanhwg.blas") //
                .layer("gnn-layers").definedBy("org.tanhwg.layers..") //
                .layer("datasets").definedBy("org.tanhwg.datasets..") //
                .layer("report").definedBy("org.tanhwg.report..") //
                .layer("training").definedBy("org.tanhwg.training..") //
                .layer("studies").definedBy("org.tanhwg.studies..") //
                .layer("cli").definedBy("org.tanhwg.cli..", "org.tanhwg.experiments.cli") //
                .whereLayer("cli").mayNotBeAccessedByAnyLayer() //
                .whereLayer("studies").mayOnlyBeAccessedByLayers("cli") //
                .whereLayer("training").mayOnlyBeAccessedByLayers("studies", "cli") //
                .whereLayer("report").mayOnlyBeAccessedByLayers("training", "studies", "cli") //
                .whereLayer("datasets").mayOnlyBeAccessedByLayers("training", "studies", "cli") //
                .whereLayer("gnn-blas").mayOnlyBeAccessedByLayers("gnn-layers", "training", "studies") //
                .whereLayer("gnn-layers").mayOnlyBeAccessedByLayers("training", "studies", "cli") //
                .ensureAllClassesAreContainedInArchitecture().check(CLASSES);
    }

    /** Each package is a slice; a layer's configuration and the layer that runs it, in a package of its own or below that, may know each other. */
    @Test void noPackageIsInACycle() {
        slices().assignedFrom(new SliceAssignment() {
            @Override public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return SliceIdentifier.of(name.startsWith("org.tanhwg.layers.impl") ? "org.tanhwg.layers.conf" : name);
            }

            @Override public String getDescription() { return "packages of the project"; }
        }).should().beFreeOfCycles().check(CLASSES);
    }

    /** The old name of the main class stays for those who {@code spark-submit} it. */
    @Test void publicTypesHaveNamesOfTheirOwn() {
        Map<String, List<String>> names = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().equals("org.tanhwg.experiments.cli"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
        assertThat(names).containsKeys("Trainer", "Page", "GeneralizedDense");
        assertThat(names.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    @Test void executorsNeedNeitherCommandLineNorStudies() {
        noClasses().that().resideInAPackage("org.tanhwg.training..").should().dependOnClassesThat()
                .resideInAnyPackage("picocli..", "org.tanhwg.studies..", "org.tanhwg.cli..").check(CLASSES);
    }

    @Test void reportsNeedJsoupAlone() {
        classes().that().resideInAPackage("org.tanhwg.report..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("org.tanhwg.report..", "org.jsoup..", "java..", "javax.imageio..").check(CLASSES);
    }

    @Test void coreAndKernelsArePlainJava() {
        noClasses().that().resideInAnyPackage("org.tanhwg.core..", "..kernel..").should().dependOnClassesThat()
                .resideInAnyPackage(DEEPLEARNING4J).check(CLASSES);
    }

    /** So that a service needs no more. */
    @Test void compactNetworksNeedJavaAlone() {
        classes().that().resideInAPackage("org.tanhwg.core.compact..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.tanhwg.core.compact..", "org.tanhwg.core").check(CLASSES);
    }

    /** So that help comes up at once. */
    @Test void theCommandLineTouchesNoNd4j() {
        noClasses().that().resideInAPackage("org.tanhwg.cli..").should().dependOnClassesThat()
                .resideInAnyPackage(DEEPLEARNING4J).check(CLASSES);
    }

    @Test void onlyTheCommandLinePrints() {
        noClasses().that().resideOutsideOfPackage("org.tanhwg.cli..").should().accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err").check(CLASSES);
    }

    /** Numbers, and names of files with numbers, look alike everywhere: in one locale checkpoints were named in Arabic digits, and never found again. */
    @Test void nothingDependsOnTheDefaultLocale() {
        noClasses().should().callMethod(String.class, "format", String.class, Object[].class) //
                .orShould().callMethod(String.class, "formatted", Object[].class) //
                .orShould().callMethod(String.class, "toLowerCase") //
                .orShould().callMethod(String.class, "toUpperCase") //
                .orShould().callMethod(PrintStream.class, "printf", String.class, Object[].class) //
                .orShould().callMethod(PrintWriter.class, "printf", String.class, Object[].class) //
                .orShould().callMethod(DateTimeFormatter.class, "ofPattern", String.class) //
                .check(CLASSES);
    }
}
