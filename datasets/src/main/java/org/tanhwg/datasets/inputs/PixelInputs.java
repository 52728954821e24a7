package org.tanhwg.datasets.inputs;

import java.util.Objects;
import java.util.Optional;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.ImageShape;

/**
 * How pictures became numbers: their shape, what they were divided by, and whether they showed light on dark.
 *
 * @param shape    of every training picture
 * @param scale    what a raw sample was divided by: 255 for bytes, 1 for numbers in [0, 1]
 * @param border   mean of the outermost pixels of the training pictures, in [0, 1]: their background
 * @param resized  whether training pictures were scaled to the shape; if not, none of another size is taken
 */
public record PixelInputs(ImageShape shape, double scale, double border, boolean resized) {

    /** What is bright in pictures. */
    public enum Polarity {
        LIGHT_ON_DARK, DARK_ON_LIGHT, MIXED
    }

    public PixelInputs {
        Objects.requireNonNull(shape, "shape");
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("scale = " + scale + ": must be positive");
        if (!(border >= 0 && border <= 1)) throw new IllegalArgumentException("border = " + border + ": must be in [0, 1]");
    }

    /** Light on dark where the border is darker than a quarter of the range, dark on light where it is lighter than three quarters. */
    public Polarity polarity() {
        return border < .25 ? Polarity.LIGHT_ON_DARK : border > .75 ? Polarity.DARK_ON_LIGHT : Polarity.MIXED;
    }

    /**
     * The numbers that a network takes for a picture: recoloured and, if training pictures were, scaled as they were.
     *
     * @param name what errors call the picture
     * @throws DataException if the picture has another size and training pictures were taken as they are
     */
    public float[] apply(String name, Picture picture) {
        ImageShape its = picture.shape();
        if (!resized && (its.height() != shape.height() || its.width() != shape.width()))
            throw new DataException(name, "is " + its.height() + " x " + its.width() + " pixels; the network was trained on "
                    + shape.height() + " x " + shape.width());
        return divided(picture.as(shape).samples(), 255);
    }

    /**
     * The numbers that a network takes for raw samples in the order of the shape.
     *
     * @throws DataException if there are not as many as the shape holds, or one is not in [0, {@link #scale}]
     */
    public float[] apply(String name, double[] raw) {
        if (raw.length != shape.size())
            throw new DataException(name, raw.length + " numbers; a picture of " + shape + " has " + shape.size());
        float[] numbers = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
            if (!(raw[i] >= 0 && raw[i] <= scale))
                throw new DataException(name,
                        "sample " + (i + 1) + " is " + raw[i] + "; must be in [0, " + scale + "], as in training");
            numbers[i] = (float) raw[i] / (float) scale;
        }
        return numbers;
    }

    /** What is wrong if pictures with that border are shown to the network: empty when they look like the training pictures. */
    public Optional<String> contradiction(double itsBorder) {
        Polarity its = new PixelInputs(shape, scale, itsBorder, resized).polarity();
        boolean opposite = its != polarity() && its != Polarity.MIXED && polarity() != Polarity.MIXED;
        if (!opposite) return Optional.empty();
        return Optional.of("shows " + words(its) + "; the network was trained on " + words(polarity()));
    }

    private static String words(Polarity polarity) {
        return switch (polarity) {
            case LIGHT_ON_DARK -> "light on dark";
            case DARK_ON_LIGHT -> "dark on light";
            case MIXED -> "both light and dark grounds";
        };
    }

    /** Mean of the outermost pixels of pictures in [0, 1]. @param pixels any number of pictures of the shape, one after the other */
    public static double border(float[] pixels, ImageShape shape) {
        double sum = 0;
        long count = 0;
        int height = shape.height(), width = shape.width();
        for (int plane = 0; plane < pixels.length / (height * width); plane++)
            for (int y = 0; y < height; y++) {
                int step = y == 0 || y == height - 1 ? 1 : Math.max(1, width - 1);
                for (int x = 0; x < width; x += step, count++) sum += pixels[(plane * height + y) * width + x];
            }
        return count == 0 ? 0 : Math.min(1, Math.max(0, sum / count));
    }

    private static float[] divided(byte[] samples, float white) {
        float[] numbers = new float[samples.length];
        for (int i = 0; i < samples.length; i++) numbers[i] = (samples[i] & 0xff) / white;
        return numbers;
    }
}
