package org.tanhwg.studies.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.studies.bench.TableBench.BenchResult;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.Reading;

/** A table whose runs are done: its figures and how they read. */
record FilledTable(BenchTable table, BenchResult.Table figures) {

    /**
     * Means and spreads over the seeds of each line.
     *
     * @param runs of a cell, one for each line of its row
     */
    static FilledTable of(BenchTable table, Function<Cell, List<RunResult>> runs) {
        var lines = new ArrayList<BenchResult.Row>();
        for (BenchTable.Row row : table.rows()) {
            List<List<RunResult>> cells = table.cells(row).stream().map(runs).toList();
            List<String> labels = row.lines();
            for (int k = 0; k < labels.size(); k++) {
                int line = k;
                lines.add(line(table, labels.get(k), cells.stream().map(cell -> cell.get(line)).toList()));
            }
        }
        return new FilledTable(table, new BenchResult.Table(table.name(), table.title(), lines));
    }

    private static BenchResult.Row line(BenchTable table, String label, List<RunResult> runs) {
        int diverged = (int) runs.stream().filter(run -> run.outcome() == null).count();
        Map<String, Reading> readings = new LinkedHashMap<>();
        if (diverged == 0) {
            for (Column column : table.columns())
                readings.put(column.key(), Reading.of(runs.stream().mapToDouble(column::of).toArray()));
        }
        return new BenchResult.Row(label, runs.size(), diverged, readings);
    }

    /** The table in Table: mean ± standard deviation over the seeds. */
    String markdown() {
        boolean heldOut = table.heldOut();
        List<String> header = Stream
                .concat(Stream.of("", "seeds"), table.columns().stream().map(column -> column.header(heldOut))).toList();
        return Table.markdown(header, figures.rows().stream().map(this::line).toList());
    }

    private List<String> line(BenchResult.Row row) {
        return Stream.concat(Stream.of(row.label(), Integer.toString(row.runs())),
                table.columns().stream().map(column -> text(row, column))).toList();
    }

    private String text(BenchResult.Row row, Column column) {
        if (row.diverged() == 0) return column.text(row.readings().get(column.key()));
        if (column != table.columns().get(0)) return "–";
        return row.diverged() == row.runs() ? "diverged" : row.diverged() + " of " + row.runs() + " diverged";
    }
}
