package org.tanhwg.datasets.inputs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.core.compact.RawRows;
import org.tanhwg.datasets.DataException;

/**
 * How the rows of a table became numbers, column after column.
 *
 * @param columns every column but labels and weights, in the order of the file
 * @param named   whether the file had a header; without one a column is called by its number, counted from 1
 * @param missing what was done about cells without a value
 */
public record RowInputs(List<ColumnRule> columns, boolean named, Missing missing) {

    /** What is done about cells without a value. */
    public enum Missing {
        /** They are errors. */
        REFUSE,
        /** They are taken for the mean, or for the most frequent category, of the training rows. */
        IMPUTE,
        /** Their rows are left out of training; such a row has no answer. */
        DROP
    }

    public RowInputs {
        columns = List.copyOf(columns);
        if (columns.stream().mapToInt(ColumnRule::width).sum() < 1)
            throw new IllegalArgumentException("columns: must give at least one input");
    }

    /** The inputs of a compact network, which calls the columns of a file without a header by their numbers. */
    static RowInputs of(RawRows raw) {
        List<ColumnRule> columns = raw.columns().stream().map(ColumnRule::of).toList();
        boolean named = !columns.stream().allMatch(column -> column.name().matches("[1-9]\\d{0,8}"));
        return new RowInputs(columns, named, raw.filled() ? Missing.IMPUTE : Missing.REFUSE);
    }

    /** These inputs as a compact network carries them. */
    public RawRows raw() {
        return new RawRows(columns.stream().map(ColumnRule::raw).toList(), missing == Missing.IMPUTE);
    }

    /** How many numbers a network takes for a row. */
    public int width() {
        return columns.stream().mapToInt(ColumnRule::width).sum();
    }

    /**
     * Where the columns are in another file.
     *
     * @param file   what errors call it
     * @param header names of its columns in their order; of a file without a header any names, of which only the number counts
     * @return for each of {@link #columns()} its place in a row of that file, or −1 for a column that is left out and not there
     * @throws DataException if a column that is used is not there, or is there twice
     */
    public int[] places(String file, List<String> header) {
        if (!named) return numbered(file, header.size());
        Map<String, Integer> placeOf = new HashMap<>();
        for (int i = 0; i < header.size(); i++)
            if (placeOf.put(header.get(i), i) != null)
                throw new DataException(file,
                        "column " + DataException.quoted(header.get(i)) + " is there twice; names must differ");
        return columns.stream().mapToInt(column -> {
            Integer place = placeOf.get(column.name());
            if (place == null && column.width() > 0)
                throw new DataException(file,
                        "has no column " + DataException.quoted(column.name()) + "; its columns are " + Cells.some(header));
            return place == null ? -1 : place;
        }).toArray();
    }

    /** Rows have either all columns of the training file or those that are not labels. */
    private int[] numbered(String file, int cells) {
        int[] places = columns.stream().mapToInt(column -> Integer.parseInt(column.name()) - 1).toArray();
        if (cells == columns.size()) for (int i = 0; i < places.length; i++) places[i] = i;
        else
            if (cells <= places[places.length - 1])
                throw new DataException(file,
                        "has " + cells + " columns; must have " + columns.size() + ", as the training rows without label");
        return places;
    }

    /**
     * The numbers that a network takes for a row.
     *
     * @param place  what errors call the row
     * @param cells  text of the row's cells, surrounding blanks removed
     * @param places what {@link #places} gave for its file
     * @throws DataException if a cell does not fit what training knew
     */
    public float[] apply(String place, List<String> cells, int[] places) {
        float[] inputs = new float[width()];
        for (int i = 0, at = 0; i < places.length; at += columns.get(i++).width()) {
            ColumnRule column = columns.get(i);
            if (column.width() == 0) continue;
            String where = place + ", column " + (places[i] + 1) + (named ? " (" + column.name() + ")" : "");
            if (places[i] >= cells.size())
                throw new DataException(where, "is not there; the row has " + cells.size() + " columns");
            column.apply(where, cells.get(places[i]), missing, inputs, at);
        }
        return inputs;
    }
}
