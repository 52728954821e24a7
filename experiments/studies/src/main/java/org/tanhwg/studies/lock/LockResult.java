package org.tanhwg.studies.lock;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.tanhwg.report.Axis;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;

/** The whole of {@code result.json} of {@code gnn lock}: one unit with complex synapses in each situation. Angles are in radians. */
public record LockResult(String command, Provenance provenance, List<Case> cases,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Held> offsets,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Networked> networks) implements StudyResult {

    /**
     * @param offsets what each law holds of two competing offsets; none in files that were written before there was such a case
     * @param networks complex units in a network with loops and without; none in files that were written before
     */
    public LockResult {
        cases = List.copyOf(cases);
        offsets = offsets == null ? List.of() : List.copyOf(offsets);
        networks = networks == null ? List.of() : List.copyOf(networks);
    }

    /**
     * How a network follows a label that turns with another frequency than its inputs, measured on sequences that it was not trained on.
     *
     * @param task what the inputs and labels are: one frequency, noise or several frequencies; one frequency in files that were written before there were others
     * @param name whether there are loops: oscillators, or no loops
     * @param mismatch frequency of the label less that of the inputs, radians per step; null in such files, as the limits are
     * @param limits what the inputs tell at most
     * @param phaseError mean distance of the network's phase from the label's, radians
     * @param driftPerStep mean angle by which its phase turns against the label's in a step of a sequence
     * @param locked whether the phase error is at most .05
     * @param curve phase error over the steps of training
     * @param course mean error at each step of a sequence, radians
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Networked(String task, String name, Double mismatch, Limits limits, double phaseError, double driftPerStep,
            boolean locked, List<Point> curve, List<Double> course) {
        public Networked {
            task = task == null ? NetworkTrial.Task.FREQUENCY.label() : task;
            curve = List.copyOf(curve);
            course = List.copyOf(course);
        }

        /** What is followed, in words. */
        String title() {
            return mismatch == null ? task : String.format(Locale.ROOT, "%s, mismatch %s", task, Axis.Unit.NUMBER.text(mismatch));
        }

        /**
         * Least mean phase error, radians, of who knows all frequencies and offsets (Cramér and Rao, to first order in the noise).
         *
         * @param oneStep by the inputs of one step
         * @param soFar by all inputs since the sequence began, mean over its steps
         */
        public record Limits(double oneStep, double soFar) {}

        /** After so many steps of {@code fit}. */
        public record Point(int step, double phaseError) {}
    }

    /**
     * Two competing offsets in one kind of law, figures of the synapse that remembers worst.
     *
     * @param modes phases that stand out, at most 2 counted
     * @param phaseError distance of the mode that is nearest to an offset from it, radians, the larger of both
     * @param massError difference of that mode's mass from the share of examples that showed the offset, the larger of both
     * @param held whether both modes are within .02 radians and .07 of the mass
     */
    public record Held(String law, int modes, double phaseError, double massError, boolean held) {}

    /**
     * One situation; orderParameter, offsetError and driftPerStep are of the second half of the run.
     *
     * @param name stable, unstable, mismatch or oscillator
     * @param stableInputs number of inputs that keep a phase offset to the feedback; {@code unstableInputs} do not
     * @param orderParameter Kuramoto's R in [0, 1], mean over the steps: do the synapses agree?
     * @param offsetError distance of a synapse's mean phase from the offset that its input and the feedback ask for, the largest over the
     *        stable inputs that are alive; null when none is
     * @param driftPerStep mean angle by which the memory turns in a step: does it hold still?
     * @param massOnStable structural mass of the stable inputs at the end, in [0, 1]
     * @param exactZerosStable number of stable inputs whose mass is exactly 0 at the end
     * @param exactZerosUnstable number of the other inputs whose mass is exactly 0 at the end
     * @param locked whether the synapses agree and the memory holds still
     * @param oscillatorFrequency of the internal oscillator at the end, radians per step; null and left out where there is none
     * @param energyDescent the inequality on every step; worst excess ≤ 0 up to rounding
     * @param curve in the order of the steps
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Case(String name, int stableInputs, int unstableInputs, double orderParameter,
            @JsonInclude Double offsetError, double driftPerStep, double massOnStable, int exactZerosStable,
            int exactZerosUnstable,
            boolean locked, Double oscillatorFrequency, EnergyDescent energyDescent, List<Point> curve) {
        public Case { curve = List.copyOf(curve); }
    }

    /** The figures of a case over the steps since the point before; the mass is that at {@code step}. */
    public record Point(int step, double orderParameter, Double offsetError, double driftPerStep, double massOnStable) {}
}
