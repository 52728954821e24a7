package org.tanhwg.datasets.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.Picture;
import org.tanhwg.datasets.inputs.Reading;

class PictureFolderTest {
    /** Grey, 2 x 3, the first sample 10, all others 128; written by cwebp -lossless of libwebp. */
    private static final String WEBP = "UklGRiQAAABXRUJQVlA4TBcAAAAvAkAAAA9wBbsr2F3Bbv4DDzc4iOh/CAA=";

    @TempDir Path temp;

    /** A picture of that many pixels, all of one colour. */
    private Path write(String name, int height, int width, int rgb) throws IOException {
        Path file = temp.resolve("data").resolve(name);
        Files.createDirectories(file.getParent());
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, rgb);
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())).isTrue();
        return file;
    }

    private Path folder() {
        return temp.resolve("data");
    }

    private Reading read(DataOptions options) {
        return PictureFolder.read(folder(), options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tif"}) void formatsOfPictures(String ending) throws IOException {
        Picture grey = PictureFile.read(write("a." + ending, 3, 5, 0x808080));
        assertThat(grey.shape()).isEqualTo(new ImageShape(3, 5));
        assertThat(grey.samples()).containsOnly((byte) 0x80);
        Picture red = PictureFile.read(write("b." + ending, 2, 2, 0xff0000));
        assertThat(red.shape().channels()).isEqualTo(3);
        assertThat(red.samples()[0] & 0xff).isBetween(250, 255);
        assertThat(red.samples()[4] & 0xff).isBetween(0, 5);
    }

    @Test void webpIsRead() throws IOException {
        Path file = Files.write(temp.resolve("a.webp"), Base64.getDecoder().decode(WEBP));
        assertThat(PictureFile.read(file).shape()).isEqualTo(new ImageShape(2, 3));
        assertThat(PictureFile.read(file).samples()).containsExactly(10, 128, 128, 128, 128, 128);
    }

    /** The decoder of GIF makes all pixels that a header promises, and lets the end be missing. */
    @Test void sizesThatTheFileCannotHoldAreRefused() throws IOException {
        Path file = temp.resolve("a.gif");
        ImageIO.write(new BufferedImage(9, 8, BufferedImage.TYPE_INT_RGB), "gif", file.toFile());
        byte[] bytes = Files.readAllBytes(file);
        int descriptor = 0;
        while (bytes[descriptor] != 0x2C || bytes[descriptor + 5] != 9) descriptor++;
        for (int high : new int[] {6, 8}) bytes[descriptor + high] = bytes[high + 1] = 0x20;
        Files.write(file, bytes);
        assertThatThrownBy(() -> PictureFile.read(file)).isInstanceOf(DataException.class)
                .hasMessageContaining("is 8200 x 8201 pixels");
        for (int low : new int[] {5, 7}) bytes[descriptor + low] = 0;
        Files.write(file, bytes);
        assertThatThrownBy(() -> PictureFile.read(file)).isInstanceOf(DataException.class)
                .hasMessageContaining("is 8192 x 8192 pixels in " + bytes.length + " bytes");
        Path blank = temp.resolve("blank.png");
        ImageIO.write(new BufferedImage(4096, 4096, BufferedImage.TYPE_BYTE_BINARY), "png", blank.toFile());
        assertThat(PictureFile.read(blank).shape()).isEqualTo(new ImageShape(4096, 4096));
    }

    /** The decoder went on with old bytes, transform after transform, until memory was full. */
    @Test void webpThatEndsTooEarlyIsRefused() throws IOException {
        Path file = Files.write(temp.resolve("a.webp"),
                Base64.getDecoder().decode("UklGRiQAAABXRUJQVlA4TBcAAAAvAkAAAA9wBbsr2F1u/gMPNziITBcAAAgIAA=="));
        assertThatThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(30), () -> PictureFile.read(file)))
                .isInstanceOf(DataException.class).hasMessage(file + ": cannot be decoded (ends too early)");
    }

    /** Java's decoder makes a table of 2 to the number of bits for each sample. */
    @Test void samplesOfManyBitsAreRefused() throws IOException {
        Path file = temp.resolve("a.tif");
        ImageIO.write(new BufferedImage(9, 8, BufferedImage.TYPE_USHORT_GRAY), "tif", file.toFile());
        assertThat(PictureFile.read(file).shape()).isEqualTo(new ImageShape(8, 9));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(bytes[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int entry = buffer.getInt(4) + 2;
        while (buffer.getShort(entry) != BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE) entry += 12;
        for (short bits : new short[] {17, 31, 32}) {
            buffer.putShort(entry + 8, bits);
            Files.write(file, bytes);
            assertThatThrownBy(() -> PictureFile.read(file)).isInstanceOf(DataException.class)
                    .hasMessage(file + ": has " + bits + " bits in a sample; at most 16 are read");
        }
    }

    @Test void namesAreOrderedByTheirNumbersAcrossClasses() throws IOException {
        for (int i = 0; i < 12; i++) write("train/" + (i % 2 == 0 ? "even" : "odd") + "/" + i + ".png", 2, 2, i * 0x010101);
        for (int i = 0; i < 4; i++) write("test/" + (i % 2 == 0 ? "even" : "odd") + "/" + i + ".png", 2, 2, i * 0x010101);
        Dataset data = read(DataOptions.DEFAULTS).dataset().orElseThrow();
        for (int i = 0; i < 12; i++) assertThat(Math.round(data.train().rows(i, i + 1)[0] * 255)).isEqualTo(i);
        assertThat(data.train().labels()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(data.outputs()).containsExactly("even", "odd");
    }

    private void twoClasses(int pictures) throws IOException {
        for (int i = 0; i < pictures; i++)
            for (String name : new String[] {"2", "10"}) write(name + "/" + i + ".png", 2, 3, 0x101010 * (i % 15 + 1));
    }

    @Test void oneTreeIsSplitAndClassesAreOrderedByNumber() throws IOException {
        twoClasses(10);
        Reading reading = read(DataOptions.DEFAULTS);
        assertThat(reading.dataset().orElseThrow().outputs()).containsExactly("2", "10");
        assertThat(reading.description().test()).isEqualTo(4);
        assertThat(reading.description().notes())
                .containsExactly("no test side: 4 of 20 examples are held out (share 0.2, seed 1)");
    }

    @Test void oneColouredPictureMakesAllColoured() throws IOException {
        twoClasses(5);
        write("2/99.png", 2, 3, 0xff0000);
        assertThat(read(DataOptions.DEFAULTS).description().shape()).contains(new ImageShape(2, 3, 3));
    }

    @Test void badPicturesAreNamedOrCounted() throws IOException {
        twoClasses(10);
        Path bad = Files.writeString(folder().resolve("2/3.png"), "no picture");
        Files.writeString(folder().resolve("2/notes.txt"), "passed over");
        assertThatThrownBy(() -> read(DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessage(bad + ": is not a picture that is understood; must be PNG, JPEG, BMP, GIF, TIFF or WebP");
        Reading reading = read(DataOptions.DEFAULTS.skippingBad());
        assertThat(reading.description().train() + reading.description().test()).isEqualTo(19);
        assertThat(reading.description().notes()).contains("1 file that is not a picture by its name is passed over")
                .anyMatch(note -> note.startsWith("1 picture is left out; the first: " + bad));
        byte[] sound = Files.readAllBytes(folder().resolve("2/4.png"));
        Files.write(bad, Arrays.copyOf(sound, sound.length / 2));
        assertThatThrownBy(() -> read(DataOptions.DEFAULTS)).hasMessageStartingWith(bad + ": cannot be decoded");
        Files.write(bad, new byte[0]);
        assertThatThrownBy(() -> read(DataOptions.DEFAULTS)).hasMessage(bad + ": is empty; must be a picture");
    }

    @Test void mixedSizesWantASize() throws IOException {
        twoClasses(10);
        Path other = write("10/7.png", 4, 6, 0x808080);
        for (DataOptions options : new DataOptions[] {DataOptions.DEFAULTS, DataOptions.DEFAULTS.skippingBad()})
            assertThatThrownBy(() -> read(options)).isInstanceOf(DataException.class)
                    .hasMessage(other + ": is 4 x 6 pixels, but the first picture 2 x 3; a size such as 28x28 scales all to one");
        Reading scaled = read(DataOptions.DEFAULTS.withSize(new ImageShape(2, 2)));
        assertThat(scaled.description().shape()).contains(new ImageShape(2, 2));
        assertThat(scaled.inputs().orElseThrow().pixels().orElseThrow().resized()).isTrue();
    }

    @Test void emptyClassesAndLoopsAreNamed() throws IOException {
        twoClasses(3);
        Path empty = Files.createDirectories(folder().resolve("empty"));
        assertThatThrownBy(() -> read(DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessage(folder() + ": no picture in the folder of class 'empty'; put some there, or remove the folder");
        Files.delete(empty);
        Path loop = Files.createSymbolicLink(folder().resolve("2/loop"), folder().resolve("2"));
        assertThatThrownBy(() -> read(DataOptions.DEFAULTS)).isInstanceOf(DataException.class)
                .hasMessage(loop + ": is a link to a folder above it; remove it");
    }

    @Test void oneClassOrOnePictureIsAProblem() throws IOException {
        write("only/1.png", 2, 2, 0);
        write("only/2.png", 2, 2, 0xffffff);
        write("only/3.png", 2, 2, 0xffffff);
        assertThat(read(DataOptions.DEFAULTS).description().problems())
                .containsExactly(folder() + ": every label is 'only'; a classifier needs at least two classes");
        twoClasses(4);
        write("rare/1.png", 2, 2, 0);
        assertThat(read(DataOptions.DEFAULTS.withSize(new ImageShape(2, 2))).description().problems())
                .containsExactly(folder() + ": one example of 'rare'; must have at least two of each class");
    }

    @Test void decodedPicturesAreKeptAndChecked() throws IOException {
        twoClasses(1000);
        Path cache = temp.resolve("cache");
        DataOptions options = DataOptions.DEFAULTS.withCache(cache);
        Dataset first = read(options).dataset().orElseThrow();
        assertThat(cache.toFile().list()).hasSize(1);
        Path file = cache.resolve(cache.toFile().list()[0]);
        FileTime written = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, written);
        Dataset again = read(options).dataset().orElseThrow();
        assertThat(Files.getLastModifiedTime(file)).as("taken, not made anew").isEqualTo(written);
        assertThat(again.train().features()).isEqualTo(first.train().features());
        assertThat(again.sha256()).isEqualTo(first.sha256());
        byte[] sound = Files.readAllBytes(file);
        for (int i = 0; i < sound.length; i += sound.length / 15) {
            byte[] damaged = sound.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertThat(read(options).dataset().orElseThrow().train().features()).isEqualTo(first.train().features());
            assertThat(Files.readAllBytes(file)).as("made anew").isEqualTo(sound);
        }
        Files.write(file, Arrays.copyOf(sound, sound.length / 2));
        assertThat(read(options).description().notes()).anyMatch(note -> note.contains("is damaged"));
        write("2/3.png", 2, 3, 0xffffff);
        assertThat(read(options).dataset().orElseThrow().sha256()).as("a picture has changed").isNotEqualTo(first.sha256());
    }

    @Test void aPlaceThatCannotBeWrittenStopsNothing() throws IOException {
        twoClasses(1000);
        Path inTheWay = Files.writeString(temp.resolve("file"), "");
        assertThat(read(DataOptions.DEFAULTS.withCache(inTheWay)).description().notes())
                .anyMatch(note -> note.contains("cannot be written"));
    }
}
