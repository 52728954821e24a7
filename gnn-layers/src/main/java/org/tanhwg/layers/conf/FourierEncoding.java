package org.tanhwg.layers.conf;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.impl.plain.EncodingLayer;

/**
 * The lowest frequencies of an image: F_k = (HW)^{-1/2} Σ_yx x_yx e^{−2πi(k_y y/H + k_x x/W)}.
 *
 * <p>A shift of the image turns each F_k by a phase and keeps its modulus. Of the two frequencies ±k, whose values are conjugate, one is
 * taken, and not the mean (k = 0), which no shift turns: it would only be one more bias. They are ordered by (k_y/H)² + (k_x/W)², and
 * appear as [re | im]: the input has H·W columns, the output 2·frequencies.
 */
public final class FourierEncoding extends ComplexEncoding {
    private final int height;
    private final int width;
    private final int frequencies;

    /**
     * For images stored row by row.
     *
     * @param height H in pixels
     * @param width W in pixels
     * @param frequencies how many, at most {@link #available}
     * @throws IllegalArgumentException naming what is out of range
     */
    public FourierEncoding(@JsonProperty("height") int height, @JsonProperty("width") int width,
            @JsonProperty("frequencies") int frequencies) {
        this.height = Checks.atLeast("height", height, 1);
        this.width = Checks.atLeast("width", width, 1);
        this.frequencies = Checks.atLeast("frequencies", frequencies, 1);
        if (frequencies > available(height, width)) {
            throw new IllegalArgumentException("frequencies = " + frequencies + ": must be a whole number in [1, "
                    + available(height, width) + "], an image of " + height + " x " + width + " has no more");
        }
        nIn = (long) height * width;
        nOut = 2L * frequencies;
    }

    /** How many frequencies an image has: ±k counted once, without the mean and those at half the sampling rate, whose sign is ambiguous. */
    public static int available(int height, int width) {
        return ((height - 1) / 2 * 2 + 1) * ((width - 1) / 2 * 2 + 1) / 2;
    }

    /** H in pixels. */
    public int getHeight() { return height; }

    /** W in pixels. */
    public int getWidth() { return width; }

    /** Number of complex outputs. */
    public int getFrequencies() { return frequencies; }

    @Override EncodingLayer layer(NeuralNetConfiguration conf, DataType type) {
        return EncodingLayer.fourier(conf, type, height, width, frequencies);
    }

    /** @throws IllegalStateException if the input has another size */
    @Override public void setNIn(InputType inputType, boolean override) {
        if (inputType.arrayElementsPerExample() != nIn) {
            throw new IllegalStateException("layer " + getLayerName() + " takes images of " + height + " x " + width + ", " + nIn
                    + " numbers; its input has " + inputType.arrayElementsPerExample());
        }
    }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof FourierEncoding that && height == that.height && width == that.width
                && frequencies == that.frequencies;
    }

    @Override public boolean canEqual(Object other) { return other instanceof FourierEncoding; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), height, width, frequencies); }
}
