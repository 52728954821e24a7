package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Page.Block;

/** Laws of angles around a circle, each a rose of sectors over equal arcs; the longest sector of all reaches the rim. */
public record Polar(String title, List<Rose> roses) implements Block {
    private static final double SIZE = 300;
    private static final double RADIUS = 120;
    private static final double CENTRE_X = Svg.WIDTH / 2.0;
    private static final double CENTRE_Y = SIZE / 2;
    private static final double LABEL = RADIUS + 14;

    public Polar { roses = List.copyOf(roses); }

    /**
     * One law.
     *
     * @param name what is shown on hover
     * @param hue number of its colour, from 0
     * @param arcs heights ≥ 0 over equal arcs, counterclockwise from −π
     */
    public record Rose(String name, int hue, double[] arcs) {}

    @Override public void drawInto(Element parent) {
        String description = roses.stream().map(Rose::name).collect(Collectors.joining("; "));
        Element svg = Svg.drawing(Svg.figure(parent, title), SIZE, title, description);
        circle(svg, RADIUS / 2, "grid");
        circle(svg, RADIUS, "zero");
        Svg.line(svg, CENTRE_X - RADIUS, CENTRE_Y, CENTRE_X + RADIUS, CENTRE_Y, "grid");
        Svg.line(svg, CENTRE_X, CENTRE_Y - RADIUS, CENTRE_X, CENTRE_Y + RADIUS, "grid");
        Svg.text(svg, CENTRE_X + LABEL, CENTRE_Y + 4.5, "", "0");
        Svg.text(svg, CENTRE_X, CENTRE_Y - LABEL + 6, "middle", "π/2");
        Svg.text(svg, CENTRE_X - LABEL, CENTRE_Y + 4.5, "end", "π");
        Svg.text(svg, CENTRE_X, CENTRE_Y + LABEL + 4.5, "middle", "−π/2");
        double highest = roses.stream().flatMapToDouble(rose -> DoubleStream.of(rose.arcs)).max().orElse(0);
        for (Rose rose : roses) if (highest > 0) draw(svg, rose, RADIUS / highest);
    }

    private static void circle(Element svg, double radius, String style) {
        svg.appendElement("circle").attr("cx", Svg.number(CENTRE_X)).attr("cy", Svg.number(CENTRE_Y))
                .attr("r", Svg.number(radius))
                .addClass(style);
    }

    private static void draw(Element svg, Rose rose, double scale) {
        StringBuilder path = new StringBuilder();
        double arc = 2 * Math.PI / rose.arcs.length;
        for (int k = 0; k < rose.arcs.length; k++) {
            double radius = scale * rose.arcs[k];
            if (radius == 0) continue;
            double from = -Math.PI + k * arc;
            String r = Svg.number(radius);
            path.append("M").append(at(0, 0)).append("L").append(at(radius, from)).append("A").append(r).append(' ').append(r)
                    .append(arc > Math.PI ? " 0 1 0 " : " 0 0 0 ").append(at(radius, from + arc)).append("Z");
        }
        if (path.isEmpty()) return;
        svg.appendElement("path").attr("d", path.toString()).addClass("petal").addClass(Svg.hue(rose.hue)).appendElement("title")
                .text(rose.name);
    }

    private static String at(double radius, double angle) {
        return Svg.number(CENTRE_X + radius * Math.cos(angle)) + " " + Svg.number(CENTRE_Y - radius * Math.sin(angle));
    }
}
