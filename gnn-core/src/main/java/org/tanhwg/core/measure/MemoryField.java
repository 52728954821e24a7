package org.tanhwg.core.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * A memory field μ = (μ_y): one law per output unit, and the reference measure λ on the units (theory §1).
 *
 * @param units μ_y, at least one
 * @param reference λ_y ≥ 0, finite, not all 0; copied in and out
 * @param <L> the laws, such as {@code DiscreteMeasure<StarTree.Point>}, {@link Gaussian} or {@link SynapticMeasure}
 */
public record MemoryField<L>(List<L> units, double[] reference) {

    /** @throws IllegalArgumentException if the reference measure is not a measure on the units */
    public MemoryField {
        units = List.copyOf(units);
        reference = Checks.masses("reference", reference).clone();
        Checks.size("reference.length", reference.length, units.size());
    }

    /** The field with the uniform probability λ_y = 1/|Y|. */
    public static <L> MemoryField<L> uniform(List<L> units) {
        double[] reference = new double[Checks.atLeast("units.size()", units.size(), 1)];
        Arrays.fill(reference, 1.0 / reference.length);
        return new MemoryField<>(units, reference);
    }

    @Override public double[] reference() { return reference.clone(); }

    public int size() { return reference.length; }

    /** Each unit's law replaced by its image, on the same reference measure. */
    public <M> MemoryField<M> map(Function<? super L, ? extends M> f) {
        return new MemoryField<M>(units.stream().<M>map(f).toList(), reference);
    }

    /**
     * D²(μ, ν) = Σ_y λ_y W₂²(μ_y, ν_y) for the given W₂² (paper §1.4).
     *
     * @throws IllegalArgumentException if the fields differ in reference measure
     */
    public double squaredDistance(MemoryField<? extends L> other, ToDoubleBiFunction<? super L, ? super L> squaredWasserstein) {
        if (!Arrays.equals(reference, other.reference)) {
            throw new IllegalArgumentException(
                    "other.reference = " + Arrays.toString(other.reference) + ": must be that of this field, "
                            + Arrays.toString(reference));
        }
        double sum = 0;
        for (int y = 0; y < reference.length; y++) {
            if (reference[y] > 0) sum += reference[y] * squaredWasserstein.applyAsDouble(units.get(y), other.units.get(y));
        }
        return sum;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
