package org.tanhwg.training.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The whole of {@code result.json}: which command ran, where from, how it went and how it ended. */
public record RunResult(String command, Provenance provenance, List<EpochResult> epochs,
        @JsonProperty("final") FinalResult outcome) {
    public RunResult { epochs = List.copyOf(epochs); }
}
