package org.tanhwg.core.compact;

import java.util.List;
import java.util.Optional;
import org.tanhwg.core.Checks;

/**
 * What one column of a table contributes to a network's inputs.
 *
 * <p>A number x becomes ((float)(x − origin) − mean) / deviation; a category becomes one indicator for each that training knew; a column that is left out
 * becomes nothing.
 *
 * @param use        what is made of it
 * @param origin     subtracted first, in double precision
 * @param mean       subtracted next, in double precision from a number in single precision
 * @param deviation  what the difference is divided by; positive
 * @param categories of a category, in the order of their indicators
 * @param fill       the category that a missing cell is taken for; a missing number is taken for the mean
 */
public record RawColumn(String name, Use use, double origin, double mean, double deviation, List<String> categories,
        Optional<String> fill) {

    /** What is made of a column. The order of the constants is part of the file format. */
    public enum Use {
        NUMBER, CATEGORY, LEFT_OUT
    }

    /** @throws IllegalArgumentException if a number is not finite, the deviation not positive, or missing cells are taken for an unknown category */
    public RawColumn {
        categories = List.copyOf(categories);
        String place = "column " + Cells.quoted(name) + ": ";
        Checks.positive(place + "deviation", deviation);
        Checks.finite(place + "origin", origin);
        Checks.finite(place + "mean", mean);
        if (fill.isPresent() && !categories.contains(fill.get()))
            throw new IllegalArgumentException(place + "fill " + Cells.quoted(fill.get()) + " is not a category");
    }

    /** A standardised number. */
    public static RawColumn number(String name, double origin, double mean, double deviation) {
        return new RawColumn(name, Use.NUMBER, origin, mean, deviation, List.of(), Optional.empty());
    }

    /** Indicators of categories. @param fill the category that missing cells are taken for */
    public static RawColumn category(String name, List<String> categories, Optional<String> fill) {
        return new RawColumn(name, Use.CATEGORY, 0, 0, 1, categories, fill);
    }

    /** A column that is not used. */
    public static RawColumn leftOut(String name) {
        return new RawColumn(name, Use.LEFT_OUT, 0, 0, 1, List.of(), Optional.empty());
    }

    /** How many inputs it gives. */
    public int width() {
        return switch (use) {
            case NUMBER -> 1;
            case CATEGORY -> categories.size();
            case LEFT_OUT -> 0;
        };
    }

    /** The input for a number as it is kept: x − origin in single precision. */
    public float standardised(float kept) {
        return (float) ((kept - mean) / deviation);
    }

    /**
     * Writes the inputs of one cell.
     *
     * @param cell   its text without surrounding blanks, or a number; null has no value
     * @param filled whether a cell without a value is taken for the mean or the category {@code fill}
     * @param into   the row's inputs, still 0 from {@code at} on
     * @throws IllegalArgumentException if the cell does not fit what training knew; the message does not name the column
     */
    public void apply(Object cell, boolean filled, float[] into, int at) {
        if (use == Use.LEFT_OUT) return;
        String value = text(cell);
        if (Cells.isMissing(value, use == Use.NUMBER)) {
            if (!filled) throw new IllegalArgumentException("has no value; training had no missing values");
            if (use == Use.NUMBER) return; // the mean is 0 once standardised
            value = fill
                    .orElseThrow(() -> new IllegalArgumentException("has no value; nothing is known to stand for it"));
        }
        if (use == Use.NUMBER) {
            double number = cell instanceof Number its ? its.doubleValue() : Cells.number(value);
            if (!Double.isFinite(number)) throw new IllegalArgumentException(Cells.quoted(value) + " must be a finite number");
            into[at] = standardised((float) (number - origin));
        } else {
            int index = categories.indexOf(value);
            if (index < 0)
                throw new IllegalArgumentException("category " + Cells.quoted(value)
                        + " was not in the training rows; must be one of " + Cells.some(categories));
            into[at + index] = 1;
        }
    }

    /** A whole number is called as a table would: 3 and not 3.0. */
    private static String text(Object cell) {
        if (cell instanceof Number number && number.doubleValue() == number.longValue()) return Long.toString(number.longValue());
        return cell == null ? "" : cell.toString();
    }
}
