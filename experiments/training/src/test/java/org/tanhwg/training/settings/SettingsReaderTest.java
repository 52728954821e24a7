package org.tanhwg.training.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.train.TrainingData;

class SettingsReaderTest {
    @TempDir Path folder;

    @Test void theCommandLineWinsOverTheFileOverThePreset() throws IOException {
        Optional<ConfigFile> file = file("eta: 3\nepochs: 7\npreset: sparse\n");
        TrainSettings sparse = read(Map.of("preset", "sparse"));
        TrainSettings settings = SettingsReader.read(Map.of("epochs", "2"), file);
        assertThat(settings.epochs()).isEqualTo(2);
        assertThat(settings.eta()).isEqualTo(3);
        assertThat(settings.beta()).isEqualTo(sparse.beta()).isNotEqualTo(read(Map.of()).beta());
        assertThat(settings.layers()).isEqualTo(read(Map.of()).layers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "sparse", "dense", "balanced", "pressure", "calibrated", "calibrated-sparse", "complex",
            "real-twin"}) void whatIsWrittenReadsBack(String preset)
                    throws IOException {
        TrainSettings settings = read(
                Map.of("preset", preset, "data-dir", "some/where", "seed", "9007199254740993", "layers", "20"));
        assertThat(settings.preset()).isEqualTo(preset);
        String written = SettingsReader.write(settings);
        assertThat(SettingsReader.read(Map.of(), file(written))).isEqualTo(settings);
        assertThat(written).contains("data-dir: " + Path.of("some/where").toAbsolutePath() + "\n");
    }

    @Test void writtenSettingsAreCompleteSoThatPresetsCanChange() {
        String written = SettingsReader.write(read(Map.of("data-dir", "x", "from", "y")));
        Set<String> mayBeMissing = Set.of("network", "label", "test", "test-share", "size", "missing", "skip-bad", "weight",
                "task", "target-kept", "validation-share", "patience", "class-weights", "augment");
        assertThat(SettingsReader.keys().keySet()).filteredOn(key -> !mayBeMissing.contains(key))
                .allSatisfy(key -> assertThat(written).containsPattern("(?m)^" + key + ":"));
    }

    /** A run of a table before its preset had a prior goes on without one. */
    @Test void whatAnEarlierReleaseWroteMeansWhatItMeant() throws IOException {
        TrainSettings today = read(Map.of("preset", "table"));
        assertThat(today.prior()).isPositive();
        assertThat(today.minSteps()).isPositive();
        String earlier = SettingsReader.write(today)
                .replaceAll(
                        "(?m)^(prior|min-steps|mass|bound|ball|quantum|momentum|uniform-speed|silent-share|energy-sample): .*\n",
                        "");
        TrainSettings resumed = SettingsReader.read(Map.of(), file(earlier));
        assertThat(resumed.prior()).isZero();
        assertThat(resumed.minSteps()).isZero();
        assertThat(resumed.batch()).isEqualTo(today.batch());
        TrainSettings typed = SettingsReader.read(Map.of(), file("preset: table\nepochs: 3\n"));
        assertThat(typed.prior()).isEqualTo(today.prior());
        assertThat(typed.minSteps()).as("who says how many epochs gets so many").isZero();
        assertThat(SettingsReader.read(Map.of("epochs", "3"), file(SettingsReader.write(today))).minSteps()).isZero();
        assertThat(SettingsReader.read(Map.of(), file(SettingsReader.write(today)))).isEqualTo(today);
    }

    @Test void aShareIsToldInEitherForm() throws IOException {
        assertThat(read(Map.of("target-kept", "2%")).targetKept()).isEqualTo(0.02);
        assertThat(read(Map.of("target-kept", "0.02")).targetKept()).isEqualTo(0.02);
        assertThat(SettingsReader.read(Map.of(), file("target-kept: .5%")).targetKept()).isEqualTo(0.005);
        TrainSettings settings = read(Map.of("target-kept", "2%"));
        assertThat(SettingsReader.read(Map.of(), file(SettingsReader.write(settings)))).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({"2, must be a share of the weights", "0%, must be a share", "-1%, must be a share", "x%, must be a number",
            "few, must be a number"}) void whatIsNoShareIsRefused(String typed, String message) {
        assertThatThrownBy(() -> read(Map.of("target-kept", typed))).isInstanceOf(UserError.class)
                .hasMessageStartingWith("--target-kept = ").hasMessageContaining(message);
    }

    @Test void aTargetStandsAlone() {
        assertThatThrownBy(() -> read(Map.of("target-kept", "2%", "beta", "1e-3"))).isInstanceOf(UserError.class)
                .hasMessageContaining("--beta").hasMessageContaining("--target-kept");
        assertThatThrownBy(() -> read(Map.of("target-kept", "2%", "optimizer", "adam"))).isInstanceOf(UserError.class)
                .hasMessageContaining("--target-kept").hasMessageContaining("adam");
    }

    @Test void layersAreAListInEitherForm() throws IOException {
        assertThat(read(Map.of("layers", "300, 100")).layers()).isEqualTo(List.of(300, 100));
        assertThat(read(Map.of("layers", "none")).layers()).isEmpty();
        assertThat(SettingsReader.read(Map.of(), file("layers: 50")).layers()).isEqualTo(List.of(50));
        assertThat(SettingsReader.read(Map.of(), file("layers: [50, 20]")).layers()).isEqualTo(List.of(50, 20));
        assertThat(SettingsReader.read(Map.of(), file("layers: 50,20")).layers()).isEqualTo(List.of(50, 20));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "eta|0|--eta = 0.0: must be a finite number > 0",
            "eta|NaN|--eta = NaN: must be a finite number > 0",
            "eta|abc|--eta = abc: must be a number",
            "beta|-1|--beta = -1.0: must be a finite number >= 0",
            "gamma|1.5|--gamma = 1.5: must be a number in [0.0, 1.0]",
            "momentum|1|--momentum = 1.0: must be a number in [0.0, 0.9999]",
            "power|2|--power = 2.0: must be a number in [0.0, 1.0]",
            "off-at|1.01|--off-at = 1.01: must be a number in [0.0, 1.0]",
            "epochs|0|--epochs = 0: must be a whole number >= 1",
            "epochs|2.5|--epochs = 2.5: must be a whole number",
            "epochs|3000000000|--epochs = 3000000000: must be a whole number",
            "consolidate-every|0|--consolidate-every = 0: must be a whole number >= 1",
            "layers|300,x|--layers = 300,x: must be a list such as 300,100",
            "layers|300,,10|--layers = 300,,10: must be a list such as 300,100",
            "layers|0|--layers = 0: must be a whole number >= 1",
            "law|CAUCHY|--law = CAUCHY: must be one of DIRAC, GAUSSIAN, COVARIANCE, QUANTILES, ATOMS",
            "law|COVARIANCE|--law = COVARIANCE: must be one of DIRAC, GAUSSIAN, QUANTILES where the field is REAL",
            "field|COMPLEX|--field = COMPLEX: needs an encoding, fourier or phase",
            "encoding|WAVELET|--encoding = WAVELET: must be one of NONE, FOURIER, PHASE",
            "frequencies|0|--frequencies = 0: must be a whole number >= 1",
            "transmission|NOISY|--transmission = NOISY: must be one of EXPECTED, SAMPLED",
            "potential|none|--potential = none: must be one of COUNTING, MASS",
            "preset|best|--preset = best: must be one of default, sparse, dense, balanced, pressure, calibrated, calibrated-sparse, complex, real-twin, converted, lenet5, table"}) void refusesNamingOptionValueAndRange(
                    String key, String value, String message) {
        assertThatThrownBy(() -> read(Map.of(key, value))).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test void whatTheAblationTakesAwayIsRefusedWhereItMeansNothing() {
        assertThatThrownBy(() -> read(Map.of("optimizer", "mirror-descent", "gamma", "0"))).isInstanceOf(UserError.class)
                .hasMessage("--gamma = 0: must be above 0 for the optimizer mirror-descent");
        assertThatThrownBy(() -> read(Map.of("uniform-speed", "true", "lambda", "1"))).isInstanceOf(UserError.class)
                .hasMessage("--lambda = 1.0: must be 0 with uniform-speed");
        assertThatThrownBy(() -> read(Map.of("uniform-speed", "true", "field", "COMPLEX", "encoding", "PHASE")))
                .isInstanceOf(UserError.class).hasMessage("--uniform-speed = true: must be false where the field is COMPLEX");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "etta: 1|: unknown key 'etta'; did you mean eta?",
            "eta: 0|: eta = 0.0: must be a finite number > 0",
            "eta: [1, 2]|: eta = 1,2: must be a number",
            "eta:|: eta has no value; give it one or leave it out",
            "layers: [1, null]|: layers = 1,null: must be a list such as 300,100",
            "epochs: 2.5|: epochs = 2.5: must be a whole number",
            "preset: best|: preset = best: must be one of default, sparse, dense, balanced, pressure, calibrated, calibrated-sparse, complex, real-twin, converted, lenet5, table",
            "- 1|: must be lines of the form key: value",
            "eta: [|:1: is not valid YAML: while parsing a flow node"}) void refusesNamingFileAndKey(String yaml, String message)
                    throws IOException {
        Path path = folder.resolve("a.yaml");
        assertThatThrownBy(() -> SettingsReader.read(Map.of(), file(yaml))).isInstanceOf(UserError.class)
                .hasMessage(path + message);
    }

    @Test void refusesAKeyGivenTwice() {
        assertThatThrownBy(() -> file("eta: 1\neta: 2\n")).isInstanceOf(UserError.class).hasMessageContaining("a.yaml:2: ")
                .hasMessageContaining("eta");
    }

    @Test void anEmptyFileChangesNothing() throws IOException {
        assertThat(SettingsReader.read(Map.of(), file("# nothing\n"))).isEqualTo(read(Map.of()));
    }

    @Test void filesThatAreNone() {
        assertThatThrownBy(() -> ConfigFile.read(folder, List.of())).isInstanceOf(UserError.class)
                .hasMessageContaining("is not a file");
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("b"), List.of())).isInstanceOf(UserError.class)
                .hasMessageContaining("no such file");
    }

    private static TrainSettings read(Map<String, String> commandLine) {
        return SettingsReader.read(commandLine, Optional.empty());
    }

    private Optional<ConfigFile> file(String yaml) throws IOException {
        return Optional.of(ConfigFile.read(Files.writeString(folder.resolve("a.yaml"), yaml), SettingsReader.keys().keySet()));
    }

    @Test void picturesAreChangedAsAListSays() {
        TrainSettings settings = SettingsReader.read(Map.of("augment", "rotate:5.0, shift:2"), Optional.empty());
        assertThat(settings.augment()).isEqualTo("shift:2,rotate:5");
        assertThat(SettingsReader.parse("again", SettingsReader.write(settings))).isEqualTo(settings);
        assertThatThrownBy(() -> SettingsReader.read(Map.of("augment", "shift:x"), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessage("--augment = shift:x: has 'shift:x': must be a list such as shift:2,flip,rotate:10");
        assertThatThrownBy(() -> TrainingData.requireFit(SettingsReader.read(Map.of("augment", "flip"), Optional.empty()),
                new Dataset("rows", rows(), rows(), "00"))).isInstanceOf(UserError.class)
                .hasMessageStartingWith("--augment: changes pictures");
    }

    private static Examples rows() { return new Examples(new float[6], 3, new int[2], 2, Optional.empty()); }
}
