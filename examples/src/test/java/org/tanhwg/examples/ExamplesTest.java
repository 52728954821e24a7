package org.tanhwg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program runs as its user would run it, and what it prints is what its comments say. */
class ExamplesTest {
    @Test void ownNetworkLearnsPrunesAndComesBack(@TempDir Path folder) throws Exception {
        Printed printed = Printed.by(() -> OwnNetwork.main(new String[] {folder.toString()}));
        double trained = printed.number("trained: ([0-9.]+) %");
        assertThat(trained).isGreaterThan(80);
        assertThat(printed.number("loaded: ([0-9.]+) %")).isEqualTo(trained);
        assertThat(printed.number("layer0: ([0-9]+) synapses")).isBetween(100.0, 784 * 100 / 5.0);
        assertThat(folder.resolve("network.zip")).isNotEmptyFile();
        assertThat(folder.resolve("digits.compact")).isNotEmptyFile();
    }

    @Test void whatTheNetworkNeverSawIsUncertain() throws Exception {
        Printed printed = Printed.by(() -> Uncertainty.main(new String[0]));
        assertThat(printed.number("digits.*epistemic ([0-9.]+)")).isLessThan(0.3);
        assertThat(printed.number("negatives.*epistemic ([0-9.]+)")).isGreaterThan(0.6);
        double whole = printed.number("negatives +entropy ([0-9.]+)");
        double parts = printed.number("negatives.*aleatoric ([0-9.]+)") + printed.number("negatives.*epistemic ([0-9.]+)");
        assertThat(parts).isCloseTo(whole, within(0.0021)); // three numbers with three digits
    }

    @Test void aModelOfDeeplearning4jIsPruned() throws Exception {
        Printed printed = Printed.by(() -> PruneYourModel.main(new String[0]));
        assertThat(printed.number("yours.* right with ([0-9.]+) %")).isEqualTo(100);
        assertThat(printed.number("pruned.* right with ([0-9.]+) %")).isLessThan(20);
        assertThat(printed.number("pruned +([0-9.]+) % right")).isGreaterThan(printed.number("yours +([0-9.]+) % right") - 4);
    }

    @Test void aSearchFindsSettings(@TempDir Path folder) throws Exception {
        Printed printed = Printed.by(() -> SearchFromCode.main(new String[] {folder.resolve("search").toString()}));
        assertThat(printed.text().lines().filter(line -> line.contains("keptFraction="))).hasSize(6);
        assertThat(printed.number("trained again: ([0-9.]+) %")).isGreaterThan(70);
        assertThat(folder.resolve("search/result.json")).isNotEmptyFile();
        assertThat(folder.resolve("search/report.html")).isNotEmptyFile();
    }

    @Test void transportIsWhatItSaysItIs() throws Exception {
        Printed printed = Printed.by(() -> OptimalTransport.main(new String[0]));
        assertThat(printed.number("exact cost +([0-9.]+)")).isCloseTo(0.5, within(1e-12));
        assertThat(printed.number("entropic cost ([0-9.]+) at ε = 0.01")).isCloseTo(0.5, within(1e-3));
        assertThat(printed.number("on the line +W₂ = ([0-9.]+)")).isCloseTo(2.5, within(1e-12)); // 0.4·1 + 0.1·25 + 0.3·16 − …
        double before = printed.number("energy ([0-9.]+) →");
        assertThat(printed.number("→ ([0-9.]+),") + printed.number("paid ([0-9.]+)")).isLessThanOrEqualTo(before);
        assertThat(printed.text()).doesNotContain("LIMIT");
    }
}
