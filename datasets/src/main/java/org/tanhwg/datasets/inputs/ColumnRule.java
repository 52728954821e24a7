package org.tanhwg.datasets.inputs;

import java.util.List;
import java.util.Optional;
import org.tanhwg.core.compact.RawColumn;
import org.tanhwg.datasets.DataException;

/**
 * What one column of a table contributes to a network's inputs; learnt on training rows alone.
 *
 * <p>A number x becomes ((float)(x − origin) − mean) / deviation; a category becomes one indicator for each that training knew; a column that is left out
 * becomes nothing.
 *
 * @param use        what is made of it
 * @param origin     subtracted first, so that large numbers close to one another keep their difference in single precision; usually 0
 * @param mean       mean of x − origin over the training rows
 * @param deviation  standard deviation over the training rows; positive
 * @param categories of a category, in the order of their indicators
 * @param fill       what a missing cell is taken for, where missing cells are allowed: a category, or empty for the mean
 * @param reason     why the column is left out
 */
public record ColumnRule(String name, Use use, double origin, double mean, double deviation, List<String> categories,
        Optional<String> fill, Optional<String> reason) {

    /** Why a column is left out that is a name of each row, such as its number. */
    public static final String IDENTIFIER = "it tells rows apart and says nothing of them";

    /** What is made of a column. */
    public enum Use {
        NUMBER, CATEGORY, LEFT_OUT
    }

    public ColumnRule {
        categories = List.copyOf(categories);
        if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(name + ": deviation = " + deviation + ": must be positive");
        if (!Double.isFinite(origin) || !Double.isFinite(mean))
            throw new IllegalArgumentException(name + ": origin and mean must be finite");
        if (use == Use.CATEGORY && categories.isEmpty()) throw new IllegalArgumentException(name + ": must have categories");
    }

    /** A standardised number. */
    public static ColumnRule number(String name, double origin, double mean, double deviation) {
        return new ColumnRule(name, Use.NUMBER, origin, mean, deviation, List.of(), Optional.empty(), Optional.empty());
    }

    /** Indicators of categories. @param fill the category that missing cells are taken for */
    public static ColumnRule category(String name, List<String> categories, Optional<String> fill) {
        return new ColumnRule(name, Use.CATEGORY, 0, 0, 1, categories, fill, Optional.empty());
    }

    /** A column that is not used. */
    public static ColumnRule leftOut(String name, String reason) {
        return new ColumnRule(name, Use.LEFT_OUT, 0, 0, 1, List.of(), Optional.empty(), Optional.of(reason));
    }

    /** How many inputs it gives. */
    public int width() {
        return switch (use) {
            case NUMBER -> 1;
            case CATEGORY -> categories.size();
            case LEFT_OUT -> 0;
        };
    }

    /** The rule that a compact network carries; it does not say why a column is left out. */
    static ColumnRule of(RawColumn raw) {
        return new ColumnRule(raw.name(), Use.valueOf(raw.use().name()), raw.origin(), raw.mean(), raw.deviation(),
                raw.categories(),
                raw.fill(), raw.use() == RawColumn.Use.LEFT_OUT ? Optional.of("training left it out") : Optional.empty());
    }

    /** This rule as a compact network carries it. */
    public RawColumn raw() {
        return new RawColumn(name, RawColumn.Use.valueOf(use.name()), origin, mean, deviation, categories, fill);
    }

    /** The input for a number as it is kept: x − origin in single precision. */
    public float standardised(float kept) {
        return (float) ((kept - mean) / deviation);
    }

    /**
     * Writes the inputs of one cell.
     *
     * @param place   what errors call the cell
     * @param cell    its text without surrounding blanks
     * @param missing what is done about cells without a value
     * @throws DataException if the cell does not fit what training knew
     */
    void apply(String place, String cell, RowInputs.Missing missing, float[] into, int at) {
        try {
            raw().apply(cell, missing == RowInputs.Missing.IMPUTE, into, at);
        } catch (IllegalArgumentException e) {
            throw new DataException(place, e.getMessage(), e);
        }
    }
}
