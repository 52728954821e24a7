package org.tanhwg.core;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("org.tanhwg.core");

    @Test void packagesHaveNoCycles() {
        slices().matching("org.tanhwg.core.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
