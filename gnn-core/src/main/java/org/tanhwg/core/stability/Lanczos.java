package org.tanhwg.core.stability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.Symmetric;

/**
 * Lanczos's iteration for a symmetric operator that is known by its products alone, such as a Hessian (appendix A, theory §7).
 *
 * <p>Every new direction is made orthogonal to all earlier ones, twice: no eigenvalue is found that is not there.
 */
public final class Lanczos {
    /** Below this share of the largest entry of T a remainder is rounding, and the directions so far span an invariant subspace. */
    private static final double ROUNDING = 1e-13;
    /** Directions between two looks at what has converged. */
    private static final int STRIDE = 5;

    private final int dimension;
    private final UnaryOperator<double[]> product;
    private int products;

    private Lanczos(int dimension, UnaryOperator<double[]> product) {
        this.dimension = Checks.atLeast("dimension", dimension, 1);
        this.product = product;
    }

    /**
     * Eigenvalues of greatest size |λ|, the greatest first.
     *
     * @param values with multiplicity; each is within its bound of an eigenvalue
     * @param bounds ‖Hv − λv‖ for the unit vector v that was found
     * @param products how often the operator was asked
     * @param converged whether all bounds are within the tolerance and nothing greater is left
     */
    public record Leading(double[] values, double[] bounds, int products, boolean converged) {
        @Override public boolean equals(Object other) { return Contents.equal(this, other); }

        @Override public int hashCode() { return Contents.hash(this); }

        @Override public String toString() { return Contents.text(this); }
    }

    private record Pair(double value, double[] vector, double bound) {}

    /**
     * Finds the {@code count} eigenvalues of greatest size. A round of the iteration finds each value once; so rounds follow in the complement of what was found, until one finds
     * nothing greater. What a random start cannot see has probability 0.
     *
     * @param product v ↦ Hv, linear and symmetric; it must leave v alone and may hand out the same array again
     * @param tolerance of the bounds, relative to the greatest |λ|
     * @param limit directions of a round, at least 1; it holds as many vectors in memory
     * @param random draws the starts
     * @throws ArithmeticException if a product is not finite
     */
    public static Leading leading(int dimension, UnaryOperator<double[]> product, int count, double tolerance, int limit,
            RandomGenerator random) {
        Checks.atLeast("count", count, 1);
        Checks.atLeast("limit", limit, 1);
        Checks.positive("tolerance", tolerance);
        var lanczos = new Lanczos(dimension, product);
        int wanted = Math.min(count, dimension);
        List<Pair> found = new ArrayList<>();
        boolean converged = true;
        while (converged && found.size() < dimension) {
            boolean enough = found.size() >= wanted;
            Krylov krylov = lanczos.start(found.stream().map(Pair::vector).toList(), random);
            double known = found.isEmpty() ? 0 : Math.abs(found.get(0).value);
            List<Pair> more = krylov.leading(enough ? 1 : wanted - found.size(), tolerance, known, limit);
            double scale = Math.max(known, Math.abs(more.get(0).value));
            converged = more.stream().allMatch(pair -> pair.bound <= tolerance * scale);
            if (enough && Math.abs(more.get(0).value) <= Math.abs(found.get(wanted - 1).value) + tolerance * scale) break;
            found.addAll(more);
            found.sort(Comparator.comparingDouble((Pair pair) -> Math.abs(pair.value)).reversed());
        }
        List<Pair> first = found.subList(0, Math.min(wanted, found.size()));
        return new Leading(first.stream().mapToDouble(Pair::value).toArray(), first.stream().mapToDouble(Pair::bound).toArray(),
                lanczos.products, converged && first.size() == wanted);
    }

    /**
     * Gauss quadrature of the spectrum as a random direction sees it: nodes θ and weights that sum to 1, so that Σ weight·f(θ) estimates tr f(H)/n without bias but for what
     * {@code steps} directions do not resolve; it is exact for polynomials of degree below 2·steps.
     */
    static double[][] quadrature(int dimension, UnaryOperator<double[]> product, int steps, RandomGenerator random) {
        Krylov krylov = new Lanczos(dimension, product).start(List.of(), random);
        while (krylov.basis.size() < steps && krylov.next()) krylov.extend();
        var t = new Symmetric(krylov.tridiagonal());
        double[] weights = t.values();
        for (int k = 0; k < weights.length; k++) {
            double first = t.vectors().get(0, k);
            weights[k] = first * first;
        }
        return new double[][] {t.values(), weights};
    }

    private Krylov start(List<double[]> apart, RandomGenerator random) {
        double[] start = new double[dimension];
        double norm;
        do {
            for (int i = 0; i < dimension; i++) start[i] = random.nextGaussian();
            double before = norm(start);
            orthogonalise(start, apart);
            norm = norm(start) / before;
        } while (norm < ROUNDING);
        return new Krylov(apart, start);
    }

    /** Directions of one round and the tridiagonal matrix T of the operator among them. */
    private final class Krylov {
        private final List<double[]> apart;
        private final List<double[]> basis = new ArrayList<>();
        private final List<Double> diagonal = new ArrayList<>();
        /** Of T; the last one is the length of the remainder. */
        private final List<Double> beside = new ArrayList<>();
        private double[] remainder;

        Krylov(List<double[]> apart, double[] start) {
            this.apart = apart;
            remainder = start;
            extend();
        }

        /** Whether there is another direction. */
        boolean next() {
            double largest = 0;
            for (int k = 0; k < diagonal.size(); k++)
                largest = Math.max(largest, Math.max(Math.abs(diagonal.get(k)), k > 0 ? beside.get(k - 1) : 0));
            return basis.size() + apart.size() < dimension && beside.get(beside.size() - 1) > ROUNDING * largest;
        }

        void extend() {
            double length = norm(remainder);
            double[] q = remainder;
            for (int i = 0; i < q.length; i++) q[i] /= length;
            basis.add(q);
            remainder = product.apply(q).clone();
            products++;
            double projection = dot(q, remainder);
            if (!Double.isFinite(projection)) throw new ArithmeticException("a product of the operator is not finite");
            diagonal.add(projection);
            orthogonalise(remainder, apart);
            orthogonalise(remainder, basis);
            beside.add(norm(remainder));
        }

        List<Pair> leading(int count, double tolerance, double scale, int limit) {
            while (true) {
                boolean last = basis.size() >= limit || !next();
                if (last || basis.size() >= count && basis.size() % STRIDE == 0) {
                    List<Pair> pairs = pairs(count, tolerance, scale, last);
                    if (!pairs.isEmpty()) return pairs;
                }
                extend();
            }
        }

        /** The first {@code count}, or fewer if there are not so many; none if they have not converged and {@code anyway} is false. */
        private List<Pair> pairs(int count, double tolerance, double scale, boolean anyway) {
            var t = new Symmetric(tridiagonal());
            double[] values = t.values();
            DMatrixRMaj vectors = t.vectors();
            int m = values.length;
            double left = next() ? beside.get(m - 1) : 0;
            List<Integer> order = new ArrayList<>();
            for (int k = 0; k < m; k++) order.add(k);
            order.sort(Comparator.comparingDouble((Integer k) -> Math.abs(values[k])).reversed());
            order = order.subList(0, Math.min(count, m));
            double allowed = tolerance * Math.max(scale, Math.abs(values[order.get(0)]));
            if (!anyway && order.stream().anyMatch(k -> left * Math.abs(vectors.get(m - 1, k)) > allowed)) return List.of();
            return order.stream().map(k -> pair(values[k], vectors, k, left * Math.abs(vectors.get(m - 1, k)))).toList();
        }

        private Pair pair(double value, DMatrixRMaj vectors, int k, double bound) {
            double[] vector = new double[dimension];
            for (int j = 0; j < basis.size(); j++) subtract(vector, -vectors.get(j, k), basis.get(j));
            return new Pair(value, vector, bound);
        }

        DMatrixRMaj tridiagonal() {
            int m = diagonal.size();
            var t = new DMatrixRMaj(m, m);
            for (int k = 0; k < m; k++) {
                t.set(k, k, diagonal.get(k));
                if (k > 0) {
                    t.set(k, k - 1, beside.get(k - 1));
                    t.set(k - 1, k, beside.get(k - 1));
                }
            }
            return t;
        }
    }

    private static void orthogonalise(double[] v, List<double[]> to) {
        for (int pass = 0; pass < 2; pass++) for (double[] q : to) subtract(v, dot(q, v), q);
    }

    private static void subtract(double[] from, double times, double[] v) {
        for (int i = 0; i < v.length; i++) from[i] -= times * v[i];
    }

    private static double norm(double[] v) { return Math.sqrt(dot(v, v)); }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
