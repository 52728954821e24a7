package org.tanhwg.training.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.search.SearchSettings.Objective;

/**
 * The whole of {@code result.json} of a search.
 *
 * @param objectives keys of {@link Objective}
 * @param front candidates that were trained to the end and that no other such candidate beats in one objective without losing in the other
 * @param best the one of them that was trained again on all training examples; null, as is {@code outcome}, when no candidate came to the end
 * @param outcome of that training, measured on the test examples
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchResult(String command, Provenance provenance, String strategy, List<String> objectives,
        List<CandidateResult> candidates, List<Integer> front, Integer best, @JsonProperty("final") FinalResult outcome,
        Seconds seconds) {
    public SearchResult {
        objectives = List.copyOf(objectives);
        candidates = List.copyOf(candidates);
        front = List.copyOf(front);
    }

    /**
     * Where the time of the search went, the last training not counted.
     *
     * @param wall from the first candidate to the last
     * @param training sum over the candidates
     * @param idle share in [0, 1] of the workers' time in which they did not train
     */
    public record Seconds(int workers, double wall, double training, double idle) {}

    /**
     * What became of one candidate of a search.
     *
     * @param index from 0, in the order in which candidates were proposed
     * @param parameters the settings that were searched, by key
     * @param objectives by {@link Objective#key}, on the validation examples: at the end, or where the candidate was stopped; empty for one that failed
     * @param cause why it ended early; null when it did not
     * @param epochs that count: those before it was stopped
     * @param rungs objectives at each rung of the successive halving that it reached
     * @param seconds wall time of its training
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CandidateResult(int index, Map<String, Object> parameters, Map<String, Double> objectives, Status status,
            String cause, int epochs, List<Map<String, Double>> rungs, double seconds, Timing timing) {
        public CandidateResult {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            objectives = Collections.unmodifiableMap(new LinkedHashMap<>(objectives));
            rungs = List.copyOf(rungs);
        }

        /** How a candidate ended. */
        public enum Status {
            /** Trained to the end. */
            DONE,
            /** Given up at a rung of the successive halving. */
            STOPPED,
            /** Its numbers ceased to be finite. */
            DIVERGED,
            /** It threw. */
            FAILED;

            @JsonValue public String key() { return name().toLowerCase(Locale.ROOT); }
        }

        /** When it ran: the number of its worker, from 0, and the seconds of searching before it. */
        public record Timing(int worker, double startSeconds) {}

        /** {@link Objective#cost} of each wanted objective, in their order; {@code values} by {@link Objective#key}. */
        public static double[] costs(Map<String, Double> values, List<Objective> wanted) {
            return wanted.stream().mapToDouble(objective -> objective.cost(values.get(objective.key()))).toArray();
        }
    }
}
