package org.tanhwg.training.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;

/** Networks of convolutions as settings: short names on the command line, lists in files, and what does not fit. */
class NetworkShapeTest {
    private static TrainSettings file(String yaml) {
        return SettingsReader.read(Map.of(), Optional.of(ConfigFile.parse("c.yaml", yaml.getBytes(StandardCharsets.UTF_8),
                SettingsReader.keys().keySet())));
    }

    @Test void aListIsWhatItsNameStandsFor() {
        TrainSettings named = SettingsReader.read(Map.of("network", "lenet5"), Optional.empty());
        TrainSettings listed = file(
                "network: [{conv: 20, kernel: 5}, {pool: 2}, {conv: 50, kernel: 5}, {pool: 2}, {dense: 500}]");
        assertThat(listed.network()).isEqualTo(named.network());
        assertThat(listed.layers()).isEmpty();
        assertThat(SettingsReader.write(listed)).contains("network: lenet5\n");
    }

    @Test void whatIsWrittenReadsBack() {
        TrainSettings own = file("network: [{conv: 8, stride: 2, padding: same}, {pool: 3}, {dense: 9}]");
        assertThat(SettingsReader.parse("again", SettingsReader.write(own))).isEqualTo(own);
        TrainSettings preset = SettingsReader.read(Map.of("preset", "lenet5", "potential-cost", "multiply-adds"),
                Optional.empty());
        assertThat(SettingsReader.parse("again", SettingsReader.write(preset))).isEqualTo(preset);
        assertThat(preset.dropEvery()).isEqualTo(100);
        assertThat(preset.potentialCost()).isEqualTo(TrainSettings.PotentialCost.MULTIPLY_ADDS);
        TrainSettings connected = SettingsReader.read(Map.of(), Optional.empty());
        assertThat(SettingsReader.write(connected)).doesNotContain("network:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    network: lenet4 | c.yaml: network = lenet4: must be lenet5, vgg-small
                    network: [] | c.yaml: network lists no parts
                    network: [{conv: 3, pool: 2}] | c.yaml: network has a part without one of conv, pool, residual, global-pool and dense, or with several
                    network: [{pool: 2, kernel: 3}] | kernel, stride, padding or normalised on a part without conv
                    network: [{conv: 0}] | conv = 0
                    network: [{conv: 2, padding: half}] | padding = half: must be valid or same
                    network: [{conv: 2, kernels: 5}] | network has the part
                    network: [{conv: 2.5}] | conv = 2.5: must be a whole number
                    network: [7] | network has the part 7
                    """) void whatIsWrongIsSaidInALine(
                    String yaml, String why) {
        assertThatThrownBy(() -> file(yaml)).isInstanceOf(UserError.class).hasMessageStartingWith("c.yaml: network")
                .hasMessageContaining(why).message().hasLineCount(1);
    }

    @Test void layersMeanNothingBesideANetwork() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("network", "lenet5", "layers", "100"), Optional.empty()))
                .isInstanceOf(UserError.class).hasMessageStartingWith("--layers: makes no difference to the network lenet5");
        assertThatThrownBy(() -> SettingsReader.read(Map.of("network", "lenet5", "encoding", "fourier"), Optional.empty()))
                .isInstanceOf(UserError.class).hasMessageContaining("encoding");
    }

    @Test void picturesThatAreTooSmallAreNamed() {
        NetworkShape lenet = NetworkShape.of("lenet5");
        lenet.fit(new ImageShape(28, 28));
        assertThatThrownBy(() -> lenet.fit(new ImageShape(12, 28))).hasMessageContaining("12 x 28")
                .hasMessageContaining("4x12 there, smaller than its window; sizes so far: 12x28, 8x24, 4x12");
        NetworkShape.of("vgg-small").fit(new ImageShape(8, 8, 3));
    }
}
