package org.tanhwg.spark;

import java.io.Serializable;
import org.tanhwg.layers.optimizer.LivingState;

/**
 * A field on its way: the numbers of synapses with mass, the others cost next to nothing.
 *
 * @param parameters and {@code optimizer} as {@link Runs}, with the lengths of what they were
 */
record Message(byte[] parameters, int parameterCount, byte[] optimizer, int optimizerCount) implements Serializable {

    static Message of(LivingState state) {
        return new Message(Runs.encode(state.parameters()), state.parameters().length, Runs.encode(state.optimizer()),
                state.optimizer().length);
    }

    LivingState state() {
        return new LivingState(Runs.floats(parameters, parameterCount), Runs.floats(optimizer, optimizerCount));
    }

    long bytes() {
        return (long) parameters.length + optimizer.length;
    }
}
