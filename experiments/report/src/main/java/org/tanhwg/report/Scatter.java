package org.tanhwg.report;

import java.util.List;
import org.jsoup.nodes.Element;

/** Points over two axes, with a path through some of them; points that an axis cannot hold are left out. */
public record Scatter(String title, Axis x, Axis y, List<Mark> marks, List<Lines.Point> path,
        List<Legend.Entry> legend) implements Chart {
    private static final String RADIUS = "4";

    public Scatter {
        marks = List.copyOf(marks);
        path = List.copyOf(path);
        legend = List.copyOf(legend);
    }

    /** One point; a ring when it is not {@code solid}; {@code label} stands beside it and may be empty; {@code tip} shows on hover. */
    public record Mark(double x, double y, int hue, boolean solid, String label, String tip) {}

    @Override public void drawInto(Element parent) {
        Scale xs = Scale.extended(x, marks.stream().mapToDouble(Mark::x));
        Scale ys = Scale.extended(y, marks.stream().mapToDouble(Mark::y));
        Element figure = Svg.figure(parent, title);
        Plot plot = new Plot(figure, title, y.label() + " over " + x.label() + " of " + marks.size() + " points", xs, ys, 0);
        List<Lines.Point> line = path.stream().filter(p -> x.holds(p.x()) && y.holds(p.y())).toList();
        for (int i = 1; i < line.size(); i++)
            Svg.line(plot.svg, plot.atX(line.get(i - 1).x()), plot.atY(line.get(i - 1).y()), plot.atX(line.get(i).x()),
                    plot.atY(line.get(i).y()), "line").addClass(Svg.hue(0));
        for (Mark mark : marks) if (x.holds(mark.x) && y.holds(mark.y)) draw(plot, mark);
        Legend.drawInto(figure, legend);
    }

    private static void draw(Plot plot, Mark mark) {
        double atX = plot.atX(mark.x);
        double atY = plot.atY(mark.y);
        Element dot = plot.svg.appendElement("circle").attr("cx", Svg.number(atX)).attr("cy", Svg.number(atY)).attr("r", RADIUS)
                .addClass(mark.solid ? "dot" : "ring").addClass(Svg.hue(mark.hue));
        if (!mark.tip.isEmpty()) dot.appendElement("title").text(mark.tip);
        if (mark.label.isEmpty()) return;
        boolean left = atX + Svg.BOLD_LETTER * mark.label.length() + 8 > plot.right();
        Svg.text(plot.svg, atX + (left ? -8 : 8), atY + 4.5, left ? "label end" : "label", mark.label)
                .addClass(Svg.hue(mark.hue));
    }
}
