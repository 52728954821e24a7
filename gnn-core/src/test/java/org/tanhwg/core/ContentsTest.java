package org.tanhwg.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.space.ProductSpace;
import org.tanhwg.core.transport.Coupling;

class ContentsTest {
    @Test void lawsCompareByContent() {
        assertAlike(gaussian(1), gaussian(1), gaussian(2));
        assertAlike(points(3), points(3), points(4));
        assertAlike(MemoryField.uniform(List.of(gaussian(1))), MemoryField.uniform(List.of(gaussian(1))),
                MemoryField.uniform(List.of(gaussian(5))));
        assertAlike(new ProductSpace.Point<>(1, new double[] {2}), new ProductSpace.Point<>(1, new double[] {2}),
                new ProductSpace.Point<>(1, new double[] {3}));
        assertAlike(coupling(.5), coupling(.5), coupling(.25));
        assertThat(gaussian(1)).isNotEqualTo(null).isNotEqualTo(points(1));
    }

    @Test void textShowsContentAndOfMuchTheBeginning() {
        assertThat(gaussian(1)).hasToString("Gaussian[mean=[1.0, 0.0], covariance=[[2.0, 1.0], [1.0, 2.0]]]");
        assertThat(points(1)).hasToString("DiscreteMeasure[points=[[1.0], [0.0]], weights=[0.5, 0.5]]");
        assertThat(new Coupling(1, 30, new int[30], new int[30], new double[30]).toString()).contains("0, … 30 in all]");
    }

    /** No public record leaves arrays, or values that may be arrays, to what the language does with them. */
    @Test void allPublicRecordsOfArraysDo() {
        List<JavaClass> records = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
                .importPackages("org.tanhwg.core").stream()
                .filter(ContentsTest::isPublicRecord).filter(ContentsTest::mayHoldArrays).toList();
        assertThat(records).hasSizeGreaterThan(20);
        assertThat(records).allSatisfy(type -> assertThat(type.getMethodCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().isEquivalentTo(Contents.class)).map(call -> call.getOrigin().getName()))
                .contains("equals", "hashCode", "toString"));
    }

    private static boolean isPublicRecord(JavaClass type) {
        return type.isRecord() && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC)).orElse(true);
    }

    private static boolean mayHoldArrays(JavaClass type) {
        return Stream.of(type.reflect().getRecordComponents()).map(RecordComponent::getGenericType)
                .anyMatch(
                        component -> component instanceof Class<?> plain && plain.isArray() || component instanceof TypeVariable);
    }

    private static void assertAlike(Object one, Object same, Object other) {
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString()).isNotEqualTo(other);
    }

    private static Gaussian gaussian(double mean) {
        return new Gaussian(new double[] {mean, 0}, new double[][] {{2, 1}, {1, 2}});
    }

    private static DiscreteMeasure<double[]> points(double first) {
        return DiscreteMeasure.uniform(List.of(new double[] {first}, new double[] {0}));
    }

    private static Coupling coupling(double mass) {
        return new Coupling(1, 1, new int[] {0}, new int[] {0}, new double[] {mass});
    }
}
