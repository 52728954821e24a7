package org.tanhwg.studies.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.training.cells.CellRunner.Cell;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.Optimizer;

class BenchReaderTest {
    private static final String GOOD = """
            title: Some settings
            seeds: [1, 2]
            columns: [accuracy, kept]
            settings: {epochs: 3, layers: "20,10"}
            rows:
            - {label: ours, preset: dense, eta: 1e2}
            - {label: Adam 1e-4, optimizer: adam, eta: 1e-4}
            """;

    @TempDir Path folder;

    @Test void everyTableOfTheProgramCanBeRead() throws IOException, URISyntaxException {
        Path resources = Path.of(BenchReader.class.getResource("/benches/default.yaml").toURI()).getParent();
        try (Stream<Path> files = Files.list(resources)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(
                    BenchReader.KNOWN.stream().map(name -> name + ".yaml").toList());
        }
        assertThat(BenchReader.KNOWN)
                .extracting(name -> BenchReader.read(name).stream().mapToInt(table -> table.cells().size()).sum())
                .containsExactly(5, 3, 5, 3, 4, 17,
                        9, 9, 2, 3, 12, 15, 8, 12, 6, 5, 15, 2, 15, 216, 40, 48);
    }

    @Test void rowsInheritTheSettingsOfTheTable() throws IOException {
        BenchTable table = BenchReader.read(write(GOOD)).get(0);
        assertThat(table.cells()).extracting(Cell::name).containsExactly("some/ours-1", "some/adam-1e-4-1",
                "some/ours-2",
                "some/adam-1e-4-2");
        Cell ours = table.cells().get(2);
        assertThat(ours.settings()).extracting("seed", "epochs", "layers", "eta", "beta").containsExactly(2L, 3, List.of(20, 10),
                100.0, 0.0);
        assertThat(table.cells().get(1).settings()).extracting("optimizer", "eta").containsExactly(Optimizer.ADAM, 1e-4);
    }

    @Test void questionsAreInheritedToo() throws IOException {
        List<BenchTable> tables = BenchReader.read(write("""
                title: Some questions
                seeds: [1]
                columns: [ece, auroc]
                settings: {ood: tiny, shift: 2, epochs: 3}
                rows:
                - {label: law, samples: [100, 0]}
                - {label: twin}
                """));
        BenchTable table = tables.get(0);
        assertThat(table.rows().get(0).lines()).containsExactly("law, S = 100", "law, expectation");
        assertThat(table.rows().get(1).lines()).containsExactly("twin");
        assertThat(table.rows().get(1).questions()).containsExactly(new BenchTable.Question(0, Optional.of("tiny"), 2));
        assertThat(table.cells().get(0).settings().epochs()).isEqualTo(3);
    }

    @Test void eachCaseIsATableOfItsOwn() throws IOException {
        String file = write(
                GOOD.replace("rows:", "cases: [{label: 'Tiny, 0.5 %', batch: 7, eta: 3}, {label: large, layers: '9'}]\nrows:"));
        List<BenchTable> tables = BenchReader.read(file);
        assertThat(tables).extracting(BenchTable::name).containsExactly("some-tiny-0-5", "some-large");
        assertThat(tables).extracting(BenchTable::title).containsExactly("Some settings: Tiny, 0.5 %", "Some settings: large");
        assertThat(tables).extracting(BenchTable::source).containsOnly(file);
        assertThat(tables.get(0).cells().get(0).settings()).extracting("batch", "epochs", "eta").containsExactly(7, 3, 100.0);
        assertThat(tables.get(1).cells().get(0).settings().layers()).containsExactly(9);
        assertThat(tables.get(0).withSeeds(List.of(5L)).cells()).extracting(Cell::name).containsExactly("some-tiny-0-5/ours-5",
                "some-tiny-0-5/adam-1e-4-5");
    }

    @Test void oneCaseOfATableOfTheProgramCanBeFilledAlone() {
        assertThat(BenchReader.read("ablation-mnist-1")).singleElement().extracting(BenchTable::source)
                .isEqualTo("ablation-mnist-1");
        assertThat(BenchReader.read("ablation").get(0)).isEqualTo(BenchReader.read("ablation-mnist-1").get(0));
        assertThatThrownBy(() -> BenchReader.read("ablation-mnist-3")).isInstanceOf(UserError.class)
                .hasMessageStartingWith("unknown table ablation-mnist-3; ");
    }

    /** {@code /} separates what is replaced from its replacement. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "title: Some settings/|title is missing: must be a line of text",
            "title: Some/titel: Some|unknown key 'titel'; did you mean title?",
            "[1, 2]/[]|seeds = []: must be a list of whole numbers such as [1, 2, 3]",
            "[1, 2]/[1, 2.5]|seeds = [1, 2.5]: must be a list of whole numbers such as [1, 2, 3]",
            "kept/keep|columns = [accuracy, keep]: must be a list of accuracy, error, shifted, kept, arithmetic, nll, ece, auroc, seconds",
            "kept]/auroc]|row 'ours': ood is missing: the column auroc needs it",
            "kept]/shifted]|row 'ours': shift is missing: the column shifted needs it",
            "eta: 1e2/shift: -1|row 'ours': shift = -1: must be a whole number >= 0",
            "eta: 1e2/samples: 3|row 'ours': samples = 3: must be a list of whole numbers >= 0 such as [0, 100]",
            "eta: 1e2/samples: [-1]|row 'ours': samples = [-1]: must be a list of whole numbers >= 0 such as [0, 100]",
            "epochs: 3/epocs: 3|settings: unknown key 'epocs'; did you mean epochs?",
            "epochs: 3/seed: 3|settings: unknown key 'seed'; did you mean keep?",
            "epochs: 3/epochs: 0|row 'ours': epochs = 0: must be a whole number >= 1",
            "eta: 1e2/eta: fast|row 'ours': eta = fast: must be a number",
            "eta: 1e2/etta: 1|rows: unknown key 'etta'; did you mean eta?",
            "label: ours, /|rows: label is missing: must be a line of text",
            "ours/ADAM 1E-4|rows: two are called 'Adam 1e-4'; each needs a label of its own",
            "optimizer: adam/optimizer: lion|row 'Adam 1e-4': optimizer = lion: must be one of tan-hwg, mirror-descent,",
            "eta: 1e-4/eta: 0|row 'Adam 1e-4': eta = 0.0: must be a finite number > 0"}) void mistakesNameFileAndKey(
                    String change, String message) throws IOException {
        String[] parts = change.split("/", 2);
        assertThat(GOOD).contains(parts[0]);
        String file = write(GOOD.replace(parts[0], parts[1]));
        assertThatThrownBy(() -> BenchReader.read(file)).isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("some.yaml"), yaml).toString();
    }
}
