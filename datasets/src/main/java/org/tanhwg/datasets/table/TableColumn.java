package org.tanhwg.datasets.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;

/** The cells of one column, four bytes each: numbers, or places in a list of texts. */
final class TableColumn {
    /** A cell of a column of texts that has no value. */
    static final int NONE = -1;
    private static final int CHUNK = 1 << 14;
    /** Numbers beyond this keep their difference from the first one, which single precision would lose. */
    private static final double LARGE = 1 << 20;
    /** A text column with more different texts is not a category for anybody. */
    private static final int MOST_TEXTS = 100_000;
    private static final int PLACES_SHOWN = 3;

    final String name;
    final boolean texts;
    private final char point;
    private final List<Object> chunks = new ArrayList<>();
    private final Map<String, Integer> codeOf = new HashMap<>();
    private final List<String> dictionary = new ArrayList<>();
    private final List<Integer> frequencies = new ArrayList<>();
    private final List<Integer> missingRows = new ArrayList<>();
    private int size;
    private int missing;
    private int misfits;
    private int firstMisfit = -1;
    private String misfit = "";
    private double origin;
    private boolean begun;
    private boolean counting = true;
    private double previous = Double.NaN;

    TableColumn(String name, boolean texts, char point) {
        this.name = name;
        this.texts = texts;
        this.point = point;
    }

    /** Takes the next cell. @param row its number, from 0 @throws DataException if it shows an infinite number */
    void add(char[] in, int from, int length, int row, CellPlace place) {
        if (size % CHUNK == 0) chunks.add(texts ? new int[CHUNK] : new float[CHUNK]);
        size++;
        if (texts) addText(new String(in, from, length), row);
        else addNumber(in, from, length, row, place);
    }

    /** Where a cell is, for errors. */
    interface CellPlace {
        /** File, line and column of the cell being read. */
        String describe();
    }

    private void addNumber(char[] in, int from, int length, int row, CellPlace place) {
        double number = Cells.number(in, from, length, point);
        float[] chunk = (float[]) chunks.get(chunks.size() - 1);
        int at = (size - 1) % CHUNK;
        chunk[at] = Float.NaN;
        if (Double.isInfinite(number))
            throw new DataException(place.describe(),
                    DataException.quoted(new String(in, from, length)) + " must be a finite number");
        if (Double.isNaN(number)) {
            String text = new String(in, from, length);
            if (Cells.isMissing(text, true)) missing(row);
            else misfit(row, text);
            return;
        }
        if (!begun) {
            begun = true;
            if (Math.abs(number) >= LARGE) origin = number;
        }
        counting &= Double.isNaN(previous) ? number == Math.rint(number) : number == previous + 1;
        previous = number;
        float kept = (float) (number - origin);
        if (Float.isInfinite(kept))
            throw new DataException(place.describe(),
                    DataException.quoted(new String(in, from, length)) + " is too large for single precision");
        chunk[at] = kept;
    }

    private void addText(String text, int row) {
        int[] chunk = (int[]) chunks.get(chunks.size() - 1);
        int at = (size - 1) % CHUNK;
        chunk[at] = NONE;
        if (Cells.isMissing(text, false)) {
            missing(row);
            return;
        }
        Integer code = codeOf.get(text);
        if (code == null) {
            if (dictionary.size() >= MOST_TEXTS) return;
            code = dictionary.size();
            codeOf.put(text, code);
            dictionary.add(text);
            frequencies.add(0);
        }
        frequencies.set(code, frequencies.get(code) + 1);
        chunk[at] = code;
    }

    private void missing(int row) {
        missing++;
        if (missingRows.size() < PLACES_SHOWN) missingRows.add(row);
    }

    private void misfit(int row, String text) {
        if (misfits++ == 0) {
            firstMisfit = row;
            misfit = text;
        }
    }

    /** The number in a row as it is kept, less {@link #origin()}; NaN where there is none. */
    float number(int row) {
        return ((float[]) chunks.get(row / CHUNK))[row % CHUNK];
    }

    /** The number in a row; NaN where there is none. */
    double value(int row) {
        return number(row) + origin;
    }

    /** Place of a row's text in {@link #texts()}, or {@link #NONE}. */
    int code(int row) {
        return ((int[]) chunks.get(row / CHUNK))[row % CHUNK];
    }

    boolean isMissing(int row) {
        return texts ? code(row) == NONE : Float.isNaN(number(row));
    }

    double origin() {
        return origin;
    }

    /** The different texts, in the order in which they came. */
    List<String> texts() {
        return dictionary;
    }

    /** Whether there are more different texts than are kept. */
    boolean overflows() {
        return dictionary.size() >= MOST_TEXTS;
    }

    int missing() {
        return missing;
    }

    /** The first few rows without a value. */
    List<Integer> missingRows() {
        return missingRows;
    }

    /** Whether the column counts its rows: whole numbers, each one more than the one before. */
    boolean counts() {
        return !texts && counting && size > 1;
    }

    /** Number of cells that are texts in a column of numbers. */
    int misfits() {
        return misfits;
    }

    /** What is wrong with the first text in a column of numbers. @param place of a row and this column */
    DataException misfit(IntFunction<String> place) {
        return new DataException(place.apply(firstMisfit), DataException.quoted(misfit) + " must be a number, as "
                + DataFiles.grouped(size - missing - misfits)
                + " other cells of the column are; or the column be named a category");
    }

    /** Whether the column is of the other kind: texts that are mostly numbers, or numbers of which many are texts. */
    boolean looksOtherwise() {
        int there = size - missing;
        if (!texts) return misfits * 10L > there;
        if (overflows() || there == 0) return false;
        long numbers = 0;
        for (int code = 0; code < dictionary.size(); code++) {
            String text = dictionary.get(code);
            if (!Double.isNaN(Cells.number(text.toCharArray(), 0, text.length(), point))) numbers += frequencies.get(code);
        }
        return numbers * 10 >= 9L * there;
    }
}
