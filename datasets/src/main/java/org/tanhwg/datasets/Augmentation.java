package org.tanhwg.datasets;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;

/**
 * How pictures are changed at random before each training step: turned, mirrored, then shifted, all channels alike. What comes in from beyond the border repeats the border, so that
 * pictures of either background stay what they are.
 *
 * @param shift pixels by which a picture moves at most, down and across, each whole number of them as likely
 * @param flip whether half of the pictures are seen in a mirror, left for right
 * @param degrees by which a picture turns at most about its middle, either way
 */
public record Augmentation(int shift, boolean flip, double degrees) {
    private static final String RIGHT = "must be a list such as shift:2,flip,rotate:10";
    private static final int MOST_SHIFT = 1 << 12;

    /** @throws IllegalArgumentException naming what is out of range, or if nothing would change */
    public Augmentation {
        Checks.inRange("shift", shift, 0, MOST_SHIFT);
        Checks.inRange("degrees", degrees, 0, 180);
        if (shift == 0 && !flip && degrees == 0) throw new IllegalArgumentException("nothing is changed: " + RIGHT);
    }

    /** What {@code shift:2,flip,rotate:10} says, or a part of it. @throws IllegalArgumentException saying what would be right */
    public static Augmentation parse(String text) {
        int shift = 0;
        boolean flip = false;
        double degrees = 0;
        Set<String> named = new LinkedHashSet<>();
        for (String word : text.split(",", -1)) {
            String[] parts = word.strip().split(":", -1);
            if (!named.add(parts[0])) throw new IllegalArgumentException("names " + parts[0] + " twice: " + RIGHT);
            if (parts.length == 1 && parts[0].equals("flip")) flip = true;
            else if (parts.length == 2 && parts[0].equals("shift")) shift = (int) number(word, parts[1], true);
            else if (parts.length == 2 && parts[0].equals("rotate")) degrees = number(word, parts[1], false);
            else throw new IllegalArgumentException("has '" + word.strip() + "': " + RIGHT);
        }
        return new Augmentation(shift, flip, degrees);
    }

    private static double number(String word, String text, boolean whole) {
        double value;
        try {
            value = whole ? Integer.parseInt(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has '" + word.strip() + "': " + RIGHT, e);
        }
        int most = whole ? MOST_SHIFT : 180;
        if (!(value > 0 && value <= most))
            throw new IllegalArgumentException("has '" + word.strip() + "': must be above 0 and at most " + most);
        return value;
    }

    /** Checks that something of a picture stays in it. @throws IllegalArgumentException saying what would be right */
    public void requireFit(ImageShape shape) {
        int most = Math.min(shape.height(), shape.width()) - 1;
        if (shift > most)
            throw new IllegalArgumentException("has shift:" + shift + ": must be at most " + most + ", pictures are " + shape);
    }

    /** The generator of one place of an epoch's order: a pure function of its arguments, whatever the batches are. */
    static RandomGenerator at(long seed, int epoch, int place) {
        long epochs = new SplittableRandom(~seed).nextLong() + epoch; // hashed first, as for the order, whose draws these are not
        return new SplittableRandom(new SplittableRandom(epochs).nextLong() + place);
    }

    /** Writes what becomes of one picture, of numbers plane after plane, to another array. @param into as long as the picture, another array */
    void apply(float[] picture, ImageShape shape, RandomGenerator random, float[] into) {
        double angle = degrees == 0 ? 0 : Math.toRadians(random.nextDouble(-degrees, degrees));
        boolean mirrored = flip && random.nextBoolean();
        int down = shift == 0 ? 0 : random.nextInt(-shift, shift + 1),
                across = shift == 0 ? 0 : random.nextInt(-shift, shift + 1);
        int height = shape.height(), width = shape.width(), plane = height * width;
        if (angle == 0) {
            move(picture, height, width, mirrored, down, across, into);
            return;
        }
        double sine = Math.sin(angle), cosine = Math.cos(angle), middle = (height - 1) / 2.0, centre = (width - 1) / 2.0;
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) {
                double y = row - down - middle, x = column - across - centre;
                if (mirrored) x = -x;
                double from = clamp(middle + cosine * y + sine * x, height), at = clamp(centre + cosine * x - sine * y, width);
                int top = Math.min((int) from, Math.max(0, height - 2)), left = Math.min((int) at, Math.max(0, width - 2));
                float below = (float) (from - top), right = (float) (at - left);
                int next = height == 1 ? 0 : width, one = width == 1 ? 0 : 1;
                for (int c = 0, k = top * width + left,
                        to = row * width + column; c < shape.channels(); c++, k += plane, to += plane) {
                    float upper = picture[k] + right * (picture[k + one] - picture[k]);
                    float lower = picture[k + next] + right * (picture[k + next + one] - picture[k + next]);
                    into[to] = upper + below * (lower - upper);
                }
            }
    }

    private static void move(float[] picture, int height, int width, boolean mirrored, int down, int across, float[] into) {
        int[] columns = new int[width];
        Arrays.setAll(columns, column -> {
            int from = (int) clamp(column - across, width);
            return mirrored ? width - 1 - from : from;
        });
        for (int line = 0, to = 0; line < picture.length / width; line++) {
            int plane = line / height * height;
            int from = (plane + (int) clamp(line - plane - down, height)) * width;
            for (int column : columns) into[to++] = picture[from + column];
        }
    }

    private static double clamp(double at, int length) {
        return Math.max(0, Math.min(length - 1, at));
    }

    /** As it is typed. */
    @Override public String toString() {
        var words = new StringBuilder();
        if (shift > 0) words.append(",shift:").append(shift);
        if (flip) words.append(",flip");
        if (degrees > 0)
            words.append(",rotate:").append(degrees == Math.rint(degrees) ? Long.toString((long) degrees) : degrees + "");
        return words.substring(1);
    }
}
