package org.tanhwg.training.result;

import java.util.List;

/**
 * The whole of {@code result.json} of a reproduction.
 *
 * @param run folder of the run that was repeated
 * @param agreeing number of fields that agree to the last digit
 * @param differing those that do not
 * @param notes those that need not agree, and do not: version, commit, Java, and what only a later version writes
 */
public record ReproduceResult(String command, Provenance provenance, String run, int agreeing, List<Difference> differing,
        List<Difference> notes) {
    public ReproduceResult {
        differing = List.copyOf(differing);
        notes = List.copyOf(notes);
    }

    /** A field by its path in {@code result.json}, and its two values as they stand there; empty where it is missing. */
    public record Difference(String field, String was, String is) {}
}
