package org.tanhwg.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Which module may use which: cli → studies → training → report, datasets, gnn-layers → gnn-core. */
class ArchitectureTest {
    private static final String[] DEEPLEARNING4J = {"org.deeplearning4j..", "org.nd4j..", "org.datavec.."};
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("org.tanhwg");

    @Test void dependenciesPointOneWay() {
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.tanhwg..") //
                .layer("gnn-core").definedBy("org.tanhwg.core..") //
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
                .whereLayer("gnn-layers").mayOnlyBeAccessedByLayers("training", "studies", "cli") //
                .ensureAllClassesAreContainedInArchitecture().check(CLASSES);
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
}
