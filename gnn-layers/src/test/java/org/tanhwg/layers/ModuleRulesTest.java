package org.tanhwg.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way dependencies point (docs/internals.md). */
@AnalyzeClasses(packages = "org.tanhwg", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    @ArchTest static final ArchRule CORE_IS_PLAIN_JAVA = noClasses().that().resideInAPackage("org.tanhwg.core..")
            .should().dependOnClassesThat().resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.tanhwg.layers..");

    @ArchTest static final ArchRule KERNELS_KNOW_NO_FRAMEWORK = noClasses().that().resideInAPackage("org.tanhwg..kernel..")
            .should().dependOnClassesThat().resideInAnyPackage("org.nd4j..", "org.deeplearning4j..");

    @ArchTest static final ArchRule LAYERS_KNOW_NO_DATA_OR_RUNS = noClasses().that().resideInAPackage("org.tanhwg.layers..")
            .should().dependOnClassesThat().resideInAnyPackage("org.tanhwg.datasets..", "org.tanhwg.experiments..");
}
