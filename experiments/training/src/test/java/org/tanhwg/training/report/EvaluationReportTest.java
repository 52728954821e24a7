package org.tanhwg.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.tanhwg.report.Bars;
import org.tanhwg.training.report.EvaluationReport.Entropies;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;

class EvaluationReportTest {
    private static final Setup SETUP = new Setup("model: run\n", "Each prediction is the mean of 100 passes.", Map.of());

    /** The page is also left in target/sample-evaluation.html for a look. */
    @Test void showsEveryPartOfTheEvaluation() throws IOException {
        List<Entropies> groups = List.of(entropies("test, right", 900, .05), entropies("test, wrong", 20, .6),
                entropies("fashion-mnist", 1000, .8));
        String html = EvaluationReport.page(run(.968, 100), SETUP, SampleRun.data(), groups, Optional.of("fashion-mnist"))
                .html();
        Files.writeString(Path.of("target", "sample-evaluation.html"), html);
        Document page = Jsoup.parse(html);
        assertThat(page.select("h2").eachText()).containsExactly("Outcome", "Calibration", "Uncertainty",
                "What it confuses, what it sees", "Worst mistakes", "Settings and provenance");
        assertThat(page.select("figcaption").eachText()).containsSubsequence("Reliability, test examples",
                "Examples in each bin", "Entropy, test, right", "Epistemic part, test, right", "Entropy, test, wrong",
                "Epistemic part, test, wrong", "Entropy, fashion-mnist", "Epistemic part, fashion-mnist", "Mean entropy in nats");
        assertThat(page.text()).contains("than one of MNIST in 96.80", "100 passes per prediction",
                "telling fashion-mnist by its entropy");
        assertThat(page.select("svg[aria-label^=Reliability] .bar")).hasSize(13);
        assertThat(page.select("svg[aria-label^=Examples] .bar")).hasSize(13);
        assertThat(page.select("svg")).allMatch(svg -> svg.hasAttr("aria-label") && !svg.select("> desc").text().isEmpty());
        assertThat(html).doesNotContain("NaN", "Infinity").hasSizeLessThan(300_000);
    }

    /** Nothing sampled, no other data, no mistake, a single example, certain; layers that are not matrices. */
    @Test void leavesOutWhatWasNotMeasured() {
        ReportData data = new ReportData("one", "test", List.of("0", "1"), new int[][] {{1, 0}, {0, 0}}, List.of(), List.of(),
                Optional.of(new ReportData.ImageData(1, 1, new int[0], List.of())));
        List<Entropies> groups = List.of(new Entropies("test, right", new double[1], new double[1]),
                new Entropies("test, wrong", new double[0], new double[0]));
        String html = EvaluationReport.page(run(null, null), SETUP, data, groups, Optional.empty()).html();
        assertThat(Jsoup.parse(html).text()).contains("mean amplitudes transmitted", "0 of 1 test examples")
                .doesNotContain("Reliability", "Epistemic part", "pairs", "pixel");
        assertThat(html).doesNotContain("NaN", "Infinity");
    }

    @Test void sharesAddUpAndTheLargestValueHasItsBin() {
        Bars bars = Bars.shares("", "", "", 0, new double[] {0, .1, 2.4, 2.4}, 2.4);
        assertThat(bars.bars()).hasSize(24);
        assertThat(bars.bars().stream().mapToDouble(Bars.Bar::height).sum()).isCloseTo(1, within(1e-12));
        assertThat(bars.bars().get(23).height()).isEqualTo(.5);
    }

    private static RunResult run(Double auroc, Integer samples) {
        RunResult trained = SampleRun.run();
        FinalResult end = trained.outcome().with(
                new FinalResult.OodAurocs(auroc, samples == null ? null : auroc, auroc), samples, null);
        return new RunResult("evaluate", trained.provenance(), List.of(), end);
    }

    private static Entropies entropies(String name, int count, double mean) {
        var random = new Random(count);
        double[] total = random.doubles(count).map(u -> Math.min(2.3, -mean * Math.log(u))).toArray();
        return new Entropies(name, total, random.doubles(count).map(u -> u * mean / 5).toArray());
    }
}
