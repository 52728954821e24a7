package org.tanhwg.studies.bench;

import java.util.List;
import java.util.Map;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult.Reading;

/** The whole of {@code result.json} of a bench of accuracy. The runs behind it lie beside it, each with a result of its own. */
public record BenchResult(String command, Provenance provenance, List<Table> tables) {
    public BenchResult { tables = List.copyOf(tables); }

    /** One table, rows in its order. */
    public record Table(String name, String title, List<Row> rows) {
        public Table { rows = List.copyOf(rows); }
    }

    /**
     * One row of settings.
     *
     * @param runs one for each seed
     * @param diverged how many of them ceased to be finite
     * @param readings by column, over all runs; empty when one diverged
     */
    public record Row(String label, int runs, int diverged, Map<String, Reading> readings) {}
}
