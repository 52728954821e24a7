package org.tanhwg.studies.recall;

import java.util.List;

/**
 * What was found of one rule: {@code rules/NAME.json} in the folder of a run of {@code gnn recall}.
 *
 * @param examples first cues, each of another pattern and the same for every rule
 */
public record RecallFindings(String name, RecallResult.Rule result, List<Example> examples) {
    public RecallFindings { examples = List.copyOf(examples); }

    /** A pattern, its cue and what was recalled, a number for each unit; and the energies on the way. The arrays are not copied. */
    public record Example(float[] pattern, float[] cue, float[] end, double[] energies) {}
}
