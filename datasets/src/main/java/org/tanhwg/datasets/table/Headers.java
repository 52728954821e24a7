package org.tanhwg.datasets.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;

/** What the first rows of a table say about the rest: whether one is a header, and how numbers are written. */
final class Headers {
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");
    private static final Pattern BLANKS = Pattern.compile("\\S +\\S+ +\\S|^[-+.\\de]+ +[-+.\\de]+$");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern DECIMAL_POINT = Pattern.compile("[+-]?\\d+\\.\\d+");

    private Headers() {}

    /**
     * Whether the first row names the columns: one of its cells is a text where all others of the column are numbers, or its cells count 0, 1, 2, … or 1,
     * 2, 3, …, or all are texts that differ and none of them comes again in its column.
     */
    static boolean isHeader(List<List<String>> rows) {
        List<String> first = rows.get(0);
        List<List<String>> rest = rows.subList(1, rows.size());
        if (rest.isEmpty()) return first.stream().noneMatch(Headers::isNumber);
        if (counts(first, 0) || counts(first, 1)) return true;
        for (int column = 0; column < first.size(); column++)
            if (!isNumber(first.get(column)) && !Cells.isMissing(first.get(column), true) && numbersBelow(rest, column))
                return true;
        if (first.stream().anyMatch(cell -> isNumber(cell) || cell.isEmpty())) return false;
        return new HashSet<>(first).size() == first.size() && IntStream.range(0, first.size()).noneMatch(column -> rest.stream()
                .anyMatch(row -> column < row.size() && row.get(column).equals(first.get(column))));
    }

    /** @throws DataException unless the first row is one of at least so many columns, and tells of them */
    static void requireColumns(Path file, List<List<String>> rows, int least) {
        List<String> first = rows.get(0);
        int usual = rows.get(rows.size() / 2).size();
        if (first.size() < least && usual > 1)
            throw new DataException(file + ": line 1", "is no row of the table, whose other rows have " + usual
                    + " columns; must name the columns, or be removed");
        if (first.size() < least && BLANKS.matcher(first.get(0)).find())
            throw new DataException(file.toString(),
                    "has blanks between columns; must have commas, semicolons, tabs or bars there");
        if (first.size() < least)
            throw new DataException(file.toString(), "has one column; must have several, with commas, semicolons, tabs or bars"
                    + " between them, and labels that are in a file of their own beside the numbers");
        if (rows.size() > 1 && countsRows(first, usual) && rows.get(rows.size() - 1).stream().allMatch(Headers::isNumber))
            throw new DataException(file + ": line 1", "counts rows and columns and names the classes, as in the files inside of"
                    + " scikit-learn; must name the columns");
    }

    /** "150,4,setosa,versicolor,virginica" above rows of four numbers and a class. */
    private static boolean countsRows(List<String> first, int usual) {
        return first.size() > 2 && first.get(1).equals(Integer.toString(usual - 1)) && WHOLE.matcher(first.get(0)).matches()
                && first.subList(2, first.size()).stream().noneMatch(Headers::isNumber);
    }

    private static boolean numbersBelow(List<List<String>> rows, int column) {
        List<String> cells = rows.stream().filter(row -> column < row.size()).map(row -> row.get(column))
                .filter(cell -> !Cells.isMissing(cell, true))
                .toList();
        return !cells.isEmpty() && cells.stream().allMatch(Headers::isNumber);
    }

    private static boolean counts(List<String> cells, int from) {
        return cells.size() > 2
                && IntStream.range(0, cells.size()).allMatch(i -> cells.get(i).equals(Integer.toString(i + from)));
    }

    /** Whether a cell shows a number, with a point or a comma before its fraction. */
    static boolean isNumber(String cell) {
        return !Double.isNaN(Cells.number(cell)) || DECIMAL_COMMA.matcher(cell).matches();
    }

    /** Names of columns as a header has them; one without a name is called "unnamed" and its number. */
    static List<String> names(Path file, List<String> header) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) names.add(header.get(i).isEmpty() ? "unnamed " + (i + 1) : header.get(i));
        Set<String> seen = new HashSet<>(), twice = new LinkedHashSet<>();
        for (String name : names) if (!seen.add(name)) twice.add(name);
        if (!twice.isEmpty())
            throw new DataException(file.toString(),
                    "its header has " + Cells.some(List.copyOf(twice)) + " more than once; names must differ");
        return names;
    }

    /** Names of columns without a header: their numbers, from 1. */
    static List<String> numbers(int columns) {
        return IntStream.rangeClosed(1, columns).mapToObj(Integer::toString).toList();
    }

    /** A comma if it is not the delimiter, some cells have one before a fraction, and none has a point there. */
    static char point(char delimiter, List<List<String>> rows) {
        if (delimiter == ',') return '.';
        boolean commas = rows.stream().flatMap(List::stream).anyMatch(cell -> DECIMAL_COMMA.matcher(cell).matches());
        boolean points = rows.stream().flatMap(List::stream).anyMatch(cell -> DECIMAL_POINT.matcher(cell).matches());
        return commas && !points ? ',' : '.';
    }
}
