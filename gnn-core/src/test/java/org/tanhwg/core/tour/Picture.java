package org.tanhwg.core.tour;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of the tour: lines and dots, saved as PNG. */
final class Picture {
    private static final Color[] COLORS = {new Color(0x1f5fa8), new Color(0xc8501e), new Color(0x2f8f4e), new Color(0x7a4fa3),
            new Color(0x8a8a8a)};
    private final XYChart chart;

    private Picture(XYChart chart) {
        this.chart = chart;
    }

    static Picture of(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(760).height(440).title(title).xAxisTitle(x).yAxisTitle(y)
                .theme(ChartTheme.Matlab).build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderColor(Color.LIGHT_GRAY)
                .setSeriesColors(COLORS);
        chart.getStyler().setXAxisMaxLabelCount(13);
        return new Picture(chart);
    }

    /** y over 0, 1, 2, … */
    Picture line(String name, double[] y) {
        return line(name, IntStream.range(0, y.length).asDoubleStream().toArray(), y);
    }

    Picture line(String name, double[] x, double[] y) {
        return add(name, x, y, new BasicStroke(2), SeriesMarkers.NONE);
    }

    Picture dots(String name, double[] y) {
        return dots(name, IntStream.range(0, y.length).asDoubleStream().toArray(), y);
    }

    Picture dots(String name, double[] x, double[] y) {
        return add(name, x, y, new BasicStroke(0), SeriesMarkers.CIRCLE);
    }

    /** Both axes from {@code low} to {@code high}. */
    Picture square(double low, double high) {
        chart.getStyler().setXAxisMin(low).setXAxisMax(high).setYAxisMin(low).setYAxisMax(high);
        return this;
    }

    Picture logarithmic() {
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        return this;
    }

    /** Writes {@code name}.png into the folder of the tour's pictures. */
    void save(String name) throws IOException {
        Path folder = TourTest.pictures();
        Files.createDirectories(folder);
        BitmapEncoder.saveBitmap(chart, folder.resolve(name).toString(), BitmapFormat.PNG);
    }

    private Picture add(String name, double[] x, double[] y, BasicStroke stroke, Marker marker) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(marker);
        series.setLineStyle(stroke);
        if (marker != SeriesMarkers.NONE) series.setLineColor(new Color(0, 0, 0, 0));
        return this;
    }
}
