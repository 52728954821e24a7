package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.transport.FieldSpace;

/**
 * The energy of a field with its signal frozen, Σ_y λ_y e_y(μ_y) (Eq 1, theory §2): its step is the step of each unit by itself
 * (Thm 3.1).
 *
 * @param reference λ, copied in and out
 * @param units e_y, one per unit, all on the same space
 */
public record FieldEnergy<L>(double[] reference, List<Energy<L>> units) implements Energy<MemoryField<L>> {

    /** @throws IllegalArgumentException if the reference is not a measure or has not one entry per unit */
    public FieldEnergy {
        reference = Checks.masses("reference", reference).clone();
        units = List.copyOf(units);
        Checks.size("units.size()", units.size(), reference.length);
    }

    @Override public double[] reference() { return reference.clone(); }

    @Override public GeodesicSpace<MemoryField<L>> space() {
        return new FieldSpace<>(units.get(0).space(), reference);
    }

    @Override public double value(MemoryField<L> field) {
        space().member("field", field);
        double sum = 0;
        for (int y = 0; y < reference.length; y++) {
            if (reference[y] > 0) sum += reference[y] * units.get(y).value(field.units().get(y));
        }
        return sum;
    }

    @Override public Prox<MemoryField<L>> prox(MemoryField<L> from, double tau) {
        space().member("from", from);
        List<L> moved = new ArrayList<>();
        Prox.Status status = Prox.Status.EXACT;
        for (int y = 0; y < reference.length; y++) {
            Prox<L> unit = units.get(y).prox(from.units().get(y), tau);
            moved.add(unit.to());
            status = status.or(unit.status());
        }
        return new Prox<>(new MemoryField<>(moved, reference), status);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
