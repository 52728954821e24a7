package org.tanhwg.core.compact;

import org.tanhwg.core.Checks;

/**
 * How a kernel or a pooling window slides over maps, which lie channel after channel, in each row by row (theory §6b). Outside of a map a kernel reads 0, and pooling nothing.
 *
 * @param channels at least 0; so many maps come in
 * @param top rows by which the first window begins above the map
 * @param left columns by which it begins to the left
 * @param dilationDown rows from one number of the kernel to the next
 * @param outHeight rows of the maps that go out; below, the windows may leave rows out, or reach beyond the map
 */
public record PictureWindow(int channels, int height, int width, int kernelHeight, int kernelWidth, int strideDown,
        int strideAcross,
        int top, int left, int dilationDown, int dilationAcross, int outHeight, int outWidth) {
    /** Numbers in the maps of a layer, and in a kernel, at most. */
    private static final int MOST = 1 << 26;
    /** How many numbers it is. */
    static final int NUMBERS = 13;

    /** @throws IllegalArgumentException naming what is out of range; maps and kernels have at most 2²⁶ numbers */
    public PictureWindow {
        Checks.atLeast("channels", channels, 0);
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
        requireFew("map", Math.max(1, channels), height, width);
        requireFew("map", 1, outHeight, outWidth);
        requireFew("kernel", Math.max(1, channels), kernelHeight, kernelWidth);
        requireReach("rows", last(kernelHeight, strideDown, dilationDown, outHeight), top, (kernelHeight - 1L) * dilationDown,
                height);
        requireReach("columns", last(kernelWidth, strideAcross, dilationAcross, outWidth), left,
                (kernelWidth - 1L) * dilationAcross,
                width);
    }

    /** A window that takes a whole map. */
    public static PictureWindow whole(int channels, int height, int width) {
        return new PictureWindow(channels, height, width, height, width, 1, 1, 0, 0, 1, 1, 1, 1);
    }

    /** A window of one number, which stands on each. */
    public static PictureWindow point(int channels, int height, int width) {
        return new PictureWindow(channels, height, width, 1, 1, 1, 1, 0, 0, 1, 1, height, width);
    }

    static void requireFew(String what, int one, int two, int three) {
        if ((double) one * two * three > MOST)
            throw new IllegalArgumentException(
                    what + " of " + one + " x " + two + " x " + three + " numbers: must be at most 2^26");
    }

    /** Every window has a part inside of the map. */
    private static void requireReach(String what, long last, int before, long span, int length) {
        if (before > span || last - span - before >= length)
            throw new IllegalArgumentException(
                    what + ": a window of " + (span + 1) + " does not reach a map of " + length + " at each place");
    }

    private static long last(int kernel, int stride, int dilation, int positions) {
        return (positions - 1L) * stride + (kernel - 1L) * dilation;
    }

    /** Numbers that go in. */
    public int inputs() { return channels * height * width; }

    /** Numbers of a kernel, n. */
    public int synapses() { return channels * span(); }

    /** Numbers of a kernel for one channel. */
    int span() { return kernelHeight * kernelWidth; }

    /** P, places of the window. */
    public int positions() { return outHeight * outWidth; }

    /** Rows below the map that the last windows reach. */
    public int bottom() {
        return (int) Math.max(0, last(kernelHeight, strideDown, dilationDown, outHeight) - top - height + 1);
    }

    /** Columns to the right of it. */
    public int right() {
        return (int) Math.max(0, last(kernelWidth, strideAcross, dilationAcross, outWidth) - left - width + 1);
    }

    /** Whether no window fits in after the last one, with what the last ones reach beyond the map. */
    public boolean takesAll() {
        long rows = (long) height + top + bottom() - (kernelHeight - 1L) * dilationDown - 1;
        long columns = (long) width + left + right() - (kernelWidth - 1L) * dilationAcross - 1;
        return rows / strideDown + 1 == outHeight && columns / strideAcross + 1 == outWidth;
    }

    /** Whether windows reach beyond the map. */
    public boolean padded() {
        return top + left + bottom() + right() > 0;
    }

    /** The same over other channels. */
    PictureWindow over(int others) {
        return new PictureWindow(others, height, width, kernelHeight, kernelWidth, strideDown, strideAcross, top, left,
                dilationDown,
                dilationAcross, outHeight, outWidth);
    }

    int[] numbers() {
        return new int[] {channels, height, width, kernelHeight, kernelWidth, strideDown, strideAcross, top, left, dilationDown,
                dilationAcross, outHeight, outWidth};
    }

    static PictureWindow of(int[] n) {
        return new PictureWindow(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12]);
    }
}
