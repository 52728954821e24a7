package org.tanhwg.layers.impl;

import java.util.Optional;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * The way of one pass through the synapses of a layer: which of them it goes through, and whether it draws their amplitudes.
 *
 * <p>The forward pass makes it, and hands it on to the gradient, the step and the subtraction of what was stepped: whatever a later stage leaves out it may
 * leave out because of the pass alone. What a pass leaves behind is with the synapses it went through, until the next one.
 */
public sealed interface Pass {
    /** Over all synapses, which is also what holds when nobody knows which pass filled a gradient. */
    Pass ALL = new Dense(false);

    /** Whether amplitudes were drawn. */
    boolean sampled();

    /** Over all synapses. */
    record Dense(boolean sampled) implements Pass {}

    /** Over the synapses of inputs that are not 0 throughout the batch; the gradient of the others is 0. */
    record Packed(NonZeroInputs inputs, boolean sampled) implements Pass {}

    /** Over the synapses that have mass: of all others neither mass nor amplitude moves. */
    record Sparse(SparseSynapses synapses, boolean sampled) implements Pass {}

    /** The synapses that have mass, where the pass went through these alone. */
    default Optional<Support> support() {
        return this instanceof Sparse sparse ? Optional.of(sparse.synapses.support()) : Optional.empty();
    }
}
