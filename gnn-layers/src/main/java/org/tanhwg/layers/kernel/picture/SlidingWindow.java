package org.tanhwg.layers.kernel.picture;

import org.tanhwg.core.Checks;

/**
 * A kernel that slides over pictures of several channels: which number of the picture each synapse reads at each position (theory §6b).
 *
 * <p>Synapse x = (c · kernelHeight + i) · kernelWidth + j reads channel c; position p = row · outWidth + column. Pictures are flat, channel after channel or,
 * with {@code channelsLast}, pixel after pixel.
 *
 * @param top rows of zeros above the picture; as many below it as the last position needs
 * @param left columns of zeros to the left of it
 */
public record SlidingWindow(int channels, int height, int width, int kernelHeight, int kernelWidth, int strideDown,
        int strideAcross,
        int top, int left, int dilationDown, int dilationAcross, int outHeight, int outWidth, boolean channelsLast) {

    /** @throws IllegalArgumentException naming what is out of range */
    public SlidingWindow {
        Checks.atLeast("channels", channels, 1);
        Checks.atLeast("height", height, 1);
        Checks.atLeast("width", width, 1);
        Checks.atLeast("kernelHeight", kernelHeight, 1);
        Checks.atLeast("kernelWidth", kernelWidth, 1);
        Checks.atLeast("strideDown", strideDown, 1);
        Checks.atLeast("strideAcross", strideAcross, 1);
        Checks.atLeast("top", top, 0);
        Checks.atLeast("left", left, 0);
        Checks.atLeast("dilationDown", dilationDown, 1);
        Checks.atLeast("dilationAcross", dilationAcross, 1);
        Checks.atLeast("outHeight", outHeight, 1);
        Checks.atLeast("outWidth", outWidth, 1);
    }

    /** n, synapses of a unit. */
    public int synapses() { return channels * kernelHeight * kernelWidth; }

    /** P, positions of the kernel. */
    public int positions() { return outHeight * outWidth; }

    /** Numbers in a picture. */
    public int inputs() { return channels * height * width; }

    /** Place of a pixel in a flat picture. */
    public int input(int channel, int row, int column) {
        return channelsLast ? (row * width + column) * channels + channel : (channel * height + row) * width + column;
    }

    /** Place in a flat output of what one of {@code units} units gives at a position. */
    public int output(int unit, int position, int units) {
        return channelsLast ? position * units + unit : unit * positions() + position;
    }

    /** Channel that a synapse reads. */
    public int channel(int synapse) { return synapse / (kernelHeight * kernelWidth); }

    /** By how many rows a synapse reads below the place where the kernel stands in the picture; less than 0 is above. */
    public int down(int synapse) {
        return synapse / kernelWidth % kernelHeight * dilationDown - top;
    }

    /** By how many columns it reads to the right. */
    public int across(int synapse) {
        return synapse % kernelWidth * dilationAcross - left;
    }

    /** First output row at which an offset of that many rows is inside the picture. */
    public int firstRow(int down) {
        return first(down, strideDown, outHeight);
    }

    /** Output row after the last one. */
    public int endRow(int down) { return end(down, strideDown, height, outHeight); }

    /** First output column at which an offset of that many columns is inside. */
    public int firstColumn(int across) {
        return first(across, strideAcross, outWidth);
    }

    /** Output column after the last one. */
    public int endColumn(int across) {
        return end(across, strideAcross, width, outWidth);
    }

    private static int first(int offset, int stride, int positions) {
        return offset >= 0 ? 0 : Math.min(positions, (-offset + stride - 1) / stride);
    }

    private static int end(int offset, int stride, int length, int positions) {
        return offset >= length ? first(offset, stride, positions)
                : Math.max(first(offset, stride, positions), Math.min(positions, (length - offset + stride - 1) / stride));
    }

    /** Place in a flat picture of what a synapse reads at a position; −1 outside of the picture. */
    public int source(int synapse, int position) {
        int row = position / outWidth * strideDown + down(synapse);
        int column = position % outWidth * strideAcross + across(synapse);
        return row < 0 || row >= height || column < 0 || column >= width ? -1 : input(channel(synapse), row, column);
    }
}
