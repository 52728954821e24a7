package org.tanhwg.studies.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.core.space.Complex;
import org.tanhwg.report.Polar;
import org.tanhwg.studies.lock.LockResult.Case;
import org.tanhwg.studies.lock.LockResult.Held;
import org.tanhwg.studies.lock.LockResult.Networked;
import org.tanhwg.studies.lock.LockResult.Networked.Limits;
import org.tanhwg.studies.lock.LockResult.Point;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;

class LockReportTest {
    private static final Provenance ORIGIN = new Provenance("1", "unknown", "ab", null, 4, "Java", "plain",
            new Provenance.Host("cpu", 2));

    @Test void showsVerdictsCurvesAndMemories() {
        Case locked = new Case("stable", 2, 1, 0.9998, 0.002, -1e-6, 1, 0, 1, true, null, new EnergyDescent(10, 0, -1e-9, 1.0),
                List.of(new Point(10, 0.5, 0.3, 0.01, 0.8), new Point(20, 0.99, 0.01, 1e-5, 1)));
        Case silent = new Case("mismatch", 2, 1, 0, null, 0.02, 0, 2, 0, false, null, new EnergyDescent(10, 0, -1e-9, 1.0),
                List.of(new Point(10, 0, null, 0.02, 0)));
        PhaseLaw narrow = new PhaseLaw.ProjectedNormal(1, 50);
        PhaseLaw round = new PhaseLaw.ProjectedNormal(0, 0);
        var result = new LockResult("lock", ORIGIN, List.of(locked, silent),
                List.of(new Held("16 atoms", 2, 0.011, 0.03, true), new Held("normal law", 1, 1.2, 0.6, false)),
                List.of(new Networked(null, "oscillators", null, null, 0.031, 1e-4, true,
                        List.of(new Networked.Point(10, 0.4), new Networked.Point(20, 0.031)),
                        List.of(0.01, 0.02)),
                        new Networked("several frequencies", "no loops", -0.02, new Limits(0.07, 0.018), 0.25, 0.02, false,
                                List.of(new Networked.Point(20, 0.25)), List.of(-0.3, 0.3))));
        PhaseLaw two = PhaseLaw.of(new ComplexAtoms(List.of(Complex.polar(1, 0.5), Complex.polar(1, 2.6))));
        String html = LockReport.of(result,
                List.of(new SpectralMemory(new double[] {0.75, 0.25, 0}, List.of(narrow, narrow, round)),
                        new SpectralMemory(new double[] {0, 0, 1}, List.of(round, round, round))),
                new OffsetsTrial.Outcome(result.offsets(), List.of(two), List.of(narrow)))
                .page(result, "seed: 4\n").html();
        Document page = Jsoup.parse(html);
        assertThat(page.select("h1").text()).isEqualTo("Phase locking: locked in stable");
        assertThat(page.select("table.numbers tbody tr").get(0).select("td").eachText()).containsExactly("yes", "no");
        assertThat(page.text()).contains("1 of 1", "2 of 2").doesNotContain("Data (SHA-256)");
        assertThat(page.select("figcaption").eachText()).contains("Offset error", "stable: 2 living synapses",
                "mismatch: 1 living synapses");
        assertThat(page.text()).contains("16 atoms yes 2 0.011").contains("normal law no 1 1.2");
        assertThat(page.text()).as("an old file").contains("one frequency oscillators yes 0.031 0.0001 – –");
        assertThat(page.text()).contains("several frequencies, mismatch −0.02 no loops no 0.25 0.02 0.07 0.018");
        assertThat(page.select("figcaption").eachText()).contains("Mean error within a sequence: one frequency",
                "Phase error over training: several frequencies");
        assertThat(page.select("path.petal title").eachText())
                .anyMatch(title -> title.contains("0.5 rad (50.00 %), 2.6 rad (50.00 %)"));
        assertThat(page.select("path.petal")).hasSizeGreaterThan(3);
        assertThat(page.select("path.petal.hue1 title").text()).startsWith("input 3 (unstable): mass 100 %");
        assertThat(html).doesNotContain("NaN", "Infinity");
    }

    @Test void aFileWithoutNetworksHasNoSectionOfThem() {
        var result = new LockResult("lock", ORIGIN, List.of(), List.of(), null);
        String html = LockReport.of(result, List.of(), new OffsetsTrial.Outcome(List.of(), List.of(), List.of()))
                .page(result, "seed: 4\n").html();
        assertThat(Jsoup.parse(html).select("h2").eachText()).contains("Verdicts").doesNotContain("In a network");
    }

    /** Heights are radii, angles run counterclockwise from −π, and the longest sector reaches the rim. */
    @Test void sectorsStandWhereTheirAnglesAre() {
        Element body = Jsoup.parse("").body();
        new Polar("p",
                List.of(new Polar.Rose("a", 0, new double[] {0, 0, 2, 0}), new Polar.Rose("b", 1, new double[] {0, 1, 0, 0}),
                        new Polar.Rose("silent", 2, new double[] {0, 0, 0, 0})))
                .drawInto(body);
        assertThat(body.select("path.petal").eachAttr("d")).containsExactly(
                "M240 150L360 150A120 120 0 0 0 240 30Z", "M240 150L240 210A60 60 0 0 0 300 150Z");
    }
}
