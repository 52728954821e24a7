package org.tanhwg.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Axis.Scale;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Svg.Legend;

/**
 * Parallel coordinates: one axis below the other, each thing a line through its values, so that many axes fit a narrow page. A value that an axis
 * cannot hold leaves a gap.
 */
public record Parallels(String title, List<Row> rows, List<Strand> strands, List<Legend.Entry> legend) implements Block {
    private static final double TOP = 12;
    private static final double ROW = 46;
    private static final double RIGHT = Svg.WIDTH - 10;
    /** Half of the room for the name of a category. */
    private static final double MARGIN = 34;

    public Parallels {
        rows = List.copyOf(rows);
        strands = List.copyOf(strands);
        legend = List.copyOf(legend);
    }

    /** One axis; where {@code names} is not empty a value is the index of one of them. */
    public record Row(Axis axis, List<String> names) {
        public Row { names = List.copyOf(names); }

        private String label() { return Svg.shortened(axis.label()) + (axis.log() ? " (log)" : ""); }

        private Scale scale(DoubleStream values) {
            return Scale.tight(axis, names.isEmpty() ? values : IntStream.range(0, names.size()).asDoubleStream());
        }
    }

    /** One thing: a value for each row; those that are {@code strong} lie above the others. */
    public record Strand(double[] values, int hue, boolean strong, String tip) {}

    @Override public void drawInto(Element parent) {
        Element figure = Svg.figure(parent, title).addClass("tall");
        Element svg = Svg.drawing(figure, TOP + ROW * rows.size(), title, strands.size() + " lines through "
                + rows.stream().map(row -> row.axis.label()).collect(Collectors.joining(", ")));
        double left = 14 + Svg.LETTER * rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        List<Line> lines = IntStream.range(0, rows.size()).mapToObj(r -> new Line(rows.get(r),
                rows.get(r).scale(strands.stream().mapToDouble(t -> t.values[r])), left, TOP + ROW * r)).toList();
        lines.forEach(line -> line.drawInto(svg));
        for (boolean strong : new boolean[] {false, true})
            for (Strand strand : strands) if (strand.strong == strong) draw(svg, strand, lines);
        lines.forEach(line -> line.labelInto(svg)); // above the strands
        Legend.drawInto(figure, legend);
    }

    /** An axis in its place. */
    private record Line(Row row, Scale scale, double left, double y) {
        double at(double value) {
            double margin = row.names.isEmpty() ? 0 : MARGIN;
            return left + margin + scale.position(value) * (RIGHT - left - 2 * margin);
        }

        void drawInto(Element svg) {
            Svg.line(svg, left, y, RIGHT, y, "zero");
            Svg.text(svg, left - 8, y + 4.5, "axis end", row.label());
        }

        void labelInto(Element svg) {
            for (int i = 0; i < row.names.size(); i++)
                Svg.text(svg, at(i), y + 15, "middle halo", Svg.shortened(row.names.get(i)));
            if (!row.names.isEmpty()) return;
            Svg.text(svg, left, y + 15, "halo", row.axis.unit().text(scale.low()));
            Svg.text(svg, RIGHT, y + 15, "end halo", row.axis.unit().text(scale.high()));
        }
    }

    private static void draw(Element svg, Strand strand, List<Line> lines) {
        var path = new StringBuilder();
        boolean gap = true;
        for (int r = 0; r < lines.size(); r++) {
            double value = strand.values[r];
            if (!lines.get(r).row.axis.holds(value)) { // NaN too
                gap = true;
                continue;
            }
            path.append(gap ? 'M' : 'L').append(Svg.number(lines.get(r).at(value))).append(' ')
                    .append(Svg.number(lines.get(r).y));
            gap = false;
        }
        if (path.isEmpty()) return;
        Element line = svg.appendElement("path").attr("d", path.toString()).addClass("thread").addClass(Svg.hue(strand.hue));
        if (strand.strong) line.addClass("strong");
        if (!strand.tip.isEmpty()) line.appendElement("title").text(strand.tip);
    }
}
