package org.tanhwg.layers.conf;

import java.io.Serializable;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The synaptic embedding of a layer: the law of its amplitudes, and what of it is transmitted in training and at inference.
 *
 * <p>Sampled draws are a function of the network's seed, the layer and the step, so that a resumed run draws the same numbers.
 */
public record SynapticEmbedding(@JsonProperty("law") SynapticLaw law, @JsonProperty("training") Transmission training,
        @JsonProperty("inference") Transmission inference) implements Serializable {

    /** Dirac laws, expected everywhere: the classical network. */
    public static final SynapticEmbedding CLASSICAL = new SynapticEmbedding(SynapticLaw.dirac(), Transmission.EXPECTED,
            Transmission.EXPECTED);

    @JsonCreator public SynapticEmbedding {
        Objects.requireNonNull(law, "law");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(inference, "inference");
    }

    SynapticEmbedding withLaw(SynapticLaw other) { return new SynapticEmbedding(other, training, inference); }

    SynapticEmbedding withTraining(Transmission other) { return new SynapticEmbedding(law, other, inference); }

    SynapticEmbedding withInference(Transmission other) { return new SynapticEmbedding(law, training, other); }
}
