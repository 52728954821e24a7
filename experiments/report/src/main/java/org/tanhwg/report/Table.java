package org.tanhwg.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Page.Block;

/**
 * A table whose first column names the row.
 *
 * @param headings one for each column; empty for a table without a heading
 * @param folded whether the reader opens it by hand
 */
public record Table(String title, List<String> headings, List<List<String>> rows, boolean folded) implements Block {
    public Table {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
    }

    @Override public void drawInto(Element parent) {
        Element holder = folded ? parent.appendElement("details").addClass("wide")
                : Svg.figure(parent, title).addClass(headings.isEmpty() ? "narrow" : "wide");
        if (folded) holder.appendElement("summary").text(title);
        Element table = holder.appendElement("div").addClass("scroll").appendElement("table");
        if (!headings.isEmpty()) {
            Element row = table.appendElement("thead").appendElement("tr");
            headings.forEach(heading -> row.appendElement("th").attr("scope", "col").text(heading));
            table.addClass("numbers");
        }
        Element body = table.appendElement("tbody");
        for (List<String> cells : rows) {
            Element row = body.appendElement("tr");
            for (int i = 0; i < cells.size(); i++) {
                Element cell = row.appendElement(i == 0 ? "th" : "td").text(cells.get(i));
                if (i == 0) cell.attr("scope", "row");
            }
        }
    }

    private static final Collector<CharSequence, ?, String> LINE = Collectors.joining(" | ", "| ", " |\n");

    /** A table with its first column to the left and all others to the right; every row is as long as the header. */
    public static String markdown(List<String> header, List<List<String>> rows) {
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
                .mapToObj(c -> String.format(Locale.ROOT, c == 0 ? "%-" + widths[c] + "s" : "%" + widths[c] + "s", row.get(c)))
                .collect(LINE);
    }
}
