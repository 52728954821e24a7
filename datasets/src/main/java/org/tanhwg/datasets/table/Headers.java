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
