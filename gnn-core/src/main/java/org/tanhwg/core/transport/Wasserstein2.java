package org.tanhwg.core.transport;

import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.PlaneGaussian;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * W₂ between two laws of the same family, by the closed form of the family (theory §4.4, §5, §6); of atoms in the plane, as many in both laws, by an
 * optimal assignment, O(K³).
 */
public final class Wasserstein2 {
    private Wasserstein2() {}

    /** W₂²(p, q). @throws IllegalArgumentException if the laws are of different families or dimensions */
    public static <P> double squared(VectorLaw<P> p, VectorLaw<P> q) {
        if (p instanceof Gaussian x && q instanceof Gaussian y) return BuresWasserstein.squared(x, y);
        if (p instanceof QuantileLaw x && q instanceof QuantileLaw y) return Wasserstein1D.squared(x, y);
        if (p instanceof ComplexGaussian x && q instanceof ComplexGaussian y) {
            double spread = x.sigma() - y.sigma();
            return x.mean().minus(y.mean()).squaredModulus() + 2 * spread * spread;
        }
        if (p instanceof PlaneGaussian x && q instanceof PlaneGaussian y) return x.squaredDistance(y);
        if (p instanceof ComplexAtoms x && q instanceof ComplexAtoms y) {
            double sum = 0;
            int[] partner = assigned(x, y);
            for (int k = 0; k < partner.length; k++)
                sum += x.atoms().get(k).minus(y.atoms().get(partner[k])).squaredModulus();
            return sum / partner.length;
        }
        throw mixed(p, q);
    }

    /** The atom of the other law that an optimal plan takes each atom to; of equal masses some optimal plan is a permutation. */
    private static int[] assigned(ComplexAtoms p, ComplexAtoms q) {
        Checks.size("q.size()", q.size(), p.size());
        double[][] cost = new double[p.size()][p.size()];
        for (int k = 0; k < cost.length; k++)
            for (int l = 0; l < cost.length; l++) cost[k][l] = p.atoms().get(k).minus(q.atoms().get(l)).squaredModulus();
        return Assignment.solve(cost).permutation();
    }

    /** Point t ∈ [0, 1] of the geodesic of W₂ from one law to the other, a law of the same family. */
    @SuppressWarnings("unchecked") // each branch returns the family it was given, hence the same P
    public static <P> VectorLaw<P> interpolate(VectorLaw<P> from, VectorLaw<P> to, double t) {
        Checks.inRange("t", t, 0, 1);
        if (from instanceof Gaussian x && to instanceof Gaussian y) return (VectorLaw<P>) BuresWasserstein.interpolate(x, y, t);
        if (from instanceof QuantileLaw x && to instanceof QuantileLaw y)
            return (VectorLaw<P>) Wasserstein1D.interpolate(x, y, t);
        if (from instanceof ComplexGaussian x && to instanceof ComplexGaussian y) {
            return (VectorLaw<P>) new ComplexGaussian(new ComplexPlane().interpolate(x.mean(), y.mean(), t),
                    (1 - t) * x.sigma() + t * y.sigma());
        }
        if (from instanceof PlaneGaussian x && to instanceof PlaneGaussian y) {
            Gaussian between = BuresWasserstein.interpolate(x.real(), y.real(), t);
            return (VectorLaw<P>) PlaneGaussian.of(new Complex(between.mean()[0], between.mean()[1]), between.covariance());
        }
        if (from instanceof ComplexAtoms x && to instanceof ComplexAtoms y) {
            int[] partner = assigned(x, y);
            return (VectorLaw<P>) new ComplexAtoms(IntStream.range(0, partner.length)
                    .mapToObj(k -> new ComplexPlane().interpolate(x.atoms().get(k), y.atoms().get(partner[k]), t)).toList());
        }
        throw mixed(from, to);
    }

    /**
     * Σ_x w_x W₂²(ν_x, ν'_x): squared distance when mass moves inside synapses only, as in the fast regime (theory §4.1).
     *
     * @throws IllegalArgumentException if the structural weights differ
     */
    public static <P> double squaredWithinSynapses(SynapticMeasure<P> p, SynapticMeasure<P> q) {
        double[] weights = p.weights(), other = q.weights();
        Checks.size("q.size()", other.length, weights.length);
        double sum = 0;
        for (int x = 0; x < weights.length; x++) {
            if (weights[x] != other[x]) {
                throw new IllegalArgumentException(
                        "q.weights[" + x + "] = " + other[x] + ": must be p.weights[" + x + "] = " + weights[x]);
            }
            if (weights[x] > 0) sum += weights[x] * squared(p.laws().get(x), q.laws().get(x));
        }
        return sum;
    }

    private static IllegalArgumentException mixed(VectorLaw<?> p, VectorLaw<?> q) {
        return new IllegalArgumentException("a " + p.getClass().getSimpleName() + " and a " + q.getClass().getSimpleName()
                + ": both laws must be of one family");
    }

    /**
     * Laws of one family with the distance W₂ (see {@link Wasserstein2}): quantile laws, normal laws, isotropic complex ones, complex
     * atoms.
     *
     * <p>Any law is a member; asking for the distance of laws of different families throws.
     */
    public record LawSpace<P>() implements GeodesicSpace<VectorLaw<P>> {

        @Override public VectorLaw<P> member(String name, VectorLaw<P> law) { return law; }

        @Override public double distance(VectorLaw<P> p, VectorLaw<P> q) {
            return Math.sqrt(Wasserstein2.squared(p, q));
        }

        @Override public VectorLaw<P> interpolate(VectorLaw<P> from, VectorLaw<P> to, double t) {
            return Wasserstein2.interpolate(from, to, t);
        }
    }
}
