package org.tanhwg.core.compact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the rows of a table become a network's inputs, column after column, as they did in training.
 *
 * @param columns every column of the training table but labels and weights, in its order
 * @param filled  whether a cell without a value is taken for the mean or the most frequent category of the training rows; else it is refused
 */
public record RawRows(List<RawColumn> columns, boolean filled) {
    /** @throws IllegalArgumentException if the columns give no input at all */
    public RawRows {
        columns = List.copyOf(columns);
        if (columns.stream().mapToInt(RawColumn::width).sum() < 1)
            throw new IllegalArgumentException("columns: must give at least one input");
    }

    /** How many numbers a network takes for a row. */
    public int width() {
        return columns.stream().mapToInt(RawColumn::width).sum();
    }

    /**
     * The inputs for a row.
     *
     * @param row cells by the name of their column: texts, or numbers; columns that training left out need not be there, others are not looked at
     * @throws IllegalArgumentException if a column is missing, or a cell does not fit what training knew
     */
    public float[] apply(Map<String, ?> row) {
        float[] inputs = new float[width()];
        int at = 0;
        for (RawColumn column : columns) {
            if (column.width() > 0 && !row.containsKey(column.name()))
                throw new IllegalArgumentException("column " + Cells.quoted(column.name()) + " is not there");
            apply(column, row.get(column.name()), inputs, at);
            at += column.width();
        }
        return inputs;
    }

    /**
     * The inputs for a row.
     *
     * @param cells as many as {@link #columns()}, in their order: texts, numbers, or null
     * @throws IllegalArgumentException if there are more or fewer, or a cell does not fit what training knew
     */
    public float[] apply(List<?> cells) {
        if (cells.size() != columns.size())
            throw new IllegalArgumentException(cells.size() + " cells: must be " + columns.size());
        Map<String, Object> row = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) row.put(columns.get(i).name(), cells.get(i));
        return apply(row);
    }

    private void apply(RawColumn column, Object cell, float[] inputs, int at) {
        try {
            column.apply(cell instanceof String text ? text.strip() : cell, filled, inputs, at);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column " + Cells.quoted(column.name()) + ": " + e.getMessage(), e);
        }
    }
}
