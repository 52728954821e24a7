package org.tanhwg.report;

import org.jsoup.nodes.Element;

/** The drawing area of a chart with two axes: grid, ticks and labels are there, and values find their place. */
final class Plot {
    private static final double HEIGHT = 270;
    private static final double TOP = 34;
    private static final double BOTTOM = HEIGHT - 42;

    final Element svg;
    private final Scale x;
    private final Scale y;
    private final double left;
    private final double right;

    /** Draws the frame and leaves {@code roomRight} free beside it for labels. */
    Plot(Element figure, String title, String description, Scale x, Scale y, double roomRight) {
        this.x = x;
        this.y = y;
        int widest = y.ticks().stream().mapToInt(tick -> y.axis().unit().tick(tick).length()).max().orElse(0);
        left = 10 + Svg.LETTER * widest;
        right = Svg.WIDTH - Math.max(roomRight, 14);
        svg = Svg.drawing(figure, HEIGHT, title, description);
        for (double tick : y.ticks()) {
            Svg.line(svg, left, atY(tick), right, atY(tick), tick == 0 || tick == y.low() ? "zero" : "grid");
            Svg.text(svg, left - 7, atY(tick) + 4.5, "end", y.axis().unit().tick(tick));
        }
        for (double tick : x.ticks()) {
            Svg.line(svg, atX(tick), BOTTOM, atX(tick), BOTTOM + 4, "zero");
            Svg.text(svg, atX(tick), BOTTOM + 18, "middle", x.axis().unit().tick(tick));
        }
        Svg.text(svg, 0, 14, "axis", y.axis().label() + (y.axis().log() ? " (log scale)" : ""));
        Svg.text(svg, (left + right) / 2, BOTTOM + 36, "axis middle", x.axis().label() + (x.axis().log() ? " (log scale)" : ""));
    }

    double atX(double value) {
        return left + x.position(value) * (right - left);
    }

    double atY(double value) {
        return BOTTOM - y.position(value) * (BOTTOM - TOP);
    }

    double left() {
        return left;
    }

    double right() {
        return right;
    }

    double top() {
        return TOP;
    }

    double bottom() {
        return BOTTOM;
    }
}
