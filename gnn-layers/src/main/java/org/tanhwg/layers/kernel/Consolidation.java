package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;

/**
 * The slow regime of a whole layer: structural mass moves, the observable does not (theory §4.2).
 *
 * <pre>w⁺ = (1−γ)w + γ s,  s_x = |O_x|^p / Σ|O|^p;   silent synapses below a share of the mean give up their mass;   m⁺ = O / w⁺</pre>
 * A unit all of whose synapses are silent has nothing to move mass toward and keeps its structural weights.
 */
public final class Consolidation {
    private float[] w = new float[0];
    private float[] m = new float[0];
    private float[] o = new float[0];
    private float[] change = new float[0];
    private float[] v = new float[0];

    /**
     * Moves the mass of all units on top of a fast step.
     *
     * @param mass structural weights w, n × units, only read
     * @param amplitude means m before the fast step, n × units, only read
     * @param massUpdate on return w − w⁺
     * @param amplitudeUpdate on entry m − m' with m' the mean after the fast step, on return m − m⁺
     * @param signal averaged signal, set to 0 where the mass vanishes
     * @param gamma rate γ in (0, 1]
     * @param power p in (0, 1]
     * @param silentShare a silent synapse with less than this share of the mean mass loses it; 0 keeps all
     */
    public void apply(int n, int units, FloatBuffer mass, FloatBuffer amplitude, FloatBuffer massUpdate,
            FloatBuffer amplitudeUpdate,
            FloatBuffer signal, double gamma, double power, double silentShare) {
        reserve(n);
        for (int unit = 0; unit < units; unit++) {
            int start = unit * n;
            mass.get(start, w, 0, n);
            amplitude.get(start, m, 0, n);
            amplitudeUpdate.get(start, change, 0, n);
            for (int i = 0; i < n; i++) o[i] = w[i] * (m[i] - change[i]);
            double salience = salience(n, power);
            if (salience == 0) {
                for (int i = 0; i < n; i++) v[i] = 0;
                massUpdate.put(start, v, 0, n);
                continue;
            }
            signal.get(start, v, 0, n);
            move(n, (float) gamma, (float) (gamma / salience), (float) (silentShare / n));
            massUpdate.put(start, w, 0, n);
            amplitudeUpdate.put(start, m, 0, n);
            signal.put(start, v, 0, n);
        }
    }

    /** Leaves |O|^p in {@code change} and returns its sum. */
    private double salience(int n, double power) {
        for (int i = 0; i < n; i++) change[i] = Math.abs(o[i]);
        if (power == 0.5) {
            for (int i = 0; i < n; i++) change[i] = (float) Math.sqrt(change[i]);
        } else if (power != 1) {
            for (int i = 0; i < n; i++) change[i] = (float) Math.pow(change[i], power);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) sum += change[i];
        return sum;
    }

    /** Turns w and m into their updates; {@code change} holds |O|^p. */
    private void move(int n, float gamma, float gain, float silentMass) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            float moved = (1 - gamma) * w[i] + gain * change[i];
            if (o[i] == 0 && moved < silentMass) {
                moved = 0;
                v[i] = 0;
            }
            change[i] = moved;
            sum += moved;
        }
        float scale = (float) (1 / sum);
        for (int i = 0; i < n; i++) {
            float update = w[i] - change[i] * scale;
            float realised = w[i] - update; // what the subtraction of the update will leave, rounding included
            w[i] = update;
            m[i] -= realised == 0 ? 0 : o[i] / realised;
        }
    }

    private void reserve(int n) {
        if (w.length >= n) return;
        w = new float[n];
        m = new float[n];
        o = new float[n];
        change = new float[n];
        v = new float[n];
    }
}
