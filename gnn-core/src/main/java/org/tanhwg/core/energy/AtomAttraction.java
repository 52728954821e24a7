package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.Assignment;
import org.tanhwg.core.transport.Wasserstein2.LawSpace;

/**
 * The quadratic energy (λ/2) W₂²(ν, s) of a law of K equal-mass atoms on C under a signal law of rK of them (theory §2, §5).
 *
 * <p>A signal such as the offsets that recent examples showed (Rem 6.18) pulls each atom toward the r of its points that the optimal plan gives it, so that a law
 * with several modes is met by several groups of atoms. The step minimises over plan and atoms in turn: with the plan fixed, an atom goes to (p_k + τλ t_k)/(1 + τλ),
 * t_k the mean of its points, and each turn lowers the objective until the plan stays. Labels are kept, and the atoms of a mode stay together.
 *
 * @param signal rK points of equal mass, r ≥ 1
 * @param atoms K ≥ 1
 * @param lambda λ &gt; 0
 */
public record AtomAttraction(ComplexAtoms signal, int atoms, double lambda) implements Energy<VectorLaw<Complex>> {
    private static final int TURNS = 100;

    /** @throws IllegalArgumentException if the points cannot be shared out evenly among the atoms, or λ is not positive */
    public AtomAttraction {
        Checks.atLeast("atoms", atoms, 1);
        Checks.positive("lambda", lambda);
        if (signal.size() % atoms != 0) {
            throw new IllegalArgumentException(
                    "signal.size() = " + signal.size() + ": must be a multiple of atoms = " + atoms);
        }
    }

    @Override public LawSpace<Complex> space() { return new LawSpace<>(); }

    @Override public double value(VectorLaw<Complex> law) {
        List<Complex> from = checked("law", law);
        int[] owner = plan(from);
        double sum = 0;
        for (int i = 0; i < owner.length; i++) sum += from.get(owner[i]).minus(signal.atoms().get(i)).squaredModulus();
        return lambda / 2 * sum / owner.length;
    }

    @Override public Prox<VectorLaw<Complex>> prox(VectorLaw<Complex> from, double tau) {
        Checks.positive("tau", tau);
        List<Complex> start = checked("from", from);
        List<Complex> at = start;
        int[] owner = plan(at);
        for (int turn = 0; turn < TURNS; turn++) {
            at = moved(start, owner, tau * lambda);
            int[] next = plan(at);
            if (Arrays.equals(next, owner)) return new Prox<>(new ComplexAtoms(at), Prox.Status.STATIONARY);
            owner = next;
        }
        return new Prox<>(new ComplexAtoms(at), Prox.Status.NOT_CONVERGED);
    }

    private List<Complex> checked(String name, VectorLaw<Complex> law) {
        if (!(law instanceof ComplexAtoms those))
            throw new IllegalArgumentException(name + " is a " + law.getClass().getSimpleName() + ": must be ComplexAtoms");
        Checks.size(name + ".size()", those.size(), atoms);
        return those.atoms();
    }

    /** For each point of the signal the atom that the optimal plan gives it to: an assignment to atoms that stand r times. */
    private int[] plan(List<Complex> law) {
        int points = signal.size();
        int each = points / atoms;
        double[][] cost = new double[points][points];
        for (int i = 0; i < points; i++)
            for (int j = 0; j < points; j++)
                cost[i][j] = signal.atoms().get(i).minus(law.get(j / each)).squaredModulus();
        return Arrays.stream(Assignment.solve(cost).permutation()).map(j -> j / each).toArray();
    }

    private List<Complex> moved(List<Complex> start, int[] owner, double pull) {
        Complex[] sums = new Complex[atoms];
        Arrays.fill(sums, Complex.ZERO);
        for (int i = 0; i < owner.length; i++) sums[owner[i]] = sums[owner[i]].plus(signal.atoms().get(i));
        List<Complex> moved = new ArrayList<>();
        double share = pull * atoms / owner.length;
        for (int k = 0; k < atoms; k++) moved.add(start.get(k).plus(sums[k].times(share)).times(1 / (1 + pull)));
        return moved;
    }
}
