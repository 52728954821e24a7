package org.tanhwg.experiments.result;

import java.util.List;
import java.util.Map;

/** The whole of {@code result.json} of a report over several runs. */
public record ReportResult(String command, Provenance provenance, List<Run> runs) {
    public ReportResult { runs = List.copyOf(runs); }

    /** One run: its folder, its settings as text, and how it ended. */
    public record Run(String run, Map<String, String> settings, FinalResult outcome) {}
}
