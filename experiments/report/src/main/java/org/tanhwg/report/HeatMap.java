package org.tanhwg.report;

import java.util.List;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Page.Block;

/**
 * A grid of square cells, darker where there is more. Names and axis labels may be empty, they take no room then; rows are all of one length.
 *
 * @param cells row by row, top to bottom
 */
public record HeatMap(String title, String rowLabel, String columnLabel, List<String> rowNames, List<String> columnNames,
        List<List<Cell>> cells) implements Block {
    private static final double SMALLEST_WITH_TEXT = 20;
    private static final double LARGEST_CELL = 64;
    private static final int LONG_NAME = 5;
    /** Shade from which letters in the colour of the ground read better than those in ink, in both themes. */
    private static final double DARK = .65;

    public HeatMap { cells = cells.stream().map(List::copyOf).toList(); }

    /** One cell: its shade in [0, 1], 0 for none; the words in it and those shown on hover, either may be empty. */
    public record Cell(double shade, String text, String tip) {}

    @Override public void drawInto(Element parent) {
        int columns = cells.isEmpty() ? 0 : cells.get(0).size();
        int longestColumn = longest(columnNames);
        boolean upright = longestColumn > LONG_NAME;
        double left = longest(rowNames) * Svg.LETTER + (rowNames.isEmpty() ? 1 : 10);
        double top = (rowLabel.isEmpty() ? 1 : 26) + (columnNames.isEmpty() ? 0 : upright ? longestColumn * Svg.LETTER + 8 : 22);
        double cell = Math.min((Svg.WIDTH - left - 1) / Math.max(1, Math.max(columns, cells.size())), LARGEST_CELL);
        Element svg = Svg.drawing(Svg.figure(parent, title), top + cell * cells.size() + 1, title,
                cells.size() + " rows (" + rowLabel + ") by " + columns + " columns (" + columnLabel + ")");
        Svg.area(svg, left, top, cell * columns, cell * cells.size(), "frame", "");
        if (!rowLabel.isEmpty()) Svg.text(svg, 0, 14, "axis", rowLabel + " ↓   " + columnLabel + " →");
        for (int i = 0; i < cells.size(); i++)
            for (int j = 0; j < columns; j++) draw(svg, left + j * cell, top + i * cell, cell, cells.get(i).get(j));
        int every = (int) Math.ceil(16 / Math.max(cell, 1e-3));
        for (int i = 0; i < rowNames.size(); i += every)
            Svg.text(svg, left - 7, top + (i + .5) * cell + 4.5, "end", Svg.shortened(rowNames.get(i)));
        for (int j = 0; j < columnNames.size(); j += every) {
            double x = left + (j + .5) * cell;
            Element name = Svg.text(svg, x, top - 8, upright ? "" : "middle", Svg.shortened(columnNames.get(j)));
            if (upright)
                name.attr("transform", "rotate(-90 " + Svg.number(x + 4.5) + " " + Svg.number(top - 8) + ")").attr("dx", "4.5");
        }
    }

    private static int longest(List<String> names) {
        return names.stream().map(Svg::shortened).mapToInt(String::length).max().orElse(0);
    }

    private static void draw(Element svg, double x, double y, double side, Cell cell) {
        if (cell.shade == 0 && cell.text.isEmpty() && cell.tip.isEmpty()) return;
        double gap = Math.min(1, side / 10);
        Svg.area(svg, x + gap / 2, y + gap / 2, side - gap, side - gap, "cell", cell.tip)
                .attr("fill-opacity", Svg.number(cell.shade));
        if (!cell.text.isEmpty() && side >= SMALLEST_WITH_TEXT && cell.text.length() * Svg.LETTER <= side - 2)
            Svg.text(svg, x + side / 2, y + side / 2 + 4.5, "middle", cell.text).addClass(cell.shade > DARK ? "on" : "in");
    }
}
