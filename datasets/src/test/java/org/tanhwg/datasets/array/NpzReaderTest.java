package org.tanhwg.datasets.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.inputs.Reading;

class NpzReaderTest {
    private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};

    @TempDir Path temp;

    /** A file that make_npz.py wrote with NumPy. */
    private static Reading numpys(String name) throws URISyntaxException {
        return NpzReader.read(Path.of(NpzReaderTest.class.getResource(name).toURI()), DataOptions.DEFAULTS);
    }

    private static float[] samples(int from, int pictures) {
        float[] samples = new float[pictures * 6];
        for (int i = 0; i < samples.length; i++) samples[i] = (from * 6 + i) % 251 / 255f;
        return samples;
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras.npz", "fortran.npz", "medmnist.npz"}) void whatNumPyWrites(String name)
            throws URISyntaxException {
        Dataset data = numpys(name).dataset().orElseThrow();
        assertThat(data.train().features()).isEqualTo(samples(0, 12));
        assertThat(data.train().labels()).isEqualTo(LABELS);
        assertThat(data.test().features()).isEqualTo(samples(12, 6));
        assertThat(data.test().labels()).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(data.train().bytes()).isEqualTo(72);
    }

    @Test void numbersInTheUnitIntervalKeepTheirScale() throws URISyntaxException {
        Reading reading = numpys("unit.npz");
        assertThat(reading.description().scale()).contains(1.0);
        assertThat(reading.dataset().orElseThrow().train().features()).isEqualTo(samples(0, 12));
        assertThat(reading.dataset().orElseThrow().test().features()).isEqualTo(samples(12, 6));
    }

    /** Eleven bits of a number are kept. */
    @Test void halfPrecisionIsRead() throws URISyntaxException, IOException {
        Dataset data = numpys("half.npz").dataset().orElseThrow();
        for (Examples side : List.of(data.train(), data.test())) {
            float[] whole = samples(side == data.train() ? 0 : 12, side.count());
            for (int i = 0; i < whole.length; i++)
                assertThat(side.features()[i]).isCloseTo(whole[i], within(0x1p-12f));
        }
        byte[] numbers = {0, 0x3c, 1, 0, (byte) 0xff, 3, (byte) 0xff, 0x7b, 0, (byte) 0xc2, 0, (byte) 0xfc, 1, 0x7c};
        var bytes = new ByteArrayOutputStream();
        bytes.write(header("{'descr': '<f2', 'fortran_order': False, 'shape': (7,)}"));
        bytes.write(numbers);
        NpyArray array = NpyArray.read("made", new ByteArrayInputStream(bytes.toByteArray()), bytes.size(), 0);
        assertThat(IntStream.range(0, 7).mapToDouble(array::at).toArray()).containsExactly(1, 0x1p-24, 1023 * 0x1p-24, 65504, -3,
                Double.NEGATIVE_INFINITY, Double.NaN);
    }

    @Test void coloursComePlaneAfterPlane() throws URISyntaxException {
        Reading reading = numpys("colour.npz");
        Dataset data = reading.dataset().orElseThrow();
        assertThat(data.train().shape()).contains(new ImageShape(2, 3, 3));
        assertThat(data.train().count() + data.test().count()).isEqualTo(12);
        float[] first = data.train().rows(0, 1);
        for (int i = 0; i < 6; i++)
            assertThat(first[6 + i] * 255).isBetween(first[i] * 255 / 2 - .51f, first[i] * 255 / 2 + .01f);
        assertThat(data.outputs()).containsExactly("0", "1", "2");
        assertThat(reading.description().notes()).singleElement().asString().contains("no test side");
    }

    @Test void labelsMayBeSeveralOrNumbers() throws URISyntaxException {
        assertThat(numpys("flags.npz").description().task()).contains(Task.MULTI_LABEL);
        assertThat(numpys("targets.npz").description().task()).contains(Task.REGRESSION);
    }

    @Test void validationIsTrainedOnAndSaidSo() throws URISyntaxException {
        assertThat(numpys("medmnist.npz").description().notes())
                .containsExactly("4 examples of validation are training examples here, after the others");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "objects.npz | holds pickled Python objects, which are never unpickled",
            "texts.npz | holds values of type U1; must be whole numbers"}) void whatIsNotNumbersIsRefused(String name,
                    String message) {
        assertThatThrownBy(() -> numpys(name)).isInstanceOf(DataException.class).hasMessageContaining(": y_train: " + message);
    }

    private Path zip(String entry, byte[]... parts) throws IOException {
        Path file = temp.resolve("made.npz");
        try (OutputStream out = Files.newOutputStream(file); var zip = new ZipOutputStream(out)) {
            for (String name : new String[] {entry, "y_train.npy"}) {
                zip.putNextEntry(new ZipEntry(name));
                for (byte[] part : parts) zip.write(part);
            }
        }
        return file;
    }

    private static byte[] header(String text) {
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length(), (byte) (text.length() >> 8)};
        byte[] bytes = Arrays.copyOf(start, start.length + text.length());
        System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, start.length, text.length());
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'descr': '|u1', 'fortran_order': False, 'shape': (999999, 999999)} / header promises 999,999 x 999,999 numbers of 1 bytes, the file holds 4",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} / header promises 1 numbers of 8 bytes, the file holds 4",
            "{'descr': '|u1', 'fortran_order': False, 'shape': ()} / has 0 dimensions",
            "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 4)} / has the length 0 in dimension 1",
            "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)} / has a header that is not understood",
            "{'descr': '|O', 'fortran_order': False, 'shape': (1,)} / holds pickled Python objects",
            "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)} / holds values of type c8",
            "{'descr': '<f16', 'fortran_order': False, 'shape': (2,)} / holds values of type f16"}) void headersThatLie(
                    String line)
                    throws IOException {
        String[] parts = line.split(" / ");
        Path file = zip("x_train.npy", header(parts[0]), new byte[4]);
        assertThatThrownBy(() -> NpzReader.read(file, DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": x_train: " + parts[1]);
    }

    @Test void bombsCostNoMemory() throws IOException {
        Path file = zip("x_train.npy", header("{'descr': '|u1', 'fortran_order': False, 'shape': (9, 1)}"),
                new byte[200_000_000]);
        assertThat(Files.size(file)).isLessThan(1_000_000);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> NpzReader.read(file, DataOptions.DEFAULTS))
                .hasMessageContaining("the file holds 200,000,000 bytes of them");
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    }

    /** It was copied into a larger one several times: twice the memory. */
    @Test void anArrayIsAllocatedOnce() throws IOException {
        Path file = zip("x_train.npy", header("{'descr': '|u1', 'fortran_order': False, 'shape': (17000, 10, 100)}"),
                new byte[17_000_000]);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (var npz = new NpzFile(file)) {
            long before = thread.getCurrentThreadAllocatedBytes();
            assertThat(npz.read("x_train").data()).hasSize(17_000_000);
            assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(18_000_000);
        }
    }

    /** Header and directory agree on 300 MB, and some bytes are there. */
    @Test void promisesOfADirectoryCostNoMemory() throws IOException {
        byte[] head = header("{'descr': '|u1', 'fortran_order': False, 'shape': (3000, 100000)}");
        Path file = zip("x_train.npy", head, new byte[4]);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int entry = 0;
        while (bytes.getInt(entry) != 0x02014b50) entry++; // the first of the central directory
        bytes.putInt(entry + 24, head.length + 300_000_000);
        Files.write(file, bytes.array());
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> NpzReader.read(file, DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": x_train: is cut short");
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    }

    @Test void damageIsNoticed() throws IOException, URISyntaxException {
        byte[] sound = Files.readAllBytes(Path.of(NpzReaderTest.class.getResource("keras.npz").toURI()));
        int changed = 0;
        for (int i = 190; i < 260; i++) { // samples of x_train, which is stored
            byte[] bad = sound.clone();
            bad[i] ^= 1;
            Path file = Files.write(temp.resolve("bad.npz"), bad);
            try {
                NpzReader.read(file, DataOptions.DEFAULTS);
            } catch (DataException e) {
                changed++;
            }
        }
        assertThat(changed).isEqualTo(70);
        assertThatThrownBy(() -> NpzReader.read(zip("other.npy", header("{}")), DataOptions.DEFAULTS))
                .hasMessageContaining("holds 'other', 'y_train'; must hold x_train and y_train");
        assertThatThrownBy(() -> NpzReader.read(zip("readme.txt"), DataOptions.DEFAULTS)).hasMessageContaining("holds 'y_train'");
    }
}
