package org.tanhwg.datasets.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.inputs.DataOptions;

/** The cells of a training file and, after them, of a test file, column after column. */
final class Table {
    private static final int ROWS_PER_CHECK = 1 << 16;
    private final List<Path> files = new ArrayList<>();
    private final TableFormat format;
    private final List<TableColumn> columns;
    private final List<String> notes = new ArrayList<>();
    private int[] lines = new int[1024];
    private int rows;
    private int trainRows = Integer.MAX_VALUE;

    private Table(TableFormat format, List<TableColumn> columns) {
        this.format = format;
        this.columns = columns;
    }

    /**
     * Reads one file or two. What a column holds is told from the first rows; if the others say otherwise it is read again.
     *
     * @throws DataException if a row is too long or too short, a text is not in its encoding, or the second file has other columns
     */
    static Table read(Path train, Optional<Path> test, TableFormat format, DataOptions options) {
        Set<String> texts = new HashSet<>(), settled = new HashSet<>();
        for (int i = 0; i < format.names().size(); i++) if (looksLikeText(format, i)) texts.add(format.names().get(i));
        texts.addAll(options.categories());
        for (String name : options.categories())
            if (!format.names().contains(name)) throw unknown(train, "category", name, format.names());
        for (;;) {
            List<TableColumn> columns = format.names().stream()
                    .map(name -> new TableColumn(name, texts.contains(name), format.point())).toList();
            Table table = new Table(format, columns);
            table.add(train, format);
            table.trainRows = table.rows;
            test.ifPresent(file -> table.add(file, TableFormat.of(file, options.withHeader(format.header()))));
            List<TableColumn> otherwise = columns.stream().filter(TableColumn::looksOtherwise)
                    .filter(column -> !options.categories().contains(column.name) && !settled.contains(column.name)).toList();
            if (otherwise.isEmpty()) return table;
            for (TableColumn column : otherwise) {
                if (column.texts) texts.remove(column.name);
                else texts.add(column.name);
                settled.add(column.name); // once is enough: no column goes back and forth
            }
        }
    }

    static DataException unknown(Path file, String what, String name, List<String> names) {
        return new DataException(file.toString(),
                "has no column " + DataException.quoted(name) + " for the " + what + "; its columns are "
                        + Cells.some(names));
    }

    private static boolean looksLikeText(TableFormat format, int column) {
        List<String> cells = format.sample().stream().filter(row -> column < row.size()).map(row -> row.get(column))
                .filter(cell -> !Cells.isMissing(cell, true)).toList();
        long numbers = cells.stream()
                .filter(cell -> !Double.isNaN(Cells.number(cell.toCharArray(), 0, cell.length(), format.point()))).count();
        return numbers * 10 < 9L * cells.size();
    }

    private void add(Path file, TableFormat its) {
        files.add(file);
        int[] target = target(file, its);
        int before = rows;
        Sink sink = new Sink(file, its, target);
        try (var reader = new LastCharacter(its.open(file)); var parsed = its.parser().build(sink, reader)) {
            for (var record : parsed) if (!record) throw new IllegalStateException("a row is stored when it is parsed");
            if (sink.quoted && reader.last != its.quote())
                throw new DataException(place(Math.max(0, rows - 1)),
                        "a quote is not closed; must be before the end of the file");
        } catch (IOException e) {
            throw TableFormat.failed(file, its.gzipped(), its.encoding(), e);
        } catch (CsvParseException | UncheckedIOException e) {
            throw refused(file, its, e);
        }
        if (sink.between > 0)
            notes.add(file + ": line " + DataFiles.grouped(sink.firstBlank) + " is blank"
                    + (sink.between == 1 ? "" : ", and " + DataFiles.grouped(sink.between - 1) + " after it")
                    + "; blank lines are passed over");
        if (rows == before)
            throw new DataException(file.toString(), its.header() ? "has a header and no rows" : "has no rows");
    }

    /** What stopped the parser: our own exception, a failure of reading, or a row that is none. */
    static DataException refused(Path file, TableFormat its, RuntimeException stopped) {
        for (Throwable cause = stopped; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataException ours) return ours;
            if (cause instanceof IOException failure) return TableFormat.failed(file, its.gzipped(), its.encoding(), failure);
        }
        return new DataException(file.toString(), "cannot be parsed (" + stopped.getMessage() + ")", stopped);
    }

    /** Remembers the last character that is not a line end: a quoted cell that is not closed swallows the rest of the file. */
    private static final class LastCharacter extends FilterReader {
        private char last;

        LastCharacter(Reader in) {
            super(in);
        }

        @Override public int read(char[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            for (int i = offset + read - 1; i >= offset; i--)
                if (into[i] > ' ') {
                    last = into[i];
                    break;
                }
            return read;
        }
    }

    /** For each column of a file the column of this table, or −1 if it has none. */
    private int[] target(Path file, TableFormat its) {
        List<String> names = columns.stream().map(column -> column.name).toList();
        if (!format.header()) {
            if (its.names().size() != names.size())
                throw new DataException(file.toString(),
                        "has " + its.names().size() + " columns; must have " + names.size() + ", as " + files.get(0) + " has");
            int[] same = new int[names.size()];
            Arrays.setAll(same, i -> i);
            return same;
        }
        for (String name : names)
            if (!its.names().contains(name))
                throw unknown(file, "column " + DataException.quoted(name) + " of " + files.get(0), name, its.names());
        return its.names().stream().mapToInt(names::indexOf).toArray();
    }

    /** Stores rows as they are parsed; no cell of a column of numbers becomes an object. */
    private final class Sink extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final Path file;
        private final int[] target;
        private boolean header;
        private int field;
        private boolean blank;
        private int blanks; // so far, since the last row
        private int between; // rows: those at the end are nothing to be told of
        private long firstBlank;
        private long line;
        private boolean quoted;
        private final TableColumn.CellPlace place = this::describe;

        Sink(Path file, TableFormat its, int[] target) {
            this.file = file;
            this.target = target;
            header = its.header();
        }

        @Override protected void handleBegin(long its) {
            line = its;
            blank = false;
            if (rows == lines.length)
                lines = Arrays.copyOf(lines, Math.max(rows + 1024, (int) Math.min(Integer.MAX_VALUE - 8, rows * 3L / 2)));
            lines[rows] = (int) Math.min(line, Integer.MAX_VALUE);
        }

        @Override protected void handleEmpty() {
            blank = true;
        }

        @Override protected void handleField(int index, char[] in, int from, int length, boolean inQuotes) {
            quoted = inQuotes;
            int start = from, end = from + length;
            while (start < end && in[start] <= ' ') start++;
            while (start < end && in[end - 1] <= ' ') end--;
            if (index == 0) {
                blank = start == end && !inQuotes; // kept back: it may be all of the line
                if (blank) return;
            } else if (blank) {
                blank = false;
                store(0, in, start, 0);
            }
            store(index, in, start, end - start);
        }

        private void store(int index, char[] in, int start, int length) {
            if (header || index >= target.length || target[index] < 0) return;
            field = index;
            columns.get(target[index]).add(in, start, length, rows, place);
        }

        private String describe() {
            return file + ": line " + DataFiles.grouped(lines[rows]) + ", column " + (field + 1)
                    + (format.header() ? " (" + columns.get(target[field]).name + ")" : "");
        }

        @Override protected Boolean buildRecord() {
            if (blank) {
                if (blanks++ == 0 && between == 0) firstBlank = line;
                return true;
            }
            if (!header) between += blanks;
            blanks = 0;
            if (header) {
                header = false;
                return true;
            }
            if (getFieldCount() != target.length)
                throw new DataException(file + ": line " + DataFiles.grouped(lines[rows]),
                        getFieldCount() + " columns; must have "
                                + target.length + ", as the first line has");
            rows++;
            if (rows % ROWS_PER_CHECK == 0)
                DataFiles.requireRoom(file.toString(),
                        "more than " + DataFiles.grouped(rows) + " rows, which --spark reads in parts",
                        8L * rows * columns.size());
            return true;
        }
    }

    TableFormat format() {
        return format;
    }

    List<TableColumn> columns() {
        return columns;
    }

    /** What a user should know of the files: where blank lines stand between their rows. */
    List<String> notes() {
        return notes;
    }

    /** Rows of both files. */
    int rows() {
        return rows;
    }

    /** Rows of the first file. */
    int trainRows() {
        return trainRows;
    }

    /** File and line of a row. */
    String place(int row) {
        return files.get(row < trainRows ? 0 : 1) + ": line " + DataFiles.grouped(lines[row]);
    }

    /** File, line and column of a cell. */
    String place(int row, TableColumn column) {
        return place(row) + ", column " + (columns.indexOf(column) + 1) + (format.header() ? " (" + column.name + ")" : "");
    }
}
