package org.tanhwg.studies.recall;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.SplitMix;
import org.tanhwg.core.attractor.PatternMemory;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.core.attractor.PatternMemory.Recollection;
import org.tanhwg.core.attractor.States;

/** Cues of stored patterns, and what a memory makes of them; every rule gets equal cues. */
final class CueTrial {
    /** Overlap with its pattern from which a recall counts as right. */
    static final double RECOVERED = 0.97;

    private final float[][] patterns;
    private final float[][] cues;

    /** Draws {@code each} cues of every pattern. */
    CueTrial(float[][] patterns, States states, Disturbance disturbance, int each, long seed) {
        this.patterns = patterns;
        cues = new float[patterns.length * each][];
        for (int q = 0; q < cues.length; q++)
            cues[q] = disturbance.cue(patterns[q % patterns.length], states, SplitMix.generator(seed, q));
    }

    /** One cue and what was recalled; all are {@link States}. */
    record Answer(float[] pattern, float[] cue, Recollection end) {
        double overlap() { return end.overlap(pattern); }
    }

    /** Recalls from all cues: first one of each pattern, then the next of each. */
    List<Answer> answers(PatternMemory memory, Dynamics dynamics) {
        return IntStream.range(0, cues.length).parallel()
                .mapToObj(q -> new Answer(patterns[q % patterns.length], cues[q], memory.recall(cues[q], dynamics))).toList();
    }

    static double recovered(List<Answer> answers) {
        return answers.stream().filter(a -> a.overlap() >= RECOVERED).count() / (double) answers.size();
    }

    /** Share of the patterns that are fixed points. */
    static double stable(PatternMemory memory, float[][] patterns) {
        return Arrays.stream(patterns).parallel().filter(memory::holds).count() / (double) patterns.length;
    }
}
