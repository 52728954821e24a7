package org.tanhwg.experiments.recall;

import org.tanhwg.experiments.result.RecallResult;
import org.tanhwg.layers.attractor.PatternMemory;

import java.util.List;

/**
 * What a study of one rule found.
 *
 * @param memory of all patterns
 * @param examples first cues, and where they led
 */
record RuleFindings(String name, RecallResult.Rule result, PatternMemory memory, List<Example> examples) {
    /** A pattern, its cue, what was recalled, and the energies on the way. */
    record Example(float[] pattern, float[] cue, float[] end, double[] energies) {
        static Example of(Trial.Answer answer) {
            return new Example(answer.pattern(), answer.cue(), answer.end().state(), answer.end().energies());
        }
    }
}
