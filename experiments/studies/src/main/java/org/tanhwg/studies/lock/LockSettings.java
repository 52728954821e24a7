package org.tanhwg.studies.lock;

import java.util.Locale;
import org.tanhwg.core.Checks;
import org.tanhwg.training.settings.Setting;

/** Everything that decides a run of {@code gnn lock}. */
public record LockSettings(
        @Setting(value = "synapses of the unit", standard = "24") int inputs,
        @Setting(value = "inputs without a phase offset, in all cases but the first", standard = "8") int unstable,
        @Setting(value = "examples in each case; the second half is measured", standard = "40000") int steps,
        @Setting(value = "spread of an input's phase around its offset, radians", standard = "0.15") double jitter,
        @Setting(value = "frequency of the feedback less that of the inputs, radians per step",
                standard = "0.02") double mismatch,
        @Setting(value = "atoms of the law that meets two competing offsets", standard = "16") int atoms,
        @Setting(value = "radians between these two offsets", standard = "2.1") double apart,
        @Setting(value = "noise on the inputs of one of the networks, standard deviation of each part of numbers of modulus 1",
                standard = "0.3") double noise,
        @Setting(value = "seed of everything random", standard = "1") long seed) {
    private static final int FEWEST_STEPS = 1000;
    /** Fewer radians than this in the measured half would not be told from rest. */
    private static final double LEAST_TURN = 4 * LockTrial.STILL;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public LockSettings {
        Checks.atLeast("inputs", inputs, 1);
        Checks.index("unstable", unstable, inputs);
        Checks.atLeast("steps", steps, FEWEST_STEPS);
        Checks.inRange("jitter", jitter, 0, Math.PI);
        Checks.inRange("atoms", atoms, 2, 32);
        Checks.inRange("apart", apart, 0.5, Math.PI);
        Checks.inRange("noise", noise, 0, 100);
        Checks.inRange("mismatch", Math.abs(mismatch), 2 * LEAST_TURN / steps, Math.PI);
    }

    /** What the unit meets; each situation adds one difficulty, and the last one the means against it. */
    public enum Situation {
        /** Every input keeps a phase offset to the feedback. */
        STABLE,
        /** Some inputs do not. */
        UNSTABLE,
        /** And the feedback has another frequency than the inputs. */
        MISMATCH,
        /** And the unit has an internal oscillator. */
        OSCILLATOR;

        int unstable(LockSettings settings) { return this == STABLE ? 0 : settings.unstable(); }

        /** δ, radians per step. */
        double mismatch(LockSettings settings) {
            return this == MISMATCH || this == OSCILLATOR ? settings.mismatch() : 0;
        }

        /** As results call it. */
        public String label() { return name().toLowerCase(Locale.ROOT); }
    }
}
