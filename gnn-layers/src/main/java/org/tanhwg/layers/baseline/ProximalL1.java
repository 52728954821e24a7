package org.tanhwg.layers.baseline;

import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.kernel.WeightMaps;

/**
 * Proximal gradient steps on loss + β Σ|W|: W⁺ = soft(W − u, rate·β), u the step of the inner updater and rate its learning rate. Weights become
 * exactly 0. From a share {@code offAt} of the steps on there is no penalty, and weights that are 0 stay so: the rest recovers from shrinkage.
 *
 * <p>I. Daubechies, M. Defrise, C. De Mol, An iterative thresholding algorithm for linear inverse problems with a sparsity constraint, 2004.
 *
 * @param inner updater of Deeplearning4j that has a learning rate
 * @param beta strength β ≥ 0
 * @param steps training steps of the whole run, ≥ 1
 * @param offAt in [0, 1]; 1 keeps the penalty to the end
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record ProximalL1(@JsonProperty("inner") IUpdater inner, @JsonProperty("beta") double beta,
        @JsonProperty("steps") long steps, @JsonProperty("offAt") double offAt) implements WeightUpdater {

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public ProximalL1 {
        Objects.requireNonNull(inner, "inner");
        if (!inner.hasLearningRate()) throw new IllegalArgumentException("inner = " + inner + ": must have a learning rate");
        Checks.nonNegative("beta", beta);
        if (steps < 1) throw new IllegalArgumentException("steps = " + steps + ": must be a whole number >= 1");
        Checks.inRange("offAt", offAt, 0, 1);
    }

    @Override public Rule rule(Weights all) {
        var maps = new WeightMaps();
        return (weights, update, iteration, epoch) -> {
            boolean on = iteration < offAt * steps;
            double threshold = on ? beta * inner.getLearningRate(iteration, epoch) : 0;
            maps.soften(weights, update, (float) threshold, !on && beta > 0);
        };
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public ProximalL1 clone() {
        return new ProximalL1(inner.clone(), beta, steps, offAt);
    }
}
