package org.tanhwg.layers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** kernel, signal, arrays ← conf with impl ← optimizer ← baseline, convert, io, predictive; and no name means two things. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("org.tanhwg.core", "org.tanhwg.layers");

    @Test void noPackageIsInACycle() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test void kernelsSignalsAndArraysKnowNothingOfLayers() {
        noClasses().that().resideInAnyPackage("..layers.kernel..", "..layers.signal", "..layers.arrays").should()
                .dependOnClassesThat()
                .resideInAnyPackage("..layers.conf", "..layers.impl", "..layers.optimizer").check(CLASSES);
    }

    @Test void plainLayersKnowNothingOfSynapses() {
        noClasses().that().resideInAPackage("..layers.impl.plain").should().dependOnClassesThat()
                .resideInAPackage("..layers.impl")
                .check(CLASSES);
    }

    @Test void publicTypesHaveNamesOfTheirOwn() {
        Map<String, List<String>> names = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
        assertThat(names).containsKey("GeneralizedDense");
        assertThat(names.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    /** Every package is a slice; a configuration and the layer that runs it, with synapses or without, may know each other. */
    private static final class Packages implements SliceAssignment {
        @Override public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.startsWith("org.tanhwg.")) return SliceIdentifier.ignore();
            return SliceIdentifier.of(name.startsWith("org.tanhwg.layers.impl") ? "org.tanhwg.layers.conf" : name);
        }

        @Override public String getDescription() { return "packages, conf and impl being one"; }
    }
}
