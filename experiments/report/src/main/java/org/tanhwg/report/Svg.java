package org.tanhwg.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Axis.Scale;

/** Small pieces of markup that several charts share. Lengths are in the units of a drawing {@value #WIDTH} wide. */
public final class Svg {
    /** Width of every drawing; about its width in pixels on a wide screen, so that letters are of one size on the page. */
    static final int WIDTH = 480;
    /** Letters are 13 high and on average this wide, or bold. */
    static final double LETTER = 7.3;
    static final double BOLD_LETTER = 8.6;
    private static final int HUES = 6;
    private static final int LONGEST_NAME = 18;

    private Svg() {}

    /** A figure with its caption, ready to receive the drawing. */
    static Element figure(Element parent, String caption) {
        Element figure = parent.appendElement("figure");
        figure.appendElement("figcaption").text(caption);
        return figure;
    }

    /** An empty drawing; {@code description} is what a screen reader says instead of it. */
    static Element drawing(Element figure, double height, String title, String description) {
        Element svg = figure.appendElement("svg").attr("viewBox", "0 0 " + WIDTH + " " + number(height)).attr("role", "img")
                .attr("aria-label", title);
        svg.appendElement("desc").text(description);
        return svg;
    }

    static Element text(Element parent, double x, double y, String style, String words) {
        return parent.appendElement("text").attr("x", number(x)).attr("y", number(y)).addClass(style).text(words);
    }

    static Element line(Element parent, double x1, double y1, double x2, double y2, String style) {
        return parent.appendElement("path").attr("d", "M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2))
                .addClass(style);
    }

    /** A rectangle that shows {@code tip} on hover. */
    static Element area(Element parent, double x, double y, double width, double height, String style, String tip) {
        Element area = parent.appendElement("rect").attr("x", number(x)).attr("y", number(y)).attr("width", number(width))
                .attr("height", number(height)).addClass(style);
        if (!tip.isEmpty()) area.appendElement("title").text(tip);
        return area;
    }

    /** A name that leaves room for the drawing beside it. */
    public static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    /** The style classes of the {@code hue}-th thing compared, from 0; colours repeat after six, with dashes and hollow marks. */
    static String hue(int hue) {
        return "hue" + hue % HUES + (repeats(hue) ? " again" : "");
    }

    /** Whether its colour has been used before. */
    public static boolean repeats(int hue) { return hue / HUES % 2 == 1; }

    /** A coordinate to two decimals. */
    static String number(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
    }

    /** The drawing area of a chart with two axes: grid, ticks and labels are there, and values find their place. */
    static final class Plot {
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
            Svg.text(svg, (left + right) / 2, BOTTOM + 36, "axis middle",
                    x.axis().label() + (x.axis().log() ? " (log scale)" : ""));
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

    /** What the colours of a chart stand for. */
    public static final class Legend {
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
}
