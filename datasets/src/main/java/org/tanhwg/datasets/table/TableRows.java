package org.tanhwg.datasets.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.inputs.DataOptions;

/**
 * Rows of a table as texts, one after the other: new rows that a trained network is to answer.
 *
 * <pre>
 * TableRows rows = TableRows.of(file, DataOptions.DEFAULTS.withHeader(inputs.named()));
 * int[] places = inputs.places(file.toString(), rows.columns());
 * rows.forEach((place, cells) -> network.output(inputs.apply(place, cells, places)));
 * </pre>
 */
public final class TableRows {
    private final Path file;
    private final TableFormat format;

    private TableRows(Path file, TableFormat format) {
        this.file = file;
        this.format = format;
    }

    /** Takes one row. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes a row.
         *
         * @param place file and line, for errors
         * @param cells without surrounding blanks; numbers with a decimal point, whatever the file has; of any length
         */
        void take(String place, List<String> cells);
    }

    /** Looks at the beginning of a file. @throws DataException as for a table that is trained on */
    public static TableRows of(Path file, DataOptions options) {
        return new TableRows(file, TableFormat.of(file, options, 1));
    }

    /** Names of the columns, or their numbers from 1 where there is no header. */
    public List<String> columns() {
        return format.names();
    }

    /** Whether the columns are named by the file. */
    public boolean named() {
        return format.header();
    }

    /** Gives all rows, in their order. @throws DataException if the file cannot be read or parsed, or what {@code taker} throws */
    public void forEach(Taker taker) {
        boolean header = format.header();
        try (Reader reader = format.open(file); var parsed = format.parser().ofCsvRecord(reader)) {
            for (var record : parsed) {
                if (TableFormat.isBlank(record.getFields())) continue;
                if (header) header = false;
                else
                    taker.take(file + ": line " + DataFiles.grouped(record.getStartingLineNumber()),
                            record.getFields().stream().map(this::plain).toList());
            }
        } catch (IOException e) {
            throw TableFormat.failed(file, format.gzipped(), format.encoding(), e);
        } catch (CsvParseException | UncheckedIOException e) {
            throw Table.refused(file, format, e);
        }
    }

    private String plain(String cell) {
        String text = cell.strip();
        boolean comma = format.point() == ',' && text.indexOf(',') >= 0 && Headers.isNumber(text);
        return comma ? text.replace(',', '.') : text;
    }
}
