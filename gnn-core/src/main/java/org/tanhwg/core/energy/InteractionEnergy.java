package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.transport.WassersteinSpace;

/**
 * Potential and interaction energy ∫V dμ + ½∬W(x − y) dμ dμ of a discrete measure on R^d (Rem 6.10).
 *
 * <p>The step moves the atoms and does not split them. For convex V and W that is the minimiser over all measures: given where
 * mass comes from, Jensen's inequality lets it stay together. Otherwise the status is stationary. Found by gradient descent.
 *
 * @param dimension d ≥ 1
 * @param potential V
 * @param kernel W, even: W(−x) = W(x)
 */
public record InteractionEnergy(int dimension, Smooth potential, Smooth kernel) implements Energy<DiscreteMeasure<double[]>> {

    /** A differentiable function on R^d. */
    public interface Smooth {
        double value(double[] x);

        double[] gradient(double[] x);

        /** True if the function is known to be convex. */
        boolean convex();

        /** κ/2·|x|²; convex for κ ≥ 0, repulsive as a kernel for κ &lt; 0, nothing for κ = 0. */
        static Smooth quadratic(double kappa) {
            return new QuadraticForm(kappa);
        }
    }

    /** @throws IllegalArgumentException if {@code dimension < 1} */
    public InteractionEnergy {
        Checks.atLeast("dimension", dimension, 1);
        Objects.requireNonNull(potential, "potential");
        Objects.requireNonNull(kernel, "kernel");
    }

    @Override public GeodesicSpace<DiscreteMeasure<double[]>> space() {
        return new WassersteinSpace<>(new Euclidean(dimension));
    }

    @Override public double value(DiscreteMeasure<double[]> measure) {
        space().member("measure", measure);
        return energy(flat(measure.points()), measure.weights());
    }

    @Override public Prox<DiscreteMeasure<double[]>> prox(DiscreteMeasure<double[]> from, double tau) {
        space().member("from", from);
        Checks.positive("tau", tau);
        double[] w = from.weights();
        // in the coordinates √w·x the metric is Euclidean, so light atoms converge as fast as heavy ones
        double[] root = new double[w.length * dimension];
        for (int k = 0; k < root.length; k++) root[k] = Math.sqrt(w[k / dimension]);
        double[] origin = flat(from.points());
        Descent.Outcome outcome = Descent.minimise(u -> {
            double[] x = shifted(origin, u, root);
            double cost = 0;
            for (double step : u) cost += step * step / (2 * tau);
            return energy(x, w) + cost;
        }, u -> {
            double[] slope = slope(shifted(origin, u, root), w);
            for (int k = 0; k < slope.length; k++) slope[k] = root[k] * slope[k] + u[k] / tau;
            return slope;
        }, new double[origin.length], tau);
        double[] reached = shifted(origin, outcome.point(), root);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < w.length; i++) points.add(at(reached, i));
        Prox.Status found = potential.convex() && kernel.convex() ? Prox.Status.CONVERGED : Prox.Status.STATIONARY;
        return new Prox<>(new DiscreteMeasure<>(points, w), outcome.converged() ? found : Prox.Status.NOT_CONVERGED);
    }

    private double energy(double[] x, double[] w) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * potential.value(at(x, i));
            for (int j = 0; j < w.length; j++) sum += w[i] * w[j] * kernel.value(difference(x, i, j)) / 2;
        }
        return sum;
    }

    /** ∇V + ∇W∗μ at each atom: the gradient in the points, divided by their masses. */
    private double[] slope(double[] x, double[] w) {
        double[] slope = new double[x.length];
        for (int i = 0; i < w.length; i++) {
            add(slope, i, potential.gradient(at(x, i)), 1);
            for (int j = 0; j < w.length; j++) add(slope, i, kernel.gradient(difference(x, i, j)), w[j]);
        }
        return slope;
    }

    private void add(double[] sum, int i, double[] term, double factor) {
        for (int k = 0; k < dimension; k++) sum[i * dimension + k] += factor * term[k];
    }

    private double[] at(double[] x, int i) {
        double[] point = new double[dimension];
        System.arraycopy(x, i * dimension, point, 0, dimension);
        return point;
    }

    private double[] difference(double[] x, int i, int j) {
        double[] difference = at(x, i);
        for (int k = 0; k < dimension; k++) difference[k] -= x[j * dimension + k];
        return difference;
    }

    private double[] flat(List<double[]> points) {
        double[] flat = new double[points.size() * dimension];
        for (int i = 0; i < points.size(); i++) System.arraycopy(points.get(i), 0, flat, i * dimension, dimension);
        return flat;
    }

    /** The points for coordinates u; an atom without mass stays. */
    private static double[] shifted(double[] origin, double[] u, double[] root) {
        double[] x = origin.clone();
        for (int k = 0; k < x.length; k++) if (root[k] > 0) x[k] += u[k] / root[k];
        return x;
    }

    private record QuadraticForm(double kappa) implements Smooth {
        QuadraticForm {
            Checks.finite("kappa", kappa);
        }

        @Override public double value(double[] x) {
            double sum = 0;
            for (double c : x) sum += c * c;
            return kappa / 2 * sum;
        }

        @Override public double[] gradient(double[] x) {
            double[] gradient = x.clone();
            for (int k = 0; k < x.length; k++) gradient[k] *= kappa;
            return gradient;
        }

        @Override public boolean convex() { return kappa >= 0; }
    }
}
