package org.tanhwg.training.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

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
}
