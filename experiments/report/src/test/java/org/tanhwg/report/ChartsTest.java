package org.tanhwg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.report.Axis.Unit;
import org.tanhwg.report.Bars.Bar;
import org.tanhwg.report.Bars.Ranking;
import org.tanhwg.report.Bars.Timeline;
import org.tanhwg.report.Calibration.Bin;
import org.tanhwg.report.Calibration.Reliability;
import org.tanhwg.report.HeatMap.Cell;
import org.tanhwg.report.Images.Picture;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Scatter.Mark;
import org.tanhwg.report.Scatter.PhasePortrait;
import org.tanhwg.report.Scatter.PhasePortrait.Arrow;

/** Charts as markup: what is drawn, what is left out, and what a reader sees on hover. */
class ChartsTest {
    private static final Axis X = Axis.linear("epoch", Unit.COUNT);
    private static final Axis LOG = Axis.log("loss", Unit.NUMBER);

    private static Element drawn(Block chart) {
        var parent = new Element("div");
        chart.drawInto(parent);
        return parent;
    }

    /** No values, one value, values that no axis holds. */
    static Stream<Block> extremes() {
        var nan = new Point(Double.NaN, Double.NaN);
        var infinite = new Point(1, Double.POSITIVE_INFINITY);
        List<List<Point>> paths = List.of(List.of(), List.of(new Point(1, 0)), List.of(nan, infinite, new Point(2, -1)));
        Stream<Block> along = paths.stream().flatMap(points -> Stream.of(
                new Lines("t", X, LOG, List.of(new Series("s", 0, points))),
                new Scatter("t", X, LOG, points.stream().map(p -> new Mark(p.x(), p.y(), 7, false, "m", "tip")).toList(), points,
                        List.of()),
                new PhasePortrait("t", X, X, 0, points, List.of())));
        return Stream.concat(along,
                Stream.of(new Bars("t", X, LOG, 0, List.of()), new Bars("t", X, LOG, 0, List.of(new Bar("b", 0, 1, 0))),
                        Bars.histogram("t", "x", "y", 0, new int[] {0, 0}), Bars.shares("t", "x", "y", 0, new double[0], 0),
                        new Ranking("t", Unit.SHARE, List.of(new Ranking.Entry("e", Double.NaN, Double.NaN, 0))),
                        new Ranking("t", Unit.SHARE, List.of(new Ranking.Entry("e", 0, 0, 0))),
                        new Timeline("t", 0, List.of(), List.of()), new HeatMap("t", "", "", List.of(), List.of(), List.of()),
                        new Images("t", List.of()), new Reliability("t", List.of(new Bin(0, 0, 0))),
                        new Parallels("t", List.of(), List.of(), List.of()),
                        new Polar("t", List.of(new Polar.Rose("r", 0, new double[] {0, 0}))),
                        new PhasePortrait("t", X, X, 0, List.of(),
                                List.of(new Arrow(0, 0, 0, 0), new Arrow(1, 1, Double.NaN, 1), new Arrow(1, 1, 1, 1)))));
    }

    @ParameterizedTest
    @MethodSource("extremes") void nothingThatIsNoNumberReachesThePage(Block chart) {
        String html = drawn(chart).html();
        assertThat(html).contains("t").doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test void aValueThatAnAxisCannotHoldLeavesAGap() {
        var points = List.of(new Point(1, 1), new Point(2, .5), new Point(3, 0), new Point(4, .2), new Point(5, .1));
        Element chart = drawn(new Lines("loss", X, LOG, List.of(new Series("run", 0, points))));
        assertThat(chart.select("path.line")).hasSize(2);
        assertThat(chart.select("text.label").text()).isEqualTo("run 0.1");
        assertThat(chart.select("rect.band title").eachText()).hasSize(5).element(2).isEqualTo("epoch 3\nrun: 0");
    }

    @Test void labelsOfLinesThatEndTogetherStandApart() {
        List<Series> close = IntStream.range(0, 5)
                .mapToObj(k -> new Series("s" + k, k, List.of(new Point(0, 1), new Point(1, 1 + 1e-4 * k)))).toList();
        double[] at = drawn(new Lines("t", X, Axis.linear("y", Unit.NUMBER), close)).select("text.label").stream()
                .mapToDouble(label -> Double.parseDouble(label.attr("y"))).sorted().toArray();
        for (int k = 1; k < at.length; k++) assertThat(at[k] - at[k - 1]).isGreaterThan(15.9);
    }

    @Test void aHistogramCountsEveryValueAboveZeroOnce() {
        int[] values = IntStream.range(0, 1000).toArray();
        Bars bars = Bars.histogram("fan-in", "synapses", "units", 1, values);
        assertThat(bars.bars()).hasSizeLessThanOrEqualTo(24);
        assertThat(bars.bars().stream().mapToDouble(Bar::height).sum()).isEqualTo(999);
        assertThat(bars.bars().get(0).name()).isEqualTo("1 to 50");
        for (int k = 1; k < bars.bars().size(); k++) assertThat(bars.bars().get(k).from()).isEqualTo(bars.bars().get(k - 1).to());
    }

    @Test void sharesAddUpToOneAndTheLargestValueHasAPlace() {
        Bars bars = Bars.shares("entropy", "nats", "share", 0, new double[] {0, 0, 1.2, 2.3, 2.3}, 2.3);
        assertThat(bars.bars().stream().mapToDouble(Bar::height).sum()).isCloseTo(1, within(1e-12));
        assertThat(bars.bars().get(23).height()).isEqualTo(.4);
    }

    @Test void aBarIsAsLongAsItsValue() {
        Element ranking = drawn(new Ranking("t", Unit.SHARE,
                List.of(new Ranking.Entry("a", .5, .25, 0), new Ranking.Entry("b", .25, Double.NaN, 1))));
        double[] widths = ranking.select("rect.bar").stream().mapToDouble(bar -> Double.parseDouble(bar.attr("width"))).toArray();
        assertThat(widths[0]).isCloseTo(2 * widths[1], within(.02));
        assertThat(ranking.select("path.bound")).hasSize(1);
        assertThat(ranking.select("text.label").eachText()).containsExactly("50.00 %", "25.00 %");
    }

    @Test void aTimelineHasARowForEachWorker() {
        Element timeline = drawn(
                new Timeline("t", 2, List.of(new Timeline.Span(0, 0, 2, 0, "first"), new Timeline.Span(1, 1, 2, 1, "second")),
                        List.of(new Svg.Legend.Entry("done", 0, true))));
        var spans = timeline.select("rect.bar");
        assertThat(Double.parseDouble(spans.get(1).attr("y")) - Double.parseDouble(spans.get(0).attr("y"))).isEqualTo(26);
        assertThat(spans.select("title").eachText()).containsExactly("first", "second");
        assertThat(timeline.select("p.legend").text()).isEqualTo("● done");
    }

    @Test void reliabilityIsToldInWordsToo() {
        Element chart = drawn(new Reliability("t", List.of(new Bin(0, 0, 0), new Bin(8, .9, .75))));
        assertThat(chart.select("rect.bar")).hasSize(1);
        assertThat(chart.select("desc").text())
                .isEqualTo("50.00 % to 100 %: 8 examples, 75.00 % right, mean probability 90.00 %");
        assertThat(Calibration.section(List.of(), "test", 0)).isEmpty();
    }

    @Test void cellsOfAHeatMapShowTheirShadeAndNothingWhereThereIsNothing() {
        Element map = drawn(new HeatMap("t", "true", "answer", List.of("a", "b"), List.of("a", "b"),
                List.of(List.of(new Cell(0, "5", "five"), new Cell(.9, "1", "one")),
                        List.of(new Cell(0, "", ""), new Cell(0, "7", "")))));
        assertThat(map.select("rect.cell")).hasSize(3);
        assertThat(map.select("rect.cell[fill-opacity=0.9] title").text()).isEqualTo("one");
        assertThat(map.select("text.on").text()).isEqualTo("1");
    }

    @Test void picturesAreEmbeddedAndOfTheirSize() {
        Element images = drawn(new Images("t", List.of(new Picture(2, 3, new int[6], "3 → 5", "81 %", "example 7"))));
        assertThat(images.selectFirst("img").attr("src")).startsWith("data:image/png;base64,");
        assertThat(images.select("b").text() + images.select("span").text()).isEqualTo("3 → 581 %");
        assertThatThrownBy(() -> new Picture(2, 3, new int[5], "", "", "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 values for 2 rows of 3");
        assertThat(Picture.grey(2)).isEqualTo(0xffffff);
        assertThat(Picture.grey(-1)).isZero();
        assertThat(Picture.hue(0, 0) & 0xffffff).isEqualTo(0xcccccc);
    }

    @Test void coloursRepeatWithDashesAndHollowMarks() {
        assertThat(Svg.hue(1)).isEqualTo("hue1");
        assertThat(Svg.hue(7)).isEqualTo("hue1 again");
        assertThat(Svg.repeats(12)).isFalse();
        assertThat(Svg.shortened("a name that is far too long for a label")).hasSize(18).endsWith("…");
    }
}
