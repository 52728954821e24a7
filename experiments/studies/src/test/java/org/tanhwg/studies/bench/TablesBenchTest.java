package org.tanhwg.studies.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.studies.bench.TablesBench.Ahead;

class TablesBenchTest {

    @ParameterizedTest
    @CsvSource({"wine, 178, 14, logistic", "breast-cancer, 569, 31, logistic", "digits, 1797, 65, logistic",
            "diabetes, 442, 11, ridge", "known-noise, 600, 11, ridge"}) void tablesAreWholeAndKnowTheirRivals(String name,
                    int rows, int columns, String linear) {
        FoldedTable table = FoldedTable.read(name);
        assertThat(table.rows()).isEqualTo(rows);
        assertThat(table.header().split(",")).hasSize(columns).endsWith("target");
        assertThat(table.folds()).hasSize(5).allSatisfy(fold -> assertThat(fold.size()).isCloseTo(rows / 5, within(2)));
        assertThat(table.linear()).isEqualTo(linear);
        assertThat(table.scores().values()).hasSize(2).allSatisfy(folds -> assertThat(folds).hasSize(5).doesNotContain(0));
    }

    @Test void aFoldIsTestedOnWhatItIsNotTrainedOn(@TempDir Path folder) throws IOException {
        FoldedTable table = FoldedTable.read("wine");
        table.write(folder.resolve("data/train.csv"), 2, false);
        table.write(folder.resolve("data/test.csv"), 2, true);
        List<String> train = Files.readAllLines(folder.resolve("data/train.csv")),
                test = Files.readAllLines(folder.resolve("data/test.csv"));
        assertThat(test.get(0)).isEqualTo(train.get(0)).isEqualTo(table.header());
        assertThat(test.subList(1, test.size())).isEqualTo(table.folds().get(2)).doesNotContainAnyElementsOf(train);
        assertThat(Stream.concat(train.stream().skip(1), test.stream().skip(1)))
                .containsExactlyInAnyOrderElementsOf(table.folds().stream().flatMap(List::stream).toList());
    }

    /** Ridge regression explains half of the variance of diabetes: 54.5 of a deviation of 77. */
    @Test void varianceIsThatOfTheTarget() {
        assertThat(Math.sqrt(FoldedTable.read("diabetes").targetVariance())).isCloseTo(77.0, within(0.1));
    }

    /** Differences 1, 2, 3: mean 2, deviation 1. Errors count the other way round. */
    @Test void aheadIsTheMeanOverTheFoldsWithItsStandardError() {
        Ahead shares = Ahead.of(new double[] {3, 5, 7}, new double[] {2, 3, 4}, false);
        assertThat(shares.mean()).isCloseTo(2, within(1e-12));
        assertThat(shares.standardError()).isCloseTo(1 / Math.sqrt(3), within(1e-12));
        assertThat(Ahead.of(new double[] {3, 5, 7}, new double[] {2, 3, 4}, true).mean()).isCloseTo(-2, within(1e-12));
    }
}
