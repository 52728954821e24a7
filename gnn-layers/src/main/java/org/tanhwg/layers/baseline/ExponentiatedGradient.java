package org.tanhwg.layers.baseline;

import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.kernel.step.WeightMaps;

/**
 * EG± on signed weights: W = p⁺ − p⁻, and p± ← p± e^{∓u/b}, u the step of the inner updater.
 *
 * <p>Unnormalised, so that p⁺p⁻ = b²/4 is kept and W alone is the state: mirror descent with the hypentropy of scale b. Weights smaller than b
 * move by u, larger ones by u|W|/b.
 *
 * <p>J. Kivinen, M. Warmuth, Exponentiated gradient versus gradient descent for linear predictors, 1997; U. Ghai, E. Hazan, Y. Singer,
 * Exponentiated gradient meets gradient descent, 2020.
 *
 * @param inner updater of Deeplearning4j
 * @param scale b &gt; 0
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record ExponentiatedGradient(@JsonProperty("inner") IUpdater inner, @JsonProperty("scale") double scale)
        implements
            WeightUpdater {

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public ExponentiatedGradient {
        Objects.requireNonNull(inner, "inner");
        Checks.positive("scale", scale);
    }

    @Override public Rule rule(Weights all) {
        var maps = new WeightMaps();
        return (weights, update, iteration, epoch) -> maps.exponentiate(weights, update, (float) scale);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public ExponentiatedGradient clone() {
        return new ExponentiatedGradient(inner.clone(), scale);
    }
}
