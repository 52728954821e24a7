package org.tanhwg.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.compact.RawPixels.Polarity;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataDescription.Kind;
import org.tanhwg.datasets.inputs.DataOptions;

class DataSourceTest {
    private static final Dataset MNIST = new DataCatalog(DataPlaces.of(Map.of(), Optional.empty())).load("mnist");
    private static final int[] FIRST = IntStream.range(0, 300).toArray();
    private static final Examples TRAIN = MNIST.train().select(FIRST, 0, 300);
    private static final Examples TEST = MNIST.test().select(FIRST, 0, 100);

    @TempDir Path temp;

    private void assertMnist(Kind kind, Path path, DataOptions options) {
        DataSource source = DataSource.open(path, options);
        assertThat(source.description().problems()).isEmpty();
        Dataset data = source.dataset();
        assertThat(data.train().features()).isEqualTo(TRAIN.features());
        assertThat(data.train().labels()).isEqualTo(TRAIN.labels());
        assertThat(data.test().features()).isEqualTo(TEST.features());
        assertThat(data.test().labels()).isEqualTo(TEST.labels());
        assertThat(data.outputs()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(data.train().shape()).contains(new ImageShape(28, 28));
        assertThat(data.train().bytes()).as("one byte a pixel").isEqualTo(300 * 784);
        assertThat(source.description().kind()).isEqualTo(kind);
        assertThat(source.inputs().pixels().orElseThrow().polarity()).isEqualTo(Polarity.LIGHT_ON_DARK);
        assertThat(source.inputs().pixels().orElseThrow().scale()).isEqualTo(255);
    }

    @Test void mnistIsTheSameHoweverItIsWritten() throws IOException {
        assertMnist(Kind.IDX, Written.idx(temp.resolve("idx"), TRAIN, TEST), DataOptions.DEFAULTS);
        assertMnist(Kind.NPZ, Written.npz(temp.resolve("mnist.npz"), TRAIN, TEST), DataOptions.DEFAULTS);
        assertMnist(Kind.TABLE, Written.csv(temp.resolve("csv"), TRAIN, TEST),
                DataOptions.DEFAULTS.withSize(new ImageShape(28, 28)));
        assertMnist(Kind.IMAGES, Written.png(temp.resolve("png"), TRAIN, TEST), DataOptions.DEFAULTS);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
            "PAR1 | is a Parquet file; --spark reads those where --data-uri names their folder",
            "@RELATION iris | is an ARFF file; save it as CSV with a header",
            "\u0093NUMPY | is one NumPy array",
            "\u0089PNG | is one picture; give the folder",
            "PK\u0003\u0004 | is not a sound zip file"}) void whatIsNotReadSaysWhatWouldBe(String start, String message)
                    throws IOException {
        Path file = Files.writeString(temp.resolve("file"), start, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> DataSource.open(file, DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    @Test void nothingAndEmptyAreNamed() throws IOException {
        Path none = temp.resolve("none"), empty = Files.createFile(temp.resolve("empty.csv")),
                folder = Files.createDirectory(temp.resolve("folder"));
        assertThatThrownBy(() -> DataSource.open(none, DataOptions.DEFAULTS)).hasMessage(none + ": no such file or folder");
        assertThatThrownBy(() -> DataSource.open(empty, DataOptions.DEFAULTS)).hasMessage(empty + ": is empty");
        assertThatThrownBy(() -> DataSource.open(folder, DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessageStartingWith(folder + ": holds nothing that is understood");
    }

    @Test void optionsWithoutAMeaningAreRefused() throws IOException {
        Path idx = Written.idx(temp.resolve("idx"), TRAIN, TEST), npz = Written.npz(temp.resolve("m.npz"), TRAIN, TEST);
        assertThatThrownBy(() -> DataSource.open(idx, DataOptions.DEFAULTS.withLabels("x"))).isInstanceOf(DataException.class)
                .hasMessage(idx + ": a label column was given, which only a table can have");
        assertThatThrownBy(() -> DataSource.open(npz, DataOptions.DEFAULTS.withTest(idx)))
                .hasMessageStartingWith(npz + ": a test file was given");
        assertThatThrownBy(() -> DataSource.open(idx, DataOptions.DEFAULTS.withSize(new ImageShape(14, 14))))
                .hasMessage(idx + ": has pictures of 28 x 28, not of 14 x 14; IDX files are taken as they are");
    }
}
