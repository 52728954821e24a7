package org.tanhwg.report;

import java.util.List;
import org.jsoup.nodes.Element;

/** What the colours of a chart stand for. */
public final class Legend {
    private Legend() {}

    /** One colour. */
    public record Entry(String name, int hue, boolean solid) {}

    static void drawInto(Element figure, List<Entry> entries) {
        if (entries.isEmpty()) return;
        Element list = figure.appendElement("p").addClass("legend");
        for (Entry entry : entries)
            list.appendElement("span").addClass(Svg.hue(entry.hue)).text((entry.solid ? "\u25cf " : "\u25cb ") + entry.name);
    }
}
