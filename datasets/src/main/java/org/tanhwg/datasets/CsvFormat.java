package org.tanhwg.datasets;

import java.util.Optional;

/**
 * How a CSV file is laid out.
 *
 * @param header whether the first line names the columns
 * @param label  name of the column with the classes; by default the last column
 */
public record CsvFormat(char delimiter, boolean header, Optional<String> label) {
    /** Comma-separated, no header, label last. */
    public static final CsvFormat PLAIN = new CsvFormat(',', false, Optional.empty());
    /** Comma-separated, a header, label last. */
    public static final CsvFormat HEADER = new CsvFormat(',', true, Optional.empty());

    /** @throws IllegalArgumentException if a label is named but there is no header to find it in */
    public CsvFormat {
        if (label.isPresent() && !header)
            throw new IllegalArgumentException("label = " + label.get() + ": must be absent without a header");
    }

    /** Comma-separated, a header, the label in the column of that name. */
    public static CsvFormat labelled(String column) {
        return new CsvFormat(',', true, Optional.of(column));
    }
}
