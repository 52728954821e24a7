package org.tanhwg.studies.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.Provenance;

/** The whole of {@code result.json} of {@code gnn drift}. Times are in the equation's own unit where no other is named. */
public record DriftResult(String command, Provenance provenance, @JsonProperty("final") Outcome outcome, Timing timing)
        implements
            StudyResult {

    /**
     * How well the network follows the equation; figures that mean nothing for an equation are left out.
     *
     * @param driftError √(Σ|f̂ − f|² / Σ|f|²) on a grid of points that were not learned from; {@code diffusionError} is the same of GGᵀ
     * @param stationaryW2 sliced W₂ between states visited by the network and by the equation, in parts of the latter's spread; null when the
     *        network diverged
     * @param stationaryW2Floor distance of that kind between two simulations of the equation: what chance alone makes
     * @param offFlat largest distance of the network's state from Mz + r0 while it was simulated, in parts of its length
     * @param imaginaryPart largest of an eigenvalue of the network's derivative, in parts of the largest modulus; 0 where nothing can rotate
     * @param kept share of the entries of B that are not exactly 0
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcome(double driftError, double diffusionError, @JsonInclude Double stationaryW2, double stationaryW2Floor,
            @JsonInclude Double offFlat, double imaginaryPart, double kept, Pair passageTime, Pair lyapunovExponent,
            Pair circulation, Switches switches) {}

    /** One figure of both; the ratio is the network's in parts of the equation's. */
    public record Pair(double equation, double network, double ratio) {
        public static Pair of(double equation, double network) { return new Pair(equation, network, network / equation); }
    }

    /** Switches between wells that an input commanded, and how many of them came about; {@code share} in [0, 1]. */
    public record Switches(int commanded, int obeyed, double share) {}

    /**
     * Wall times.
     *
     * @param fitSeconds of the embedding; null and left out where it was there already, as after a resumption
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Timing(Double fitSeconds, double simulationSeconds) {}
}
