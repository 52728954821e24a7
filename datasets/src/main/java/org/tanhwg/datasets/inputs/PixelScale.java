package org.tanhwg.datasets.inputs;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;

/**
 * What raw samples of pictures are divided by, as the training pictures show it: 1 for numbers in [0, 1], 16 for whole numbers up to 16, 255 for whole
 * numbers up to 255.
 *
 * @param whole whether all samples are whole, so that each fits a byte
 */
public record PixelScale(double scale, boolean whole) {

    /** Looks at all samples of the training pictures. @throws DataException if they are of none of the three kinds, or not finite */
    public static PixelScale of(String name, int samples, IntToDoubleFunction sample) {
        double least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (int i = 0; i < samples; i++) {
            double value = sample.applyAsDouble(i);
            if (!Double.isFinite(value))
                throw new DataException(name,
                        "sample " + DataFiles.grouped(i + 1L) + " is " + value + "; must be a finite number");
            least = Math.min(least, value);
            most = Math.max(most, value);
            whole &= value == Math.rint(value);
        }
        if (least < 0 || most > 255 || most > 1 && !whole)
            throw new DataException(name, "samples from " + least + " to " + most
                    + "; pictures have numbers in [0, 1], or whole numbers in [0, 255]");
        return new PixelScale(most <= 1 ? 1 : most <= 16 ? 16 : 255, whole);
    }

    /**
     * Makes examples of samples in the order of the shape, picture after picture.
     *
     * @throws DataException if one is not of the training pictures' kind
     */
    public Examples examples(String name, int pictures, IntToDoubleFunction sample, ImageShape shape, Targets targets) {
        long size = pictures * shape.size();
        DataFiles.requireRoom(name, DataFiles.grouped(pictures) + " pictures of " + shape, whole ? size : 4 * size);
        byte[] bytes = new byte[whole ? (int) size : 0];
        float[] numbers = new float[whole ? 0 : (int) size];
        for (int i = 0; i < size; i++) {
            double value = sample.applyAsDouble(i);
            if (!(value >= 0 && value <= (whole ? 255 : scale)) || whole && value != Math.rint(value))
                throw new DataException(name, "sample " + DataFiles.grouped(i + 1L) + " is " + value + "; training pictures have "
                        + (whole ? "whole numbers in [0, 255]" : "numbers in [0, " + scale + "]"));
            if (whole) bytes[i] = (byte) (int) value;
            else numbers[i] = (float) value;
        }
        return whole ? Examples.ofPixels(bytes, (float) scale, shape, targets)
                : Examples.ofNumbers(numbers, Math.toIntExact(shape.size()), targets, Optional.of(shape));
    }
}
