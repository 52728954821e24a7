package org.tanhwg.datasets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tanhwg.core.Checks;

/**
 * Height and width in pixels, and channels, of an image stored plane after plane and in each row by row (channels × height × width), as Deeplearning4j's
 * convolutions take it.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 */
public record ImageShape(int height, int width, int channels) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})[xX×](\\d{1,5})(?:[xX×](\\d{1,5}))?");

    public ImageShape {
        Checks.atLeast("height", height, 1);
        Checks.atLeast("width", width, 1);
        Checks.atLeast("channels", channels, 1);
    }

    /** A grey image. */
    public ImageShape(int height, int width) {
        this(height, width, 1);
    }

    /** What "28x28" or "64x64x3" says, height first; empty if the text is something else. */
    public static Optional<ImageShape> parse(String text) {
        Matcher numbers = TEXT.matcher(text.strip());
        if (!numbers.matches()) return Optional.empty();
        int height = Integer.parseInt(numbers.group(1)), width = Integer.parseInt(numbers.group(2));
        int channels = numbers.group(3) == null ? 1 : Integer.parseInt(numbers.group(3));
        if (height == 0 || width == 0 || channels == 0) return Optional.empty();
        return Optional.of(new ImageShape(height, width, channels));
    }

    /** Numbers of a whole image; may exceed what an array holds. */
    public long size() {
        return (long) height * width * channels;
    }

    @Override public String toString() {
        return height + " x " + width + (channels == 1 ? "" : " x " + channels);
    }
}
