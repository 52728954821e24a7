package org.tanhwg.datasets.inputs;

import java.util.Objects;
import java.util.Optional;
import org.tanhwg.core.compact.RawPixels;
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

    public PixelInputs {
        Objects.requireNonNull(shape, "shape");
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("scale = " + scale + ": must be positive");
        if (!(border >= 0 && border <= 1)) throw new IllegalArgumentException("border = " + border + ": must be in [0, 1]");
    }

    static PixelInputs of(RawPixels raw) {
        return new PixelInputs(new ImageShape(raw.height(), raw.width(), raw.channels()), raw.scale(), raw.border(), false);
    }

    /** These inputs as a compact network takes them, which has no pictures of another size. */
    public RawPixels raw() {
        return new RawPixels(shape.height(), shape.width(), shape.channels(), scale, border);
    }

    /** What the training pictures are by their {@link #border}. */
    public RawPixels.Polarity polarity() {
        return raw().polarity();
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
        try {
            return raw().apply(raw);
        } catch (IllegalArgumentException e) {
            throw new DataException(name, e.getMessage(), e);
        }
    }

    /** What is wrong if pictures with that border are shown to the network: empty when they look like the training pictures. */
    public Optional<String> contradiction(double itsBorder) {
        return raw().contradiction(itsBorder);
    }

    /** Mean of the outermost pixels of pictures in [0, 1]. @param pixels any number of pictures of the shape, one after the other */
    public static double border(float[] pixels, ImageShape shape) {
        return RawPixels.border(pixels, shape.height(), shape.width());
    }

    private static float[] divided(byte[] samples, float white) {
        float[] numbers = new float[samples.length];
        for (int i = 0; i < samples.length; i++) numbers[i] = (samples[i] & 0xff) / white;
        return numbers;
    }
}
