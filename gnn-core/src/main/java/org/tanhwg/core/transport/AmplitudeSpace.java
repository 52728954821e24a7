package org.tanhwg.core.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * The fast regime of one unit (theory §4.1): structural weights w are frozen and the n amplitude means move, D² = Σ_x w_x|m_x −
 * m'_x|².
 *
 * <p>An energy of the means moves each amplitude law by translation, so this is W₂² of the synaptic measures. Real synapses have
 * imaginary part 0 and keep it. A synapse of weight 0 costs nothing to move, and every energy here leaves it alone.
 *
 * @param weights w on the simplex; copied in and out
 */
public record AmplitudeSpace(double[] weights) implements GeodesicSpace<List<Complex>> {
    private static final ComplexPlane PLANE = new ComplexPlane();

    /** @throws IllegalArgumentException if the weights are not a probability */
    public AmplitudeSpace {
        weights = Checks.probability("weights", weights).clone();
    }

    /** Equal weights 1/n on n synapses. */
    public static AmplitudeSpace uniform(int n) {
        double[] weights = new double[Checks.atLeast("n", n, 1)];
        Arrays.fill(weights, 1.0 / n);
        return new AmplitudeSpace(weights);
    }

    /** The space of the means of {@code unit}'s laws. */
    public static AmplitudeSpace of(SynapticMeasure<Complex> unit) {
        return new AmplitudeSpace(unit.weights());
    }

    /** The amplitude means of {@code unit}. */
    public static List<Complex> means(SynapticMeasure<Complex> unit) {
        return unit.laws().stream().map(VectorLaw::mean).toList();
    }

    /** {@code unit} with each law translated to its new mean: what a step of the means does to the laws. */
    public SynapticMeasure<Complex> moved(SynapticMeasure<Complex> unit, List<Complex> means) {
        member("means", means);
        Checks.size("unit.size()", unit.size(), weights.length);
        List<VectorLaw<Complex>> laws = new ArrayList<>();
        for (int x = 0; x < weights.length; x++) {
            VectorLaw<Complex> law = unit.laws().get(x);
            laws.add(law.translated(means.get(x).minus(law.mean())));
        }
        return unit.withLaws(laws);
    }

    @Override public double[] weights() { return weights.clone(); }

    /** Number of synapses n. */
    public int size() { return weights.length; }

    @Override public List<Complex> member(String name, List<Complex> means) {
        Checks.size(name + ".size()", means.size(), weights.length);
        for (int x = 0; x < weights.length; x++) {
            if (!means.get(x).isFinite()) PLANE.member(name + "[" + x + "]", means.get(x));
        }
        return means;
    }

    @Override public double distance(List<Complex> p, List<Complex> q) {
        member("p", p);
        member("q", q);
        double sum = 0;
        for (int x = 0; x < weights.length; x++) sum += weights[x] * p.get(x).minus(q.get(x)).squaredModulus();
        return Math.sqrt(sum);
    }

    @Override public List<Complex> interpolate(List<Complex> from, List<Complex> to, double t) {
        Checks.inRange("t", t, 0, 1);
        member("from", from);
        member("to", to);
        return mapped(from, (x, m) -> PLANE.interpolate(m, to.get(x), t));
    }

    /** The means after {@code move}; synapses of weight 0 stay as they are. */
    public List<Complex> mapped(List<Complex> means, Move move) {
        List<Complex> moved = new ArrayList<>(means);
        for (int x = 0; x < weights.length; x++) if (weights[x] > 0) moved.set(x, move.apply(x, means.get(x)));
        return List.copyOf(moved);
    }

    /** What happens to the mean {@code m} of synapse {@code x}. */
    @FunctionalInterface
    public interface Move {
        Complex apply(int x, Complex m);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
