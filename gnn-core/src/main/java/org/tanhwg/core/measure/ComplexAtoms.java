package org.tanhwg.core.measure;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * A law on C given by K atoms of equal mass: several modes, so that a synapse can remember several phases (theory §5, paper Def 6.15).
 *
 * <p>The plane has no order, so an atom is known by its place in the list. W₂ does not look at these labels; steps keep them.
 *
 * @param atoms at least one
 */
public record ComplexAtoms(List<Complex> atoms) implements VectorLaw<Complex> {

    /** @throws IllegalArgumentException if there is no atom, or one is not finite */
    public ComplexAtoms {
        atoms = List.copyOf(atoms);
        Checks.atLeast("atoms.size()", atoms.size(), 1);
        for (int k = 0; k < atoms.size(); k++) new ComplexPlane().member("atoms[" + k + "]", atoms.get(k));
    }

    /** K, the number of atoms. */
    public int size() { return atoms.size(); }

    /** As a measure that knows no labels. */
    public DiscreteMeasure<Complex> measure() { return DiscreteMeasure.uniform(atoms); }

    @Override public Complex mean() {
        return atoms.stream().reduce(Complex.ZERO, Complex::plus).times(1.0 / size());
    }

    @Override public double variance() {
        Complex mean = mean();
        return atoms.stream().mapToDouble(atom -> atom.minus(mean).squaredModulus()).sum() / size();
    }

    @Override public double secondMoment() {
        return atoms.stream().mapToDouble(Complex::squaredModulus).sum() / size();
    }

    @Override public ComplexAtoms translated(Complex by) {
        return new ComplexAtoms(map(atom -> atom.plus(by)).toList());
    }

    @Override public ComplexAtoms scaled(double factor) {
        return new ComplexAtoms(map(atom -> atom.times(factor)).toList());
    }

    private Stream<Complex> map(UnaryOperator<Complex> move) { return atoms.stream().map(move); }

    @Override public Complex sample(RandomGenerator random) { return atoms.get(random.nextInt(size())); }
}
