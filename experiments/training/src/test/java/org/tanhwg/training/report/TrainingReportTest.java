package org.tanhwg.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.tanhwg.report.Bars;
import org.tanhwg.training.report.ReportData.ImageData;
import org.tanhwg.training.report.ReportData.Layer;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;
import org.tanhwg.training.run.RunResult.FinalResult;

class TrainingReportTest {
    /** The page is also left in target/sample-report.html for a look. */
    @Test void showsEveryPartOfTheRun() throws IOException {
        String html = TrainingReport.page(SampleRun.run(), SampleRun.SETUP, SampleRun.data()).html();
        Files.writeString(Path.of("target", "sample-report.html"), html);
        Document page = Jsoup.parse(html);

        assertThat(page.select("h1").text()).contains("98.33", "1.92");
        assertThat(page.select("h2").eachText()).containsExactly("Outcome", "Learning", "Pruning", "Energy descent",
                "Calibration", "What it confuses, what it sees", "Worst mistakes", "Settings and provenance");
        assertThat(page.select("figcaption").eachText()).contains("Accuracy", "Training loss", "Weights kept",
                "Fan-in, layer 1: 96 of 300 units live", "Steps on which the batch energy fell", "config.yaml");
        assertThat(page.select("details tbody tr")).hasSize(41 + 13);
        assertThat(page.text()).contains("Release noise is on.", "beta strength of the potential");
        assertThat(page.select("text.label.hue1").text()).startsWith("layer 1");
        assertThat(page.select("pre").text()).contains("beta: 3.0e-4");
        assertThat(page.select("svg")).hasSize(12)
                .allMatch(svg -> svg.hasAttr("aria-label") && !svg.select("> desc").text().isEmpty());
        assertThat(html).doesNotContain("NaN", "Infinity").hasSizeLessThan(300_000);
    }

    @Test void histogramsCountEveryLivingUnit() {
        Bars bars = Bars.histogram("", "", "", 0, new int[] {0, 1, 1, 7, 100, 0});
        assertThat(bars.bars().stream().mapToDouble(Bars.Bar::height).sum()).isEqualTo(4);
        assertThat(bars.bars()).hasSize(20);
        assertThat(bars.bars().get(0)).isEqualTo(new Bars.Bar("1 to 5", .5, 5.5, 2));
    }

    @Test void loadsNothingFromAnywhere() {
        Document page = parse(SampleRun.run(), SampleRun.data());
        assertThat(page.select("script, iframe, object, embed, link[rel=stylesheet]")).isEmpty();
        assertThat(page.select("[src], [href]")).hasSize(25)
                .allMatch(e -> (e.attr("src") + e.attr("href")).startsWith("data:"));
        assertThat(page.select("style").html()).doesNotContain("url(", "@import");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content")).startsWith("default-src 'none'");
    }

    @Test void imagesKeepTheirPixels() throws IOException {
        ImageData images = SampleRun.images(1);
        Element image = parse(SampleRun.run(), SampleRun.data()).selectFirst("img");
        byte[] png = Base64.getDecoder().decode(image.attr("src").substring("data:image/png;base64,".length()));
        Raster decoded = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        float[] pixels = images.mistakes().get(0).pixels();
        for (int k = 0; k < pixels.length; k++)
            assertThat(decoded.getSample(k % 28, k / 28, 0)).isEqualTo(Math.round(255 * pixels[k]));
    }

    @Test void treatsAllTextAsText() {
        String nasty = "</title></style><script>alert(1)</script>\"'&amp;";
        List<String> names = IntStream.range(0, 10).mapToObj(i -> nasty + i).toList();
        ReportData data = SampleRun.data(names, SampleRun.confusion(10), Optional.of(SampleRun.images(5)));
        Document page = Jsoup
                .parse(TrainingReport.page(SampleRun.run(), new Setup(nasty, nasty, Map.of(nasty, nasty)), data).html());
        assertThat(page.select("script")).isEmpty();
        assertThat(page.selectFirst("pre").wholeText()).isEqualTo(nasty);
        assertThat(page.selectFirst("img").attr("alt")).contains(nasty + 0);
        assertThat(page.select("svg text").eachText()).allMatch(text -> text.length() < 60);
    }

    @Test void leavesOutImagesWhenThereAreNone() {
        Document page = parse(SampleRun.run(),
                SampleRun.data(List.of("no", "yes"), SampleRun.confusion(2), Optional.empty()));
        assertThat(page.select("img")).isEmpty();
        assertThat(page.text()).contains("Confusion matrix").doesNotContain("pixel", "Worst mistakes");
    }

    /** One epoch, one class, one input, nothing pruned or everything dead, nothing checked, no mistake. */
    @Test void survivesDegenerateRuns() {
        for (double kept : new double[] {0, 1}) {
            FinalResult end = new FinalResult(1, 0, 0, kept, List.of((long) kept), List.of((int) kept), 2, null)
                    .with(new FinalResult.OodAurocs(.5, null, .5), 8, null);
            EpochResult only = new EpochResult(1, 0, 1, kept, List.of(kept), List.of(false),
                    new EnergyDescent(0, 0, Double.NaN, null), 0);
            for (List<EpochResult> epochs : List.of(List.of(only), List.<EpochResult>of())) {
                RunResult run = new RunResult("train", SampleRun.run().provenance(), epochs, end);
                ReportData data = new ReportData("one", "validation", List.of("only"), new int[1][1], List.of(),
                        List.of(new Layer("output", 1, new int[] {(int) kept})),
                        Optional.of(new ImageData(1, 1, new int[1], List.of())));
                Document page = parse(run, data);
                assertThat(page.html()).doesNotContain("NaN", "Infinity");
                assertThat(page.text())
                        .contains("No step of this run was checked", "0 of 1 pixels", "100\u00a0% validation accuracy")
                        .doesNotContain("Worst mistakes");
            }
        }
    }

    /** A share that nobody measured leaves a gap in its line, a dead layer leaves the logarithmic axis. */
    @Test void linesBreakWhereThereIsNoValue() {
        List<EpochResult> epochs = IntStream.rangeClosed(1, 3).mapToObj(i -> new EpochResult(i, 1. / i, .5, .1,
                List.of(.1, .1, i == 3 ? 0 : .1), List.of(false, false, false),
                new EnergyDescent(10, 1, 1e-9, i == 2 ? null : .8), 1)).toList();
        Document page = parse(SampleRun.run(epochs), SampleRun.data());
        assertThat(page.select("svg[aria-label^=Steps] circle")).hasSize(2);
        assertThat(page.selectFirst("text.label.hue3").wholeText()).isEqualTo("output  0\u00a0%");
        assertThat(page.select("svg[aria-label^=Weights] path.line.hue3").attr("d").split("L")).hasSize(2);
        assertThat(page.text()).contains("3 broke the inequality");
    }

    @Test void refusesEvidenceOfAnotherNetwork() {
        ReportData other = new ReportData("MNIST", "test", List.of(), new int[0][], List.of(), List.of(), Optional.empty());
        assertThatThrownBy(() -> TrainingReport.page(SampleRun.run(), SampleRun.SETUP, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("evidence.layers: 0, must be 3 as in the run");
        assertThatThrownBy(
                () -> new ReportData("", "test", List.of("a"), new int[][] {{1, 2}}, List.of(), List.of(), Optional.empty()))
                .hasMessageContaining("confusion[0]: 2 columns, must be 1");
        assertThatThrownBy(() -> new ImageData(2, 2, new int[3], List.of()))
                .hasMessageContaining("3 values for 2 rows of 2");
    }

    private static Document parse(RunResult run, ReportData data) {
        return Jsoup.parse(TrainingReport.page(run, SampleRun.SETUP, data).html());
    }
}
