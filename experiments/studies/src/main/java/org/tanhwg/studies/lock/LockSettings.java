package org.tanhwg.studies.lock;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tanhwg.core.Checks;

/**
 * Everything that decides the experiment; {@code gnn lock} has an option for each component.
 *
 * @param inputs synapses of the unit
 * @param unstable how many of them lose their phase relation to the feedback, in all situations but the first
 * @param steps examples that the unit learns from, one at a time
 * @param jitter standard deviation of an input's phase around its offset, radians
 * @param mismatch δ = ω_out − ω_in, radians per step, in the situations with a frequency mismatch
 * @param seed of everything random
 */
public record LockSettings(int inputs, int unstable, int steps, double jitter, double mismatch, long seed) {
    private static final int FEWEST_STEPS = 1000;
    /** Fewer radians than this in the measured half would not be told from rest. */
    private static final double LEAST_TURN = 4 * LockTrial.STILL;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public LockSettings {
        Checks.atLeast("inputs", inputs, 1);
        Checks.index("unstable", unstable, inputs);
        Checks.atLeast("steps", steps, FEWEST_STEPS);
        Checks.inRange("jitter", jitter, 0, Math.PI);
        Checks.inRange("mismatch", Math.abs(mismatch), 2 * LEAST_TURN / steps, Math.PI);
    }

    /** By option, in the order of the components. */
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("inputs", inputs);
        values.put("unstable", unstable);
        values.put("steps", steps);
        values.put("jitter", jitter);
        values.put("mismatch", mismatch);
        values.put("seed", seed);
        return values;
    }
}
