package org.tanhwg.layers.kernel.step;

import java.nio.FloatBuffer;
import org.tanhwg.layers.kernel.sparse.Support;

/** Scales the width of each synapse's law by w/w⁺ when its mass moves, so that w A keeps its law (theory §4.2). */
public final class LawScaling {
    private float[] factor = new float[0];
    private float[] change = new float[0];
    private float[] law = new float[0];
    private float[] update = new float[0];

    /**
     * Scales on top of a step of the law.
     *
     * @param mass structural weights w, n × units, only read
     * @param massUpdate w − w⁺
     * @param values spreads or centred atoms before their step, n × units or Kn × units, only read
     * @param lawUpdate on entry q − q' with q' the law after its step, on return q − q' w/w⁺; a synapse that lost its mass has no width
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer massUpdate, FloatBuffer values, FloatBuffer lawUpdate) {
        int column = values.limit() / units;
        reserve(n, column);
        for (int unit = 0; unit < units; unit++) {
            mass.get(unit * n, factor, 0, n);
            massUpdate.get(unit * n, change, 0, n);
            values.get(unit * column, law, 0, column);
            lawUpdate.get(unit * column, update, 0, column);
            for (int x = 0; x < n; x++) {
                float left = factor[x] - change[x];
                factor[x] = left > 0 ? factor[x] / left : 0;
            }
            for (int start = 0; start < column; start += n) {
                for (int x = 0; x < n; x++) update[start + x] = law[start + x] - (law[start + x] - update[start + x]) * factor[x];
            }
            lawUpdate.put(unit * column, update, 0, column);
        }
    }

    /** Scales the spreads of the listed synapses alone; entries of the others are left alone. */
    public void apply(Support support, FloatBuffer massUpdate, FloatBuffer values, FloatBuffer lawUpdate) {
        for (int k = 0; k < support.size(); k++) {
            int at = support.at(k);
            float left = support.mass(k) - massUpdate.get(at);
            float stepped = values.get(at) - lawUpdate.get(at);
            lawUpdate.put(at, values.get(at) - (left > 0 ? stepped * (support.mass(k) / left) : 0));
        }
    }

    private void reserve(int n, int column) {
        if (law.length >= column && factor.length >= n) return;
        factor = new float[n];
        change = new float[n];
        law = new float[column];
        update = new float[column];
    }
}
