package org.tanhwg.datasets.table;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.LabelSet;
import org.tanhwg.datasets.inputs.OutputRecord;

/**
 * Which columns of a table are labels, and which one weighs its rows.
 *
 * @param columns  of the labels
 * @param weight   of the weights
 * @param problems why the labels cannot be told
 * @param notes    which other column might have been the label
 */
record TableLabels(List<TableColumn> columns, Optional<TableColumn> weight, List<String> problems, List<String> notes) {
    private static final List<String> USUAL = List.of("label", "target", "class", "y");

    /**
     * The columns that the options name, else the one called label, target, class or y. Of several, in large or small letters, the first by that order is
     * the label if it is written so; else none is, since an input that is the label's twin would make a network look perfect.
     *
     * @throws DataException if a named one is not there
     */
    static TableLabels of(Path file, Table table, DataOptions options) {
        List<String> names = table.columns().stream().map(column -> column.name).toList();
        Optional<TableColumn> weight = options.weight().map(name -> column(file, table, "weight", name, names));
        if (!options.labels().isEmpty())
            return new TableLabels(options.labels().stream().map(name -> column(file, table, "label", name, names)).toList(),
                    weight, List.of(), List.of());
        List<TableColumn> usual = table.columns().stream()
                .filter(column -> rank(column) >= 0 && weight.filter(its -> its == column).isEmpty())
                .sorted(Comparator.comparing(TableLabels::rank)).toList();
        List<String> its = usual.stream().map(column -> column.name).toList();
        if (usual.isEmpty())
            return new TableLabels(List.of(), weight,
                    List.of(file + ": has no column called label, target, class or y; the label must be named, one of "
                            + Cells.some(names)),
                    List.of());
        if (usual.size() == 1) return new TableLabels(usual, weight, List.of(), List.of());
        if (!USUAL.contains(its.get(0)) || rank(usual.get(0)) == rank(usual.get(1)))
            return new TableLabels(List.of(), weight, List.of(file + ": each of the columns " + Cells.some(its)
                    + " may be the label; --label must name it"), List.of());
        return new TableLabels(usual.subList(0, 1), weight, List.of(), List.of(DataException.quoted(its.get(0))
                + " is the label, and " + Cells.some(its.subList(1, its.size())) + " an input; --label names another"));
    }

    /** Place among the usual names of labels, -1 for other columns. */
    private static int rank(TableColumn column) {
        return rank(column.name);
    }

    private static int rank(String name) {
        return USUAL.indexOf(name.toLowerCase(Locale.ROOT));
    }

    /** The first of some names by which labels are called. */
    static Optional<String> usual(List<String> names) {
        return names.stream().filter(name -> rank(name) >= 0).min(Comparator.comparing(TableLabels::rank));
    }

    private static TableColumn column(Path file, Table table, String what, String name, List<String> names) {
        if (!names.contains(name)) throw Table.unknown(file, what, name, names);
        return table.columns().get(names.indexOf(name));
    }

    /** Whether a column is a label or a weight, and so no input. */
    boolean uses(TableColumn column) {
        return columns.contains(column) || weight.filter(its -> its == column).isPresent();
    }

    /** The labels of some rows. @throws DataException if a cell has no value, or the labels fit no task */
    LabelSet set(Path file, Table table, int[] rows, DataOptions options) {
        for (TableColumn column : columns) {
            for (int row : rows)
                if (column.isMissing(row) && column.misfits() == 0)
                    throw new DataException(table.place(row, column), "has no label");
            if (column.misfits() > 0) throw column.misfit(row -> table.place(row, column));
        }
        weight.ifPresent(column -> requireWeights(table, column, rows));
        if (columns.size() == 1 && columns.get(0).texts) return texts(file, columns.get(0), rows, options);
        double[] values = new double[Math.multiplyExact(rows.length, columns.size())];
        for (int c = 0; c < columns.size(); c++) {
            TableColumn column = columns.get(c);
            if (column.texts)
                throw new DataException(file.toString(), "label column " + DataException.quoted(column.name)
                        + " has texts; several label columns must hold numbers");
            for (int i = 0; i < rows.length; i++) values[i * columns.size() + c] = column.value(rows[i]);
        }
        return LabelSet.ofNumbers(file.toString(), values, columns.stream().map(column -> column.name).toList(), options.task());
    }

    private static LabelSet texts(Path file, TableColumn column, int[] rows, DataOptions options) {
        if (column.overflows())
            throw new DataException(file.toString(), "label column " + DataException.quoted(column.name)
                    + " has a hundred thousand different texts; must have a few classes");
        options.task().filter(task -> task != OutputRecord.Task.CLASSIFICATION).ifPresent(task -> {
            throw new DataException(file.toString(), "label column " + DataException.quoted(column.name) + " has texts; "
                    + task.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " needs numbers");
        });
        int[] codes = new int[rows.length];
        for (int i = 0; i < rows.length; i++) codes[i] = column.code(rows[i]);
        return LabelSet.ofTexts(codes, column.texts());
    }

    private static void requireWeights(Table table, TableColumn column, int[] rows) {
        for (int row : rows) {
            boolean sound = !column.texts && column.value(row) >= 0;
            if (!sound) throw new DataException(table.place(row, column), "must be a weight: a number of at least 0");
        }
    }

    /** The examples with the weights of their rows, where there is a column of them. */
    Examples weighted(Examples examples, int[] rows) {
        return weight.map(column -> {
            float[] weights = new float[rows.length];
            for (int i = 0; i < rows.length; i++) weights[i] = (float) column.value(rows[i]);
            return examples.weighted(weights);
        }).orElse(examples);
    }

    /** For the description. */
    DataDescription.Column describe(TableColumn column) {
        Optional<Integer> different = column.texts ? Optional.of(column.texts().size()) : Optional.empty();
        boolean label = columns.contains(column);
        return new DataDescription.Column(column.name, label ? "label" : "weight", Optional.empty(), Optional.empty(), different,
                column.missing(),
                label ? "predicted" : "weighs its row");
    }
}
