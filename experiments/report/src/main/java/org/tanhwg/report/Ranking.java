package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/** Named values from 0, one bar below the other, each with a mark that its value is to be held against; NaN for none. */
public record Ranking(String title, Unit unit, List<Entry> entries) implements Chart {
    private static final double ROW = 26;
    private static final double BAR = 14;

    public Ranking { entries = List.copyOf(entries); }

    /** One bar. */
    public record Entry(String name, double value, double mark, int hue) {}

    @Override public void drawInto(Element parent) {
        double most = entries.stream().mapToDouble(e -> Math.max(e.value, Double.isNaN(e.mark) ? 0 : e.mark))
                .filter(Double::isFinite).max()
                .orElse(0);
        int name = entries.stream().mapToInt(e -> Svg.shortened(e.name).length()).max().orElse(0);
        int value = entries.stream().mapToInt(e -> unit.text(e.value).length()).max().orElse(0);
        double left = Svg.LETTER * name + 12;
        double width = Svg.WIDTH - left - Svg.BOLD_LETTER * value - 12;
        String description = entries.stream().map(e -> e.name + ": " + unit.text(e.value)).collect(Collectors.joining("; "));
        Element svg = Svg.drawing(Svg.figure(parent, title), ROW * entries.size(), title, description);
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            double y = ROW * i + (ROW - BAR) / 2;
            double length = most > 0 && Double.isFinite(e.value) ? Math.max(0, e.value) / most * width : 0;
            Svg.text(svg, left - 8, y + BAR - 2.5, "end", Svg.shortened(e.name));
            Svg.area(svg, left, y, length, BAR, "bar", e.name + ": " + unit.text(e.value)).addClass(Svg.hue(e.hue));
            if (!Double.isNaN(e.mark))
                Svg.line(svg, left + e.mark / most * width, y - 3, left + e.mark / most * width, y + BAR + 3, "bound");
            double beside = Math.max(length, Double.isNaN(e.mark) ? 0 : e.mark / most * width);
            Svg.text(svg, left + beside + 7, y + BAR - 2.5, "label", unit.text(e.value)).addClass(Svg.hue(e.hue));
        }
    }
}
