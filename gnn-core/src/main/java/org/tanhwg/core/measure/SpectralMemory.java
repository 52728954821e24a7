package org.tanhwg.core.measure;

import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;

/**
 * The spectral memory of one unit: the law of arg A_x for each complex synapse (Def 6.15, theory §1), with its structural weight.
 *
 * <p>A silent synapse has the uniform law: it prefers no phase.
 *
 * @param weights w, ≥ 0, sum 1 within 1e-9; copied in and out
 * @param laws as many phase laws
 */
public record SpectralMemory(double[] weights, List<PhaseLaw> laws) {

    /** @throws IllegalArgumentException if the weights are not a probability or their number is not that of the laws */
    public SpectralMemory {
        weights = Checks.probability("weights", weights).clone();
        laws = List.copyOf(laws);
        Checks.size("laws.size()", laws.size(), weights.length);
    }

    /** The memory of a unit with complex synapses. */
    public static SpectralMemory of(SynapticMeasure<Complex> unit) {
        return new SpectralMemory(unit.weights(), unit.laws().stream().map(PhaseLaw::of).toList());
    }

    @Override public double[] weights() { return weights.clone(); }

    /**
     * Kuramoto's order parameter of the unit under its input, Re^{iΨ} = Σ_x w_x E e^{i(arg A_x + arg a_x)}: R in [0, 1] tells how far
     * the synapses agree on the phase of what they pass on, Ψ which phase that is (§6.3.3 iii).
     *
     * <p>R does not tell whether the phase holds still: see {@link #turnSince}.
     *
     * @param activations a_x, one per synapse; one that is 0 counts with phase 0
     * @throws IllegalArgumentException if there is not one finite activation per synapse
     */
    public Complex order(List<Complex> activations) {
        Checks.size("activations.size()", activations.size(), weights.length);
        Complex order = Complex.ZERO;
        for (int x = 0; x < weights.length; x++) {
            Complex a = activations.get(x);
            if (!a.isFinite()) new ComplexPlane().member("activations[" + x + "]", a);
            order = order.plus(laws.get(x).resultant().times(Complex.polar(weights[x], a.phase())));
        }
        return order;
    }

    /**
     * Angle in [−π, π] by which the preferred phases turned since {@code before}: arg Σ_x w_x conj(E e^{i arg A_x} before) E e^{i arg A_x},
     * weighted as now. From one step to the next it is the phase drift (Rem 6.20); a memory that follows a frequency mismatch of δ drifts
     * by δ a step while its order parameter is 1.
     *
     * @throws IllegalArgumentException if the memories differ in size
     */
    public double turnSince(SpectralMemory before) {
        Checks.size("before.weights.length", before.weights.length, weights.length);
        Complex turn = Complex.ZERO;
        for (int x = 0; x < weights.length; x++) {
            Complex was = before.laws.get(x).resultant().conjugate();
            turn = turn.plus(laws.get(x).resultant().times(was).times(weights[x]));
        }
        return turn.phase();
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
