package org.tanhwg.studies.speed;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.tanhwg.studies.speed.Turns.Figures;
import org.tanhwg.training.run.Provenance;

/**
 * The whole of {@code result.json} of a bench of speed.
 *
 * @param rounds how often each contestant was timed, all of a group in turn
 * @param shipped absent where answers were not measured
 * @param notes who could not take part, and why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpeedResult(String command, Provenance provenance, int rounds, List<Part> parts, Shipped shipped,
        List<String> notes) {
    public SpeedResult {
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /** A table. @param part how the command line calls it */
    public record Part(String part, List<Group> groups) {
        public Part { groups = List.copyOf(groups); }
    }

    /** Contestants that do the same; times are told beside the first's. */
    public record Group(String what, List<Figures> contestants) {
        public Group { contestants = List.copyOf(contestants); }
    }

    /**
     * A compact file, and how soon a fresh Java process answers from it; medians.
     *
     * @param bytes of the file with amplitudes in single precision, {@code bytes8} with amplitudes of 8 bits
     * @param firstAnswerMs milliseconds from the call that reads the file to the first answer, {@code processMs} from start to end of the process
     */
    public record Shipped(long bytes, long bytes8, double firstAnswerMs, double processMs) {}
}
