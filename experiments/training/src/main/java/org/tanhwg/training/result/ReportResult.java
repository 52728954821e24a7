package org.tanhwg.training.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** The whole of {@code result.json} of a report over several runs. */
public record ReportResult(String command, Provenance provenance, List<Run> runs) {
    public ReportResult { runs = List.copyOf(runs); }

    /** One run: its folder, its settings by key, and how it ended. */
    public record Run(String run, Map<String, Object> settings, @JsonProperty("final") FinalResult outcome) {}
}
