package org.tanhwg.training.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.Optimizer;
import org.tanhwg.training.settings.SettingsReader;

class CompareReaderTest {
    private static final String GOOD = """
            optimizers: [adam, l1-prox]
            data: [mnist]
            seeds: [1, 2]
            training: {layers: [20], batch: 50}
            grids: {adam: {eta: [0.01]}}
            """;

    @TempDir Path folder;

    @Test void aConfigurationReadsAsItWasWritten() throws IOException {
        CompareSettings settings = read(GOOD);
        assertThat(settings.optimizers()).containsExactly(Optimizer.ADAM, Optimizer.L1_PROX);
        assertThat(settings.grid(Optimizer.ADAM).eta()).containsExactly(0.01);
        assertThat(settings.grid(Optimizer.L1_PROX).beta()).as("of the defaults").isNotEmpty();
        assertThat(read(SettingsReader.write(settings))).isEqualTo(settings);
    }

    @Test void theCommandLineWins() throws IOException {
        CompareSettings settings = CompareReader.read(Map.of("seeds", "7", "epochs", "3"), Map.of("layers", "5,4"),
                Optional.empty(),
                Optional.of(write(GOOD)));
        assertThat(settings.seeds()).containsExactly(7L);
        assertThat(settings.epochs()).isEqualTo(3);
        assertThat(settings.training()).containsEntry("layers", List.of(5, 4)).containsEntry("batch", 50);
    }

    /** {@code /} separates what is replaced from its replacement. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "adam, l1-prox/adam, adan|optimizers = adan: must be among tan-hwg,",
            "adam, l1-prox/adam, adam|optimizers = adam stands there twice",
            "optimizers: [adam, l1-prox]/epochs: 3|no optimizers given: a comparison needs --optimizers, --data and --seeds, or",
            "seeds: [1, 2]/seeds: []|seeds is empty",
            "seeds: [1, 2]/seeds: [1.5]|seeds = 1.5: must be",
            "seeds: [1, 2]/seed: 1|unknown key 'seed'; did you mean seeds?",
            "batch: 50/batch: 0|training: batch = 0: must be a whole number >= 1",
            "batch: 50/eta: 1|training: unknown key 'eta'",
            "eta: [0.01]/eta: [0]|config.yaml: grids: adam: eta = 0.0: must be a finite number > 0",
            "eta: [0.01]/eta: fast|config.yaml: grids: adam: eta = fast: must be a list",
            "{adam:/{adan:|config.yaml: grids: unknown key 'adan'; did you mean adam?",
            "eta: [0.01]/etas: [1]|config.yaml: grids: adam: unknown key 'etas'; did you mean eta?"}) void mistakesAreNamed(
                    String change, String message) throws IOException {
        String[] parts = change.split("/", 2);
        assertThat(GOOD).contains(parts[0]);
        assertThatThrownBy(() -> read(GOOD.replace(parts[0], parts[1]))).isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    @Test void mistakesOnTheCommandLineNameTheOption() {
        Map<String, String> given = Map.of("optimizers", "adam", "data", "mnist", "seeds", "1");
        assertThatThrownBy(() -> CompareReader.read(given, Map.of("batch", "0"), Optional.empty(), Optional.empty()))
                .isInstanceOf(UserError.class).hasMessage("--batch = 0: must be a whole number >= 1");
        assertThatThrownBy(() -> CompareReader.read(Map.of("seeds", "1"), Map.of(), Optional.of("papers"), Optional.empty()))
                .isInstanceOf(UserError.class).hasMessage("--preset = papers: must be one of paper");
    }

    private CompareSettings read(String yaml) throws IOException {
        return CompareReader.read(Map.of(), Map.of(), Optional.empty(), Optional.of(write(yaml)));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), yaml);
    }
}
