package org.tanhwg.datasets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test void knowsNoNetworkAndNoCommand() {
        JavaClasses ours = new ClassFileImporter()
                .importUrl(DataCatalog.class.getProtectionDomain().getCodeSource().getLocation());
        assertThat(ours.contain(DataCatalog.class)).isTrue();
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("org.tanhwg.layers..", "org.tanhwg.report..", "org.tanhwg.training..", "org.deeplearning4j..")
                .check(ours);
    }

    @Test void packagesAreInNoCycle() {
        JavaClasses ours = new ClassFileImporter()
                .importUrl(DataCatalog.class.getProtectionDomain().getCodeSource().getLocation());
        SlicesRuleDefinition.slices().matching("org.tanhwg.(datasets..)").should().beFreeOfCycles().check(ours);
    }
}
