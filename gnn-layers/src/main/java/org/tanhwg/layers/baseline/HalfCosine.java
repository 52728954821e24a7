package org.tanhwg.layers.baseline;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;

/**
 * A rate that falls to 0 along a half cosine, as the step size of Tan–HWG does: rate·(1 + cos π t/steps)/2.
 *
 * @param rate at the start, > 0
 * @param steps training steps of the whole run, ≥ 1
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record HalfCosine(@JsonProperty("rate") double rate, @JsonProperty("steps") long steps) implements ISchedule {

    /** @throws IllegalArgumentException if the rate is not a finite number > 0 or there is no step */
    public HalfCosine {
        Checks.positive("rate", rate);
        if (steps < 1) throw new IllegalArgumentException("steps = " + steps + ": must be a whole number >= 1");
    }

    @Override public double valueAt(int iteration, int epoch) {
        return 0.5 * rate * (1 + Math.cos(Math.PI * Math.min(1, (double) iteration / steps)));
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public HalfCosine clone() { return this; }
}
