package org.tanhwg.layers.conf;

import java.util.Objects;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;

/** What the builder of any generalized layer is told of its synapses, in the manner of Deeplearning4j. @param <B> the builder itself */
@SuppressWarnings("unchecked")
public interface SynapticBuilder<B extends SynapticBuilder<B>> {

    /** What it has been told; for builders themselves. */
    final class Told {
        SynapticEmbedding embedding = SynapticEmbedding.CLASSICAL;
        Signal signal = new BackPropagation();

        Told() {}
    }

    /** What it has been told; nobody else can make use of it. */
    Told told();

    /** Law of the amplitudes (default Dirac); {@code init} refuses one that does not fit their kind, see {@link SynapticLaw.Kind#fits}. */
    default B law(SynapticLaw law) {
        told().embedding = told().embedding.withLaw(law);
        return (B) this;
    }

    /** What synapses transmit while training (default EXPECTED). */
    default B transmission(Transmission training) {
        told().embedding = told().embedding.withTraining(training);
        return (B) this;
    }

    /** What synapses transmit at inference (default EXPECTED). */
    default B inference(Transmission inference) {
        told().embedding = told().embedding.withInference(inference);
        return (B) this;
    }

    /** Where the layer's feedback comes from (default back-propagation, of sequences through time). */
    default B signal(Signal signal) {
        told().signal = Objects.requireNonNull(signal, "signal");
        return (B) this;
    }
}
