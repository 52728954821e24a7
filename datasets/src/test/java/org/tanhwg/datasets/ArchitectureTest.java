package org.tanhwg.datasets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.tanhwg.datasets", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest static final ArchRule KNOWS_NO_NETWORK_AND_NO_COMMAND = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("org.tanhwg.layers..", "org.tanhwg.experiments..", "org.deeplearning4j.nn..");
}
