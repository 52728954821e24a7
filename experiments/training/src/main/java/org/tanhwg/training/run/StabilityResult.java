package org.tanhwg.training.run;

import com.fasterxml.jackson.annotation.JsonInclude;
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
     * @param pressures of its synapses; null, and left out, where synapses have no mass
     * @param units the geometry of its units; null, and left out, where synapses have no mass or there are too many to compare them
     */
    public record LayerStability(String layer, int synapses, double gradient, List<Double> eigenvalues, double bound,
            boolean converged, int products, double stable, double neutral, double unstable, double time,
            double effectiveDimension, double standardError, List<Double> unitEigenvalues,
            @JsonInclude(JsonInclude.Include.NON_NULL) Pressures pressures,
            @JsonInclude(JsonInclude.Include.NON_NULL) UnitsOfLayer units) {
        public LayerStability {
            eigenvalues = List.copyOf(eigenvalues);
            unitEigenvalues = List.copyOf(unitEigenvalues);
        }

        /** This layer with the pressures of its synapses and the geometry of its units; both may be null. */
        public LayerStability with(Pressures itsPressures, UnitsOfLayer itsUnits) {
            return new LayerStability(layer, synapses, gradient, eigenvalues, bound, converged, products, stable, neutral,
                    unstable, time, effectiveDimension, standardError, unitEigenvalues, itsPressures, itsUnits);
        }
    }

    /**
     * KKT pressures p = ∂L/∂w = m ∂L/∂O of the synapses of a layer, L the mean loss of all training examples (§6.3.3, theory §4.3): where mass rests, those of the
     * living synapses of a unit are all θ, and the others are greater.
     *
     * @param units with two living synapses or more; all else is about these
     * @param level mean θ of the units, each the mean of its pressures by mass: below 0 under a potential, near 0 once it is off
     * @param spread median over the units of the standard deviation of the same, relative to |θ|
     * @param equal share of their living synapses whose pressure is within 10 % of θ
     * @param smaller share of their silent synapses, with mass or without, whose pressure is below θ
     */
    public record Pressures(int units, double level, double spread, double equal, double smaller) {}

    /**
     * How far apart the units of a layer are: W₂ of their measures, where the mean distance of two inputs and the root mean square of the amplitudes are 1 (remark 1.3).
     *
     * @param metric what the distances of inputs are
     * @param units with living synapses, from 0; all lists are in their order
     * @param nearest distance of the nearest other one; 0 where there is none
     * @param meanDistance of two of them
     * @param duplicates units within 1e-3 of an earlier one
     * @param places in a plane, of which distances are as near to these as classical scaling brings them
     */
    public record UnitsOfLayer(String metric, List<Integer> units, List<Double> nearest, double meanDistance,
            int duplicates, List<List<Double>> places) {
        public UnitsOfLayer {
            units = List.copyOf(units);
            nearest = List.copyOf(nearest);
            places = List.copyOf(places);
        }
    }
}
