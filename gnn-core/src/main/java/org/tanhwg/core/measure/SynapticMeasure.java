package org.tanhwg.core.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.ProductSpace;

/**
 * The state of one unit, μ = Σ_x w_x δ_x ⊗ ν_x: structural weights on the simplex and one law of the amplitude per synapse
 * (theory §1, Def 6.3).
 *
 * @param weights w, ≥ 0, sum 1 within 1e-9; copied in and out
 * @param laws ν_x, as many as weights
 * @param <P> amplitudes: {@code Complex}, {@link Double} or {@code double[]}
 */
public record SynapticMeasure<P>(double[] weights, List<VectorLaw<P>> laws) implements Law<ProductSpace.Point<Integer, P>> {

    /** @throws IllegalArgumentException if the weights are not a probability or their number is not that of the laws */
    public SynapticMeasure {
        weights = Checks.probability("weights", weights).clone();
        laws = List.copyOf(laws);
        Checks.size("laws.size()", laws.size(), weights.length);
    }

    @Override public double[] weights() { return weights.clone(); }

    /** Number of synapses n. */
    public int size() { return weights.length; }

    /** External observable O_x = w_x m_x. */
    public P observable(int x) { return observableLaw(x).mean(); }

    /** Law of the observable weight W_x = w_x A_x. */
    public VectorLaw<P> observableLaw(int x) {
        return laws.get(Checks.index("x", x, weights.length)).scaled(weights[x]);
    }

    /** A synapse drawn by its structural weight, and an amplitude by its law. */
    @Override public ProductSpace.Point<Integer, P> sample(RandomGenerator random) {
        int x = DiscreteMeasure.draw(weights, random);
        return new ProductSpace.Point<>(x, laws.get(x).sample(random));
    }

    /** ∫ |s|² dμ = Σ_x w_x E|A_x|²; half of it is the silence energy (theory §4.2). */
    public double secondMoment() {
        double sum = 0;
        for (int x = 0; x < weights.length; x++) sum += weights[x] * laws.get(x).secondMoment();
        return sum;
    }

    /** These structural weights with other laws. */
    public SynapticMeasure<P> withLaws(List<VectorLaw<P>> laws) {
        return new SynapticMeasure<>(weights, laws);
    }

    /**
     * Moves mass and keeps the law of every observable weight, w_x A_x: each law is scaled by w_x/w⁺_x (theory §4.2).
     *
     * @throws IllegalArgumentException if {@code weights} are not a probability, or take all mass from a synapse that is not silent
     */
    public SynapticMeasure<P> reweighted(double[] weights) {
        Checks.size("weights.length", weights.length, this.weights.length);
        List<VectorLaw<P>> scaled = new ArrayList<>(weights.length);
        for (int x = 0; x < weights.length; x++) {
            VectorLaw<P> law = laws.get(x);
            if (weights[x] == 0 && this.weights[x] > 0 && law.secondMoment() > 0) {
                throw new IllegalArgumentException(
                        "weights[" + x + "] = 0.0: must be > 0, since synapse " + x + " is not silent");
            }
            scaled.add(weights[x] == 0 ? law : law.scaled(this.weights[x] / weights[x]));
        }
        return new SynapticMeasure<>(weights, scaled);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
