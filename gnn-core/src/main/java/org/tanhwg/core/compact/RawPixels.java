package org.tanhwg.core.compact;

import java.util.Optional;
import org.tanhwg.core.Checks;

/**
 * How pictures become a network's inputs, as they did in training: plane after plane, in each row by row.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param scale    what a raw sample was divided by: 255 for bytes, 1 for numbers in [0, 1]
 * @param border   mean of the outermost pixels of the training pictures, in [0, 1]: their background
 */
public record RawPixels(int height, int width, int channels, double scale, double border) {

    /** What is bright in pictures. */
    public enum Polarity {
        LIGHT_ON_DARK("light on dark"), DARK_ON_LIGHT("dark on light"), MIXED("both light and dark grounds");

        private final String words;

        Polarity(String words) { this.words = words; }
    }

    /** @throws IllegalArgumentException unless sizes are positive, together below 2³¹, the scale is positive and the border in [0, 1] */
    public RawPixels {
        Checks.atLeast("height", height, 1);
        Checks.atLeast("width", width, 1);
        Checks.atLeast("channels", channels, 1);
        try {
            Math.multiplyExact(Math.multiplyExact(height, width), channels);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(height + " x " + width + " x " + channels + " numbers: must be below 2^31", e);
        }
        Checks.positive("scale", scale);
        Checks.inRange("border", border, 0, 1);
    }

    /** How many numbers a network takes for a picture. */
    public int size() { return height * width * channels; }

    /** Light on dark where the border is darker than a quarter of the range, dark on light where it is lighter than three quarters. */
    public Polarity polarity() {
        return polarity(border);
    }

    private static Polarity polarity(double border) {
        return border < .25 ? Polarity.LIGHT_ON_DARK : border > .75 ? Polarity.DARK_ON_LIGHT : Polarity.MIXED;
    }

    /** What is wrong if pictures with that border are shown to the network: empty when they look like the training pictures. */
    public Optional<String> contradiction(double itsBorder) {
        Polarity its = polarity(itsBorder);
        boolean opposite = its != polarity() && its != Polarity.MIXED && polarity() != Polarity.MIXED;
        if (!opposite) return Optional.empty();
        return Optional.of("shows " + its.words + "; the network was trained on " + polarity().words);
    }

    /**
     * The inputs for raw samples as the training data had them.
     *
     * @throws IllegalArgumentException if there are not {@link #size()}, or one is not in [0, scale]
     */
    public float[] apply(double[] samples) {
        if (samples.length != size()) throw wrongLength(samples.length);
        float[] inputs = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            if (!(samples[i] >= 0 && samples[i] <= scale))
                throw new IllegalArgumentException(
                        "sample " + (i + 1) + " is " + samples[i] + "; must be in [0, " + scale + "], as in training");
            inputs[i] = (float) samples[i] / (float) scale;
        }
        return inputs;
    }

    /**
     * The inputs for a picture of one unsigned byte a sample, where 255 is white whatever {@link #scale()} the training data had.
     *
     * @throws IllegalArgumentException if there are not {@link #size()}, or it shows dark on light where training pictures showed light on dark, or the reverse
     */
    public float[] apply(byte[] picture) {
        if (picture.length != size()) throw wrongLength(picture.length);
        float[] inputs = new float[picture.length];
        for (int i = 0; i < inputs.length; i++) inputs[i] = (picture[i] & 0xff) / 255f;
        contradiction(border(inputs, height, width)).ifPresent(what -> {
            throw new IllegalArgumentException("picture " + what);
        });
        return inputs;
    }

    private IllegalArgumentException wrongLength(int length) {
        return new IllegalArgumentException(length + " numbers; a picture of " + height + " x " + width
                + (channels == 1 ? "" : " x " + channels) + " has " + size());
    }

    /** Mean of the outermost pixels, at most 1. @param pixels planes of that height and width with numbers in [0, 1], one after the other */
    public static double border(float[] pixels, int height, int width) {
        double sum = 0;
        long count = 0;
        for (int plane = 0; plane < pixels.length / (height * width); plane++)
            for (int y = 0; y < height; y++) {
                int step = y == 0 || y == height - 1 ? 1 : Math.max(1, width - 1);
                for (int x = 0; x < width; x += step, count++) sum += pixels[(plane * height + y) * width + x];
            }
        return count == 0 ? 0 : Math.min(1, Math.max(0, sum / count));
    }
}
