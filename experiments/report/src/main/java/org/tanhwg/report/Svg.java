package org.tanhwg.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jsoup.nodes.Element;

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
    public static boolean repeats(int hue) {
        return hue / HUES % 2 == 1;
    }

    /** A coordinate to two decimals. */
    static String number(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
    }
}
