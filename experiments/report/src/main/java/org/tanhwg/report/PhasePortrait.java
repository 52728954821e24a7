package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Lines.Point;

/**
 * A path in a plane, or arrows over it; the longest arrow reaches from its place to the next.
 *
 * @param hue number of the colour, from 0
 */
public record PhasePortrait(String title, Axis x, Axis y, int hue, List<Point> path, List<Arrow> arrows) implements Chart {
    /** A vector (dx, dy) at a point of a plane. */
    public record Arrow(double x, double y, double dx, double dy) {}

    private static final double LONGEST = 26;
    private static final double SHORTEST = 1;
    private static final double HEAD = 0.3;

    public PhasePortrait {
        path = List.copyOf(path);
        arrows = List.copyOf(arrows);
    }

    @Override public void drawInto(Element parent) {
        Scale xs = Scale.tight(x, path.isEmpty() ? arrows.stream().mapToDouble(Arrow::x) : path.stream().mapToDouble(Point::x));
        Scale ys = Scale.extended(y,
                path.isEmpty() ? arrows.stream().mapToDouble(Arrow::y) : path.stream().mapToDouble(Point::y));
        Plot plot = new Plot(Svg.figure(parent, title), title, path.size() + " states, " + arrows.size() + " arrows", xs, ys, 0);
        if (path.size() > 1) {
            String way = path.stream().map(p -> at(plot.atX(p.x()), plot.atY(p.y()))).collect(Collectors.joining("L", "M", ""));
            plot.svg.appendElement("path").attr("d", way).addClass("thread strong").addClass(Svg.hue(hue));
        }
        draw(plot);
    }

    private void draw(Plot plot) {
        double perX = plot.atX(1) - plot.atX(0), perY = plot.atY(1) - plot.atY(0);
        double longest = arrows.stream().mapToDouble(a -> Math.hypot(a.dx() * perX, a.dy() * perY)).max().orElse(0);
        var way = new StringBuilder();
        for (Arrow arrow : arrows) {
            double fromX = plot.atX(arrow.x()), fromY = plot.atY(arrow.y());
            double dx = LONGEST * arrow.dx() * perX / longest, dy = LONGEST * arrow.dy() * perY / longest;
            if (!(Math.hypot(dx, dy) > SHORTEST)) continue;
            String tip = at(fromX + dx, fromY + dy);
            way.append('M').append(at(fromX, fromY)).append('L').append(tip).append('L')
                    .append(at(fromX + dx - HEAD * (dx + dy / 2), fromY + dy - HEAD * (dy - dx / 2))).append('M').append(tip)
                    .append('L').append(at(fromX + dx - HEAD * (dx - dy / 2), fromY + dy - HEAD * (dy + dx / 2)));
        }
        if (!way.isEmpty())
            plot.svg.appendElement("path").attr("d", way.toString()).addClass("thread strong").addClass(Svg.hue(hue));
    }

    private static String at(double x, double y) {
        return Svg.number(x) + " " + Svg.number(y);
    }
}
