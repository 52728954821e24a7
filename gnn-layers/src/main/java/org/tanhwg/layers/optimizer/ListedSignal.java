package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.Support;

/**
 * The averaged signal V of the synapses with mass, side by side: reading it at random places of the optimizer's state would take longer than
 * the step. What the step writes goes to both.
 */
final class ListedSignal {
    private float[] values = new float[0];
    private int version;

    /** V of each listed synapse, read anew where the list is another one, or the state was replaced: the first synapse of each unit tells. */
    float[] of(Support list, FloatBuffer state) {
        if (version != list.version() || !same(list, state)) read(list, state);
        return values;
    }

    /** Tells that others have written to the state. */
    void forget() { version = 0; }

    private boolean same(Support list, FloatBuffer state) {
        for (int unit = 0; unit < list.units(); unit++) {
            int k = list.start(unit);
            if (k < list.size() && values[k] != state.get(list.at(k))) return false;
        }
        return true;
    }

    private void read(Support list, FloatBuffer state) {
        if (values.length < list.size()) values = new float[list.size()];
        for (int k = 0; k < list.size(); k++) values[k] = state.get(list.at(k));
        version = list.version();
    }
}
