package org.tanhwg.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.Writable;

/**
 * Examples of a CSV file: one line each, numbers and one class.
 *
 * @param featureNames what the header calls the features, or "1", "2", … after their columns
 * @param classNames   the text of each class, at the index of its number
 */
public record CsvData(Examples examples, List<String> featureNames, List<String> classNames) {

    /**
     * Reads a file whose classes are the distinct labels it has: in numerical order if all are whole numbers, else in that of the
     * alphabet. Blank lines are passed over.
     *
     * @throws DataException if the file cannot be read, has no examples, or a cell is no finite number
     */
    public static CsvData read(Path file, CsvFormat format) {
        Table table = Table.read(file, format);
        return table.with(classes(table.labels));
    }

    /**
     * As above, with classes that are known beforehand: a test file must number its classes as the training file did.
     *
     * @throws DataException also if a label is none of {@code classNames}
     */
    public static CsvData read(Path file, CsvFormat format, List<String> classNames) {
        return Table.read(file, format).with(classNames);
    }

    private static List<String> classes(List<String> labels) {
        boolean numbers = labels.stream().allMatch(label -> label.matches("-?\\d{1,9}"));
        Comparator<String> order = numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder();
        return labels.stream().distinct().sorted(order).toList();
    }

    /** What the lines hold, classes still as text; {@code lines} are their numbers, for errors. */
    private record Table(Path file, List<String> columns, int label, List<float[]> rows, List<String> labels,
            List<Integer> lines) {

        static Table read(Path file, CsvFormat format) {
            if (!Files.isRegularFile(file))
                throw new DataException(file.toString(), Files.exists(file) ? "is no file; must be a CSV file" : "no such file");
            try (var reader = new CSVRecordReader(0, format.delimiter())) {
                reader.initialize(new FileSplit(file.toFile()));
                return read(file, format, reader);
            } catch (IOException e) {
                throw new DataException(file.toString(), "cannot be read (" + e + ")", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataException(file.toString(), "reading was interrupted", e);
            }
        }

        private static Table read(Path file, CsvFormat format, CSVRecordReader reader) {
            Table table = null;
            for (int line = 1; reader.hasNext(); line++) {
                List<String> cells = cells(file, line, reader);
                if (cells.size() == 1 && cells.get(0).isEmpty()) continue;
                if (table == null) {
                    table = begin(file, format, cells);
                    if (format.header()) continue;
                }
                table.add(line, cells);
            }
            if (table == null || table.rows.isEmpty())
                throw new DataException(file.toString(), "has no examples; must have at least one line of them");
            return table;
        }

        private static List<String> cells(Path file, int line, CSVRecordReader reader) {
            List<Writable> cells;
            try {
                cells = reader.next();
            } catch (RuntimeException e) {
                if (!(e.getCause() instanceof IOException)) throw e; // DataVec wraps what its parser says
                throw new DataException(file + ": line " + line, e.getCause().getMessage(), e);
            }
            return cells.stream().map(cell -> cell.toString().strip()).collect(Collectors.toCollection(ArrayList::new));
        }

        private static Table begin(Path file, CsvFormat format, List<String> first) {
            if (first.size() < 2)
                throw new DataException(file.toString(),
                        "the first line has 1 column; must have features and a label, separated by '"
                                + format.delimiter() + "'");
            first.set(0, first.get(0).replace("\ufeff", "")); // byte order mark, as spreadsheets write it
            List<String> columns = format.header() ? first
                    : IntStream.rangeClosed(1, first.size()).mapToObj(Integer::toString).toList();
            int label = format.label().map(columns::indexOf).orElse(columns.size() - 1);
            if (format.label().isPresent() && Collections.frequency(columns, format.label().get()) != 1)
                throw new DataException(
                        file.toString(),
                        "label column '" + format.label().get() + "' must be there once; the header has " + columns);
            return new Table(file, columns, label, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private void add(int line, List<String> cells) {
            if (cells.size() != columns.size())
                throw new DataException(file + ": line " + line,
                        cells.size() + " columns; must have " + columns.size() + " as the first line does");
            float[] row = new float[columns.size() - 1];
            for (int column = 0, i = 0; column < cells.size(); column++)
                if (column != label) row[i++] = number(line, column, cells.get(column));
            if (cells.get(label).isEmpty()) throw new DataException(place(line, label), "has no label");
            rows.add(row);
            labels.add(cells.get(label));
            lines.add(line);
        }

        private float number(int line, int column, String cell) {
            float number;
            try {
                number = Float.parseFloat(cell);
            } catch (NumberFormatException e) {
                number = Float.NaN; // refused below, like a NaN that was written as one
            }
            if (!Float.isFinite(number)) throw new DataException(place(line, column), "'" + cell + "' must be a finite number");
            return number;
        }

        private String place(int line, int column) {
            return file + ": line " + line + ", column " + (column + 1) + " (" + columns.get(column) + ")";
        }

        CsvData with(List<String> classNames) {
            int width = columns.size() - 1;
            float[] features = new float[Math.multiplyExact(rows.size(), width)];
            int[] numbers = new int[rows.size()];
            Map<String, Integer> numberOf = new HashMap<>();
            for (int i = 0; i < classNames.size(); i++) numberOf.put(classNames.get(i), i);
            for (int i = 0; i < numbers.length; i++) {
                System.arraycopy(rows.get(i), 0, features, i * width, width);
                Integer number = numberOf.get(labels.get(i));
                if (number == null)
                    throw new DataException(place(lines.get(i), label),
                            "label '" + labels.get(i) + "' must be one of " + classNames);
                numbers[i] = number;
            }
            List<String> featureNames = new ArrayList<>(columns);
            featureNames.remove(label);
            return new CsvData(new Examples(features, width, numbers, classNames.size(), Optional.empty()),
                    List.copyOf(featureNames),
                    List.copyOf(classNames));
        }
    }
}
