package org.tanhwg.studies.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult.Reading;

/**
 * The whole of {@code result.json} of {@code gnn text}.
 *
 * @param outcome what each rule reached, over its runs
 * @param heldOutCharacters number of characters that bits are means over
 */
public record TextResult(String command, Provenance provenance, @JsonProperty("final") Map<String, Outcome> outcome,
        int differentCharacters, int heldOutCharacters, List<Run> runs) implements StudyResult {
    public TextResult { runs = List.copyOf(runs); }

    /**
     * One rule.
     *
     * @param bitsPerCharacter on the held-out text, at the end of training
     * @param keptFraction weights that are not exactly 0 / all weights, biases not counted
     * @param keptRecurrent weights from the previous state that are not exactly 0 / all of these
     * @param weights number of all of them
     * @param sampledBits as {@code bitsPerCharacter}, by passes that draw the synapses, where laws have a width; as are the next two
     * @param epistemic what the draws disagree on, in bits per character of the held-out text
     * @param epistemicOther likewise of the text of another author, if there is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Outcome(Reading bitsPerCharacter, Reading keptFraction, Reading keptRecurrent, long weights,
            Reading trainSeconds, Reading charactersPerSecond, Reading sampledBits, Reading epistemic, Reading epistemicOther) {}

    /**
     * One network.
     *
     * @param trainSeconds of processor time in training; {@code wallSeconds} went by meanwhile
     * @param curve along training, on a part of the held-out text
     * @param sampledBits see {@link Outcome}; null where laws have no width
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(String rule, long seed, long steps, double bitsPerCharacter, double keptFraction, double keptRecurrent,
            long weights, double trainSeconds, double wallSeconds, double charactersPerSecond, List<Point> curve,
            Double sampledBits, Double epistemic,
            Double epistemicOther) {
        public Run { curve = List.copyOf(curve); }
    }

    /** After that many characters were trained on. */
    public record Point(long characters, double trainSeconds, double bitsPerCharacter) {}
}
