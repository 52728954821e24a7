package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.Symmetric;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.transport.Coupling;
import org.tanhwg.core.transport.ExactTransport;
import org.tanhwg.core.transport.WassersteinSpace;

/**
 * ½W_A²(ν, s) on R^d, quadratic for the metric |x|_A² = xᵀAx while the step is paid in the Euclidean one (paper §5.2): the step
 * no longer follows the Euclidean geodesic to s.
 *
 * <p>Exact step: mass that comes from x and belongs to y settles at z = (I + τA)⁻¹(x + τAy), which costs the infimal convolution
 * ½(x−y)ᵀA(I + τA)⁻¹(x−y); an optimal plan for that cost says which y belongs to which x. A = λI is the purely quadratic energy.
 *
 * @param metric A, symmetric positive definite
 * @param signal s
 */
public record AnisotropicQuadratic(double[][] metric,
        DiscreteMeasure<double[]> signal) implements Energy<DiscreteMeasure<double[]>> {

    /** @throws IllegalArgumentException if A is not symmetric positive definite or the signal has another dimension */
    public AnisotropicQuadratic {
        metric = Symmetric.checked("metric", metric);
        Checks.positive("smallest eigenvalue of metric", new Symmetric(new DMatrixRMaj(metric)).smallest());
        new WassersteinSpace<>(new Euclidean(metric.length)).member("signal", signal);
    }

    @Override public GeodesicSpace<DiscreteMeasure<double[]>> space() {
        return new WassersteinSpace<>(new Euclidean(metric.length));
    }

    @Override public double value(DiscreteMeasure<double[]> measure) {
        space().member("measure", measure);
        return ExactTransport.solve(measure.weights(), signal.weights(), costs(measure, new DMatrixRMaj(metric))).cost();
    }

    @Override public Prox<DiscreteMeasure<double[]>> prox(DiscreteMeasure<double[]> from, double tau) {
        space().member("from", from);
        Checks.positive("tau", tau);
        Symmetric a = new Symmetric(new DMatrixRMaj(metric));
        double[][] relaxed = costs(from, a.map(v -> v / (1 + tau * v)));
        DMatrixRMaj fraction = a.map(v -> tau * v / (1 + tau * v));
        Coupling plan = ExactTransport.solve(from.weights(), signal.weights(), relaxed).coupling();
        List<double[]> settled = new ArrayList<>();
        for (int k = 0; k < plan.size(); k++) {
            double[] x = from.points().get(plan.from()[k]);
            double[] y = signal.points().get(plan.to()[k]);
            double[] z = x.clone();
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < z.length; j++) z[i] += fraction.get(i, j) * (y[j] - x[j]);
            }
            settled.add(z);
        }
        return Prox.exact(new DiscreteMeasure<>(settled, plan.mass()));
    }

    /** ½(x−y)ᵀB(x−y) between the atoms of a measure and those of the signal. */
    private double[][] costs(DiscreteMeasure<double[]> measure, DMatrixRMaj b) {
        List<double[]> costs = new ArrayList<>();
        for (double[] x : measure.points()) {
            costs.add(signal.points().stream().mapToDouble(y -> form(b, x, y)).toArray());
        }
        return costs.toArray(double[][]::new);
    }

    private static double form(DMatrixRMaj b, double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) sum += (x[i] - y[i]) * b.get(i, j) * (x[j] - y[j]) / 2;
        }
        return Math.max(0, sum);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
