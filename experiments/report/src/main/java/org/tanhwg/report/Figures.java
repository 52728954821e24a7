package org.tanhwg.report;

import java.util.List;
import org.jsoup.nodes.Element;

/** The few numbers that a reader looks for first. */
public record Figures(List<Figure> figures) implements Chart {
    public Figures { figures = List.copyOf(figures); }

    /** One number: what it is, its value with unit, and a remark that may be empty. */
    public record Figure(String name, String value, String note) {}

    @Override public void drawInto(Element parent) {
        Element list = parent.appendElement("dl").addClass("figures");
        for (Figure figure : figures) {
            Element item = list.appendElement("div");
            item.appendElement("dt").text(figure.name);
            item.appendElement("dd").text(figure.value);
            if (!figure.note.isEmpty()) item.appendElement("dd").addClass("note").text(figure.note);
        }
    }
}
