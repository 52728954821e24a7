package org.tanhwg.core.transport;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Memory fields with D² = Σ_y λ_y d²(μ_y, ν_y) (theory §1, paper §1.4): geodesics run in all units at once.
 *
 * @param unit      the space of each unit's law
 * @param reference λ, that of every field of this space; copied in and out
 */
public record FieldSpace<L>(GeodesicSpace<L> unit, double[] reference) implements GeodesicSpace<MemoryField<L>> {

    /** @throws IllegalArgumentException if the reference is not a measure */
    public FieldSpace {
        reference = Checks.masses("reference", reference).clone();
    }

    @Override public double[] reference() { return reference.clone(); }

    @Override public MemoryField<L> member(String name, MemoryField<L> field) {
        Checks.size(name + ".size()", field.size(), reference.length);
        double[] own = field.reference();
        for (int y = 0; y < reference.length; y++) {
            Checks.inRange(name + ".reference[" + y + "]", own[y], reference[y], reference[y]);
            unit.member(name + ".units[" + y + "]", field.units().get(y));
        }
        return field;
    }

    @Override public double distance(MemoryField<L> p, MemoryField<L> q) {
        member("p", p);
        member("q", q);
        return Math.sqrt(p.squaredDistance(q, (a, b) -> {
            double d = unit.distance(a, b);
            return d * d;
        }));
    }

    @Override public MemoryField<L> interpolate(MemoryField<L> from, MemoryField<L> to, double t) {
        member("from", from);
        member("to", to);
        List<L> units = new ArrayList<>();
        for (int y = 0; y < reference.length; y++) units.add(unit.interpolate(from.units().get(y), to.units().get(y), t));
        return new MemoryField<>(units, reference);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
