package org.tanhwg.training.evaluate;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.tanhwg.datasets.IdxArray;
import org.tanhwg.training.run.UserError;

/**
 * Pictures as a network's input: rows of grey values in [0, 1], as many as the network takes; 0 is the background.
 *
 * <p>A PNG becomes grey (ITU-R BT.601 luma), is scaled to the network's square by area averaging, and its transparent parts are background. An
 * IDX file of images is taken as it is.
 */
public final class PixelReader {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final int LARGEST_SIDE = 8192;

    private final int width;
    private final boolean inverted;

    /**
     * A reader of inputs of {@code width} numbers.
     *
     * @param inverted whether the files show dark on light: 1 − value is taken
     */
    public PixelReader(int width, boolean inverted) {
        this.width = width;
        this.inverted = inverted;
    }

    /**
     * Reads a file.
     *
     * @return n × width numbers; n = 1 for a PNG
     * @throws UserError when it is neither, is damaged, or does not fit
     */
    public float[] read(Path file) {
        byte[] start = start(file);
        boolean isPng = Arrays.equals(start, PNG);
        boolean isIdx = start.length > 1 && (start[0] == 0 || start[0] == GZIP[0] && start[1] == GZIP[1]);
        if (!isPng && !isIdx) throw new UserError(file + ": is neither a PNG nor an IDX file");
        float[] pixels = isPng ? png(file) : idx(file);
        if (inverted) for (int i = 0; i < pixels.length; i++) pixels[i] = 1 - pixels[i];
        return pixels;
    }

    private static byte[] start(Path file) {
        if (!Files.isRegularFile(file)) throw new UserError(file + (Files.exists(file) ? ": is not a file" : ": no such file"));
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(PNG.length);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    private float[] idx(Path file) {
        IdxArray images = IdxArray.read(file, 3);
        int pixels = images.shape()[1] * images.shape()[2];
        if (pixels != width) {
            throw new UserError(file + ": has images of " + images.shape()[1] + " x " + images.shape()[2]
                    + " pixels; the network takes " + width
                    + " numbers");
        }
        return images.scaled();
    }

    private float[] png(Path file) {
        int side = (int) Math.round(Math.sqrt(width));
        if (side * side != width) {
            throw new UserError(
                    file + ": the network takes " + width + " numbers, which is not a square image; give it an IDX file");
        }
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.drawImage(plain(decode(file)).getScaledInstance(side, side, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        float background = inverted ? 1 : 0;
        float[] pixels = new float[width];
        for (int i = 0; i < width; i++) {
            int argb = canvas.getRGB(i % side, i / side);
            float luma = (0.299f * (argb >> 16 & 255) + 0.587f * (argb >> 8 & 255) + 0.114f * (argb & 255)) / 255;
            float opacity = (argb >>> 24) / 255f;
            pixels[i] = opacity * luma + (1 - opacity) * background;
        }
        return pixels;
    }

    /** Java takes grey samples for linear light and would brighten them: 84 becomes 155. */
    private static BufferedImage plain(BufferedImage image) {
        if (image.getColorModel().getColorSpace().getType() != ColorSpace.TYPE_GRAY) return image;
        Raster samples = image.getRaster();
        int most = (1 << samples.getSampleModel().getSampleSize(0)) - 1;
        var plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int grey = samples.getSample(x, y, 0) * 255 / most;
                int alpha = samples.getNumBands() == 1 ? 255 : samples.getSample(x, y, 1) * 255 / most;
                plain.setRGB(x, y, alpha << 24 | grey << 16 | grey << 8 | grey);
            }
        }
        return plain;
    }

    private static BufferedImage decode(Path file) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            reader.setInput(in, true, true);
            if (Math.max(reader.getWidth(0), reader.getHeight(0)) > LARGEST_SIDE) {
                throw new UserError(
                        file + ": is " + reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels; at most " + LARGEST_SIDE
                                + " a side are read");
            }
            return reader.read(0);
        } catch (IOException | RuntimeException e) { // the decoder throws unchecked exceptions for some damage
            if (e instanceof UserError u) throw u;
            throw new UserError(file + ": is a damaged PNG (" + e.getMessage() + ")", e);
        } finally {
            reader.dispose();
        }
    }
}
