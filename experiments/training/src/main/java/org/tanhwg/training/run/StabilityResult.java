package org.tanhwg.training.run;

import java.util.List;

/**
 * The Hessian of each layer's energy, all other layers held: how a network rests (appendix A, theory §7).
 *
 * @param examples of the frozen sample of training examples that the energy is the mean cross-entropy of
 * @param energy that mean, in nats
 * @param neutralTolerance |λ| up to this share of the layer's greatest counts as neutral: a convention, not a theorem
 * @param layers input to output
 */
public record StabilityResult(int examples, double energy, double neutralTolerance, List<LayerStability> layers) {
    public StabilityResult { layers = List.copyOf(layers); }

    /**
     * One layer. Eigenvalues λ are in energy per step size: a step of size η multiplies a direction by 1/(1 + ηλ).
     *
     * @param layer its name
     * @param synapses with mass: the number of directions
     * @param gradient norm of the gradient in the same coordinates; 0 at a fixed point, of which alone the paper's proposition A.3 speaks
     * @param eigenvalues the 20 of greatest size, or as many as there are directions, the greatest first
     * @param bound each of them is that close to an eigenvalue, at least
     * @param converged whether the bound is within the tolerance of the method
     * @param products of the Hessian with a vector
     * @param stable share of the directions with λ &gt; 0, in [0, 1]
     * @param neutral with λ = 0, up to the tolerance
     * @param unstable with λ &lt; 0
     * @param time t at which the least of the stable directions has shrunk to 1/e: 1 over the tolerance times the greatest |λ|, t/η steps; 0 where all λ are 0
     * @param effectiveDimension Σ e^{−tλ} over all directions, unstable ones counting 1: those that the flow leaves free for that long (remark A.7)
     * @param standardError the greatest of the three shares; 0 where the whole spectrum was computed
     * @param unitEigenvalues for each unit with synapses the eigenvalue of greatest size of its own energy, all other units held too
     */
    public record LayerStability(String layer, int synapses, double gradient, List<Double> eigenvalues, double bound,
            boolean converged, int products, double stable, double neutral, double unstable, double time,
            double effectiveDimension, double standardError, List<Double> unitEigenvalues) {
        public LayerStability {
            eigenvalues = List.copyOf(eigenvalues);
            unitEigenvalues = List.copyOf(unitEigenvalues);
        }
    }
}
