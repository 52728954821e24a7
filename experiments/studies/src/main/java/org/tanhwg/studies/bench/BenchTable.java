package org.tanhwg.studies.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/**
 * An accuracy table before it is filled: each row is trained once for every seed.
 *
 * @param name lower-case letters, digits and hyphens; stands in markers and folders
 * @param source how the command line calls it
 * @param note what a reader must know to judge the figures; may be empty
 */
public record BenchTable(String name, String source, String title, String note, List<Long> seeds, List<Column> columns,
        List<Row> rows) {
    public BenchTable {
        seeds = List.copyOf(seeds);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Whether all is measured on training examples that are held out. */
    boolean heldOut() {
        return cells().stream().noneMatch(cell -> cell.settings().measuredOn().equals(TrainSettings.TEST));
    }

    /** The runs of one row. */
    List<Cell> cells(Row row) { return seeds.stream().map(seed -> cell(row, seed)).toList(); }

    /** All runs, a seed through all rows before the next seed. */
    List<Cell> cells() {
        return seeds.stream().flatMap(seed -> rows.stream().map(row -> cell(row, seed))).toList();
    }

    /** Called {@code default/sparse-3}: unique among the cells of all tables. */
    private Cell cell(Row row, long seed) {
        return new Cell(name + "/" + row.slug() + "-" + seed, row.settings(seed));
    }

    /**
     * Settings that are trained once for every seed.
     *
     * @param values settings by key, preset included, seed not
     * @param questions how the trained network is asked, each a line of the table; without any the measurement of the training is told
     */
    public record Row(String label, ConfigFile values, List<Question> questions) {
        public Row { questions = List.copyOf(questions); }

        TrainSettings settings(long seed) {
            return SettingsReader.read(Map.of("seed", Long.toString(seed)), Optional.of(values));
        }

        /** What its lines are called. */
        List<String> lines() {
            if (questions.size() < 2) return List.of(label);
            return questions.stream().map(question -> label + ", " + question.words()).toList();
        }

        /** The label as a file name, in the characters that every locale can write. */
        String slug() {
            return BenchTable.slug(label);
        }
    }

    /** This table with other seeds, which the command that fills it names. */
    public BenchTable withSeeds(List<Long> others) {
        String named = others.stream().map(String::valueOf).collect(Collectors.joining(","));
        return new BenchTable(name, source + " --seeds " + named, title, note, others, columns, rows);
    }

    static String slug(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|-+$", "");
    }

    /**
     * An evaluation of a trained network.
     *
     * @param samples passes that sample the synapses; 0 for one that transmits their means
     * @param ood data set whose examples are to be told from the test examples
     * @param shift pixels by which the test images are shifted for one more accuracy; 0 for none
     */
    public record Question(int samples, Optional<String> ood, int shift) {
        private String words() { return samples == 0 ? "expectation" : "S = " + samples; }
    }
}
