package org.tanhwg.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.training.run.UserError;

class PixelReaderTest {
    private static final int WHITE = 0xffffffff;
    private static final int BLACK = 0xff000000;

    @TempDir Path folder;

    @Test void largerPicturesAreAveraged() throws IOException {
        Path file = png(4, BLACK);
        paint(file, 0, 0, WHITE);
        paint(file, 1, 0, WHITE);
        float[] pixels = new PixelReader(4, false).read(file);
        assertThat(pixels[0]).isCloseTo(.5f, within(.01f));
        assertThat(Arrays.copyOfRange(pixels, 1, 4)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true}) void greyStaysAsItIs(boolean opacity) throws IOException {
        for (int type : new int[] {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT}) {
            var model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), opacity, false,
                    opacity ? Transparency.TRANSLUCENT : Transparency.OPAQUE, type);
            var image = new BufferedImage(model, model.createCompatibleWritableRaster(2, 2), false, null);
            int most = type == DataBuffer.TYPE_BYTE ? 255 : 65535;
            image.getRaster().setSample(0, 0, 0, most / 3);
            if (opacity) image.getRaster().setSample(0, 0, 1, most);
            Path file = folder.resolve("grey.png");
            ImageIO.write(image, "png", file.toFile());
            assertThat(new PixelReader(4, false).read(file)).as("%d", most).containsExactly(new float[] {1 / 3f, 0, 0, 0},
                    within(1e-6f));
        }
    }

    @Test void coloursBecomeLuma() throws IOException {
        assertThat(new PixelReader(4, false).read(png(2, 0xff00ff00))[0]).isCloseTo(.587f, within(.001f));
    }

    @Test void transparentPartsAreBackgroundInvertedOrNot() throws IOException {
        Path file = png(2, 0x00ffffff);
        paint(file, 1, 0, BLACK);
        assertThat(new PixelReader(4, true).read(file)).containsExactly(0, 1, 0, 0);
        assertThat(new PixelReader(4, false).read(file)).containsOnly(0);
    }

    @Test void idxImagesAreTakenAsTheyAre() throws IOException {
        Path file = Files.write(folder.resolve("images"),
                new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 0});
        assertThat(new PixelReader(2, false).read(file)).containsExactly(0, 1, .2f, 0);
        assertThatThrownBy(() -> new PixelReader(3, false).read(file)).isInstanceOf(UserError.class)
                .hasMessage(file + ": has images of 1 x 2 pixels; the network takes 3 numbers");
    }

    @Test void otherFilesAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "hello");
        assertThatThrownBy(() -> new PixelReader(4, false).read(file)).isInstanceOf(UserError.class)
                .hasMessage(file + ": is neither a PNG nor an IDX file");
        assertThatThrownBy(() -> new PixelReader(4, false).read(folder)).isInstanceOf(UserError.class)
                .hasMessage(folder + ": is not a file");
        Path png = png(2, WHITE);
        assertThatThrownBy(() -> new PixelReader(3, false).read(png)).isInstanceOf(UserError.class)
                .hasMessageContaining("not a square image");
    }

    @Test void damagedPicturesAreTheUsersToSolve() throws IOException {
        byte[] whole = Files.readAllBytes(png(8, WHITE));
        for (int length = 4; length < whole.length - 30; length++) {
            Path file = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new PixelReader(4, false).read(file)).isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file + ": is a damaged PNG");
        }
    }

    private Path png(int side, int argb) throws IOException {
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < side * side; i++) image.setRGB(i % side, i / side, argb);
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static void paint(Path file, int x, int y, int argb) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        image.setRGB(x, y, argb);
        ImageIO.write(image, "png", file.toFile());
    }
}
