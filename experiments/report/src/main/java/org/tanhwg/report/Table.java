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
 * @param links where the name of each row leads, relative to the page; empty where names lead nowhere
 */
public record Table(String title, List<String> headings, List<List<String>> rows, boolean folded, List<String> links)
        implements
            Block {
    /** A table whose names lead nowhere. */
    public Table(String title, List<String> headings, List<List<String>> rows, boolean folded) {
        this(title, headings, rows, folded, List.of());
    }

    public Table {
        links = List.copyOf(links);
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
        for (int r = 0; r < rows.size(); r++) {
            Element row = body.appendElement("tr");
            for (String cell : rows.get(r).subList(1, rows.get(r).size())) row.appendElement("td").text(cell);
            Element name = row.prependElement("th").attr("scope", "row");
            if (links.isEmpty()) name.text(rows.get(r).get(0));
            else name.appendElement("a").attr("href", links.get(r)).text(rows.get(r).get(0));
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
