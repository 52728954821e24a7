package org.tanhwg.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.report.Page.Section;

class MemorySectionTest {
    @Test void tellsModesOfLivingSynapses() {
        SpectralMemory unit = SpectralMemory.of(new SynapticMeasure<>(new double[] {0.25, 0.75, 0},
                List.of(new ComplexGaussian(Complex.polar(1, 0.5), 0),
                        new ComplexAtoms(List.of(Complex.polar(1, -1), Complex.polar(1, 2))),
                        new ComplexGaussian(Complex.ZERO, 0))));
        Section section = MemorySection.of(List.of(unit)).orElseThrow();
        assertThat(section.text()).contains("Of their 2 living synapses 1 have several modes");
        Document page = Jsoup.parse("");
        section.charts().get(0).drawInto(page.body());
        assertThat(page.select("path.petal title").eachText()).anyMatch(tip -> tip.matches("input 2: mass 75.00.%, modes .*"))
                .anyMatch(tip -> tip.matches(".*2 rad \\(50.00.%\\)")).noneMatch(tip -> tip.contains("input 3"));
        assertThat(MemorySection.of(List.of())).isEmpty();
    }
}
