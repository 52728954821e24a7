package org.tanhwg.report;

import java.util.List;
import org.jsoup.nodes.Element;

/**
 * A table whose first column names the row.
 *
 * @param headings one for each column; empty for a table without a heading
 * @param folded whether the reader opens it by hand
 */
public record Table(String title, List<String> headings, List<List<String>> rows, boolean folded) implements Chart {
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
}
