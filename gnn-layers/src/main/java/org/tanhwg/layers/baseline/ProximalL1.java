package org.tanhwg.layers.baseline;

import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.kernel.step.WeightMaps;

/**
 * Proximal gradient steps on loss + β Σ|W|, or another {@link Penalty}: W⁺ = prox(W − u, c·β), u the step of the inner updater and c the size of the step that is
 * really taken: its learning rate, and of Nesterov's momentum μ the learning rate / (1 − μ), so that a weight rests at 0 where |∂L/∂W| ≤ β. Weights become
 * exactly 0. The penalty grows over the share {@code rampUntil} of the steps; from {@code offAt} on there is none, and weights that are 0 stay so: the rest recovers from shrinkage.
 *
 * <p>I. Daubechies, M. Defrise, C. De Mol, An iterative thresholding algorithm for linear inverse problems with a sparsity constraint, 2004.
 *
 * @param inner updater of Deeplearning4j that has a learning rate
 * @param penalty null for ℓ1, as in older files
 * @param beta strength β ≥ 0
 * @param steps training steps of the whole run, ≥ 1
 * @param rampUntil in [0, 1]; 0 has all of the penalty at once
 * @param offAt in [0, 1]; 1 keeps the penalty to the end
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record ProximalL1(@JsonProperty("inner") IUpdater inner, @JsonProperty("penalty") Penalty penalty,
        @JsonProperty("beta") double beta,
        @JsonProperty("steps") long steps, @JsonProperty("rampUntil") double rampUntil, @JsonProperty("offAt") double offAt)
        implements
            WeightUpdater {

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public ProximalL1 {
        Objects.requireNonNull(inner, "inner");
        if (!inner.hasLearningRate()) throw new IllegalArgumentException("inner = " + inner + ": must have a learning rate");
        penalty = Optional.ofNullable(penalty).orElse(Penalty.L1);
        Checks.nonNegative("beta", beta);
        if (steps < 1) throw new IllegalArgumentException("steps = " + steps + ": must be a whole number >= 1");
        Checks.inRange("rampUntil", rampUntil, 0, 1);
        Checks.inRange("offAt", offAt, 0, 1);
    }

    /** ℓ1 without a ramp. */
    public ProximalL1(IUpdater inner, double beta, long steps, double offAt) {
        this(inner, Penalty.L1, beta, steps, 0, offAt);
    }

    @Override public Rule rule(Weights all) {
        var maps = new WeightMaps();
        return (weights, update, iteration, epoch) -> {
            boolean on = iteration < offAt * steps;
            maps.shrink(weights, update, !on && beta > 0, penalty.prox((float) threshold(iteration, epoch)));
        };
    }

    /** c·β at a step. */
    double threshold(int iteration, int epoch) {
        if (iteration >= offAt * steps) return 0;
        double momentum = inner instanceof Nesterovs nesterovs ? nesterovs.currentMomentum(iteration, epoch) : 0;
        double grown = rampUntil == 0 ? 1 : Math.min(1, iteration / (rampUntil * steps));
        return grown * beta * inner.getLearningRate(iteration, epoch) / (1 - momentum);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public ProximalL1 clone() {
        return new ProximalL1(inner.clone(), penalty, beta, steps, rampUntil, offAt);
    }
}
