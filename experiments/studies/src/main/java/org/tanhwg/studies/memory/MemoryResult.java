package org.tanhwg.studies.memory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.Provenance;

/** The whole of {@code result.json} of {@code gnn memory}; words are examples, where patterns are words. Distances are W₂, shares in [0, 1]. */
public record MemoryResult(String command, Provenance provenance, @JsonProperty("final") Outcome outcome,
        List<Baseline> baselines,
        Sweeps sweeps, List<Association> words, Timing timing) implements StudyResult {
    public MemoryResult {
        baselines = List.copyOf(baselines);
        words = List.copyOf(words);
    }

    /**
     * What became of the cues.
     *
     * @param retrieved share that ended within the distance {@code within} of their own pattern
     * @param meanW2 mean distance between a cue's end and its pattern, misses included; {@code medianW2} tells what is typical
     * @param missRate share at whose end another pattern had the largest weight
     * @param status cues by kind of fixed point: single, mixed, metastable, global
     * @param converged number of cues whose last update moved them by no more than the tolerance
     * @param worstEnergyRise largest rise of the energy in an update, in units of 2 norm² + 1/β; ≤ 0 up to rounding
     */
    public record Outcome(int cues, double retrieved, double meanW2, double medianW2, double missRate,
            Map<String, Integer> status,
            int converged, double meanUpdates, int maxUpdates, double worstEnergyRise, Radius cueRadius) {}

    /** Distance between cues and their patterns: asked for, and measured. Asked for is null where cues are not drawn. */
    public record Radius(Double nominal, double least, double mean, double largest) {}

    /** What another method makes of the same cues, in the terms of {@link Outcome}. */
    public record Baseline(String name, double retrieved, double meanW2, double medianW2) {}

    /** Curves, empty where none was asked for. */
    public record Sweeps(List<Point> radius, List<Point> beta, List<Capacity> capacity) {
        public Sweeps {
            radius = List.copyOf(radius);
            beta = List.copyOf(beta);
            capacity = List.copyOf(capacity);
        }
    }

    /** A recall of the patterns from cues at another W₂ {@code at}, or with another β {@code at}. */
    public record Point(double at, double retrieved, double meanW2, double medianW2) {}

    /**
     * How many patterns a memory can hold.
     *
     * @param patterns largest power of two, at most N, with 95 % of the cues retrieved; 0 if there is none
     * @param limited whether N ended the search
     */
    public record Capacity(int dim, int patterns, boolean limited) {}

    /**
     * Where the cue of a word led to.
     *
     * @param status kind of fixed point
     * @param found the words of the largest weights at the end
     */
    public record Association(String word, String status, List<Weight> found) {
        public Association { found = List.copyOf(found); }
    }

    /** A word's weight, in [0, 1]. */
    public record Weight(String word, double weight) {}

    /** Wall times, and the processor time of the recall, which one thread does. */
    public record Timing(double storeSeconds, double retrieveSeconds, double retrieveProcessorSeconds,
            double millisecondsPerCue) {}
}
