package org.tanhwg.datasets.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.Picture;

/**
 * Decodes PNG, JPEG, BMP, GIF, TIFF and WebP files; of several frames or pages the first is taken.
 *
 * <p>Samples of 16 bits become 8, transparent parts fade to black. A picture whose red, green and blue are equal everywhere is grey.
 */
public final class PictureFile {
    /** Endings of the names of files that are taken for pictures, in small letters. */
    static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp");
    private static final int LARGEST_SIDE = 8192;
    private static final long LARGEST_FILE = 1L << 28;
    /** Pixels that any file may have, and beyond them pixels that a byte may stand for: deflated, it is 8256 of one bit at most. */
    private static final long MANY = 1L << 22, OF_A_BYTE = 1 << 14;

    private static final int MOST_BITS = 16;
    private static final String TIFF = "javax_imageio_tiff_image_1.0";

    private PictureFile() {}

    /** Whether the name of a file ends as those of pictures do. */
    public static boolean isNamed(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** Reads a file. @throws DataException if it is missing, too large, or cannot be decoded */
    public static Picture read(Path file) {
        return read(file, 0);
    }

    /** Reads a file as {@link #read(Path)} does. @param ground what transparent parts fade to, from 0 black to 255 white */
    public static Picture read(Path file, int ground) {
        DataException.requireFile(file, "a picture");
        try {
            if (Files.size(file) > LARGEST_FILE)
                throw new DataException(file.toString(), "is larger than 256 MiB; pictures are read up to that size");
            return plain(decode(file, Files.readAllBytes(file)), ground);
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    private static BufferedImage decode(Path file, byte[] bytes) {
        try (var in = isWebp(bytes) ? new WebpStream(bytes) : new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext())
                throw new DataException(file.toString(), bytes.length == 0 ? "is empty; must be a picture"
                        : "is not a picture that is understood; must be PNG, JPEG, BMP, GIF, TIFF or WebP");
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0), height = reader.getHeight(0);
                if (Math.max(width, height) > LARGEST_SIDE)
                    throw new DataException(file.toString(),
                            "is " + height + " x " + width + " pixels; at most " + LARGEST_SIDE + " a side are read");
                if ((long) width * height > Math.max(MANY, OF_A_BYTE * bytes.length))
                    throw new DataException(file.toString(), "is " + height + " x " + width + " pixels in " + bytes.length
                            + " bytes; must have a byte for each " + OF_A_BYTE + " of them");
                requireFewBits(file, reader.getImageMetadata(0));
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException | StackOverflowError e) { // decoders throw unchecked exceptions for some damage
            if (e instanceof DataException ours) throw ours;
            throw new DataException(file.toString(), "cannot be decoded (" + e.getMessage() + ")", e);
        }
    }

    private static boolean isWebp(byte[] bytes) {
        return bytes.length >= 12 && new String(bytes, 0, 4, US_ASCII).equals("RIFF")
                && new String(bytes, 8, 4, US_ASCII).equals("WEBP");
    }

    /**
     * The decoder of WebP asks for eight bytes ahead, and where a file has none left it goes on with old ones, for ever if they say so. Here it gets these eight, as zeros,
     * and an error at the next.
     */
    private static final class WebpStream extends MemoryCacheImageInputStream {
        WebpStream(byte[] file) {
            super(new ByteArrayInputStream(Arrays.copyOf(file, file.length + Long.BYTES)));
        }

        @Override public byte readByte() throws IOException {
            int next = read();
            if (next < 0) throw new IOException("ends too early"); // an EOFException would be caught
            return (byte) next;
        }
    }

    /** Java's reader of TIFF makes a table of all values that a sample may have, for 27 bits half a gigabyte; other formats have 16 bits at most. */
    private static void requireFewBits(Path file, IIOMetadata metadata) throws IIOInvalidTreeException {
        if (metadata == null || !TIFF.equals(metadata.getNativeMetadataFormatName())) return;
        TIFFField bits = TIFFDirectory.createFromMetadata(metadata).getTIFFField(BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE);
        for (int i = 0; bits != null && i < bits.getCount(); i++)
            if (bits.getAsLong(i) > MOST_BITS)
                throw new DataException(file.toString(),
                        "has " + bits.getAsLong(i) + " bits in a sample; at most " + MOST_BITS + " are read");
    }

    private static Picture plain(BufferedImage image, int ground) {
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(image.getColorModel() instanceof IndexColorModel);
        return grey ? grey(image, ground) : coloured(image, ground);
    }

    /** By its samples: Java takes grey for linear light and would brighten it. */
    private static Picture grey(BufferedImage image, int ground) {
        int height = image.getHeight(), width = image.getWidth();
        Raster raster = image.getRaster();
        int[] samples = raster.getSamples(0, 0, width, height, 0, (int[]) null);
        int[] alphas = raster.getNumBands() > 1 ? raster.getSamples(0, 0, width, height, 1, (int[]) null) : null;
        int most = (1 << Math.min(MOST_BITS, raster.getSampleModel().getSampleSize(0))) - 1;
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            long sample = alphas == null ? samples[i] : ((long) samples[i] * alphas[i] + most / 2) / most;
            long below = alphas == null ? 0 : ((long) ground * (most - alphas[i]) + most / 2) / most;
            bytes[i] = (byte) ((sample * 255 + most / 2) / most + below);
        }
        return new Picture(new ImageShape(height, width), bytes);
    }

    private static Picture coloured(BufferedImage image, int ground) {
        int height = image.getHeight(), width = image.getWidth(), plane = height * width;
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] planes = new byte[3 * plane];
        boolean grey = true;
        for (int i = 0; i < plane; i++) {
            int alpha = pixels[i] >>> 24;
            for (int channel = 0; channel < 3; channel++) {
                int sample = pixels[i] >> (16 - 8 * channel) & 255;
                planes[channel * plane + i] = (byte) ((sample * alpha + ground * (255 - alpha) + 127) / 255);
            }
            grey &= planes[i] == planes[plane + i] && planes[i] == planes[2 * plane + i];
        }
        Picture picture = new Picture(new ImageShape(height, width, 3), planes);
        return grey ? new Picture(new ImageShape(height, width), Arrays.copyOf(planes, plane)) : picture;
    }
}
