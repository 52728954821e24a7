package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables that read well both as plain text and as Markdown. */
public final class Markdown {
    private static final Collector<CharSequence, ?, String> LINE = Collectors.joining(" | ", "| ", " |\n");

    private Markdown() {}

    /** A table with its first column to the left and all others to the right; every row is as long as the header. */
    public static String table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = Stream.concat(Stream.of(header), rows.stream())
                .map(row -> row.stream().map(cell -> cell.replace("|", "\\|")).toList()).toList();
        int[] widths = IntStream.range(0, header.size())
                .map(c -> Math.max(3, all.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))).toArray();
        String rule = IntStream.range(0, widths.length)
                .mapToObj(c -> c == 0 ? "-".repeat(widths[c]) : "-".repeat(widths[c] - 1) + ":").collect(LINE);
        return line(all.get(0), widths) + rule
                + all.subList(1, all.size()).stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(c -> String.format(c == 0 ? "%-" + widths[c] + "s" : "%" + widths[c] + "s", row.get(c))).collect(LINE);
    }
}
