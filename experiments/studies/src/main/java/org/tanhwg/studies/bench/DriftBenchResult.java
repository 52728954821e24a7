package org.tanhwg.studies.bench;

import java.util.List;
import org.tanhwg.studies.drift.DriftResult;
import org.tanhwg.training.run.Provenance;

/** The whole of {@code result.json} of {@code gnn bench drift}. */
public record DriftBenchResult(String command, Provenance provenance, List<Row> rows) {
    public DriftBenchResult { rows = List.copyOf(rows); }

    /** One setting: figures for each seed, in their order. */
    public record Row(String label, List<DriftResult.Outcome> runs) {
        public Row { runs = List.copyOf(runs); }
    }
}
