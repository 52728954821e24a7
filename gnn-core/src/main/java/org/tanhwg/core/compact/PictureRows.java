package org.tanhwg.core.compact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling.Kind;

/**
 * Several examples on their way through convolutions and poolings, and the memory for it: a row over all examples for each number of a map, so that nothing is copied and every
 * loop runs along a row. Sums are grouped as in a {@link PicturePass}; answers are the same to the bit.
 */
final class PictureRows {
    /** Numbers of maps that are kept at once. */
    private static final long MOST = 1 << 22;

    private final int together;
    private final List<CompactPicture> layers;
    /** By layer: whether a convolution hands each channel to a pooling at once. */
    private final boolean[] fused;
    /** Maps of each layer that another than a pooling reads, channel after channel; what goes in first. */
    private final float[][][] maps;
    /** What one channel of a convolution gives to a pooling. */
    private final float[][] channel;
    private final float[] zeros;
    /** By synapse of the unit at hand: rows and columns of the kernel, and the place in the maps. */
    private final int[] downs;
    private final int[] acrosses;
    private final int[] places;

    private PictureRows(List<CompactPicture> layers, int together) {
        this.layers = layers;
        this.together = together;
        fused = new boolean[layers.size()];
        for (int l = 0; l + 1 < fused.length; l++)
            fused[l] = layers.get(l).kernel().isPresent() && layers.get(l + 1).pooling().isPresent()
                    && !PicturePass.joined(layers, l + 1);
        maps = new float[layers.size() + 1][][];
        maps[0] = new float[layers.get(0).window().inputs()][together];
        int scratch = 0;
        for (int l = 0; l < layers.size(); l++) {
            Optional<Junction> junction = layers.get(l).junction();
            if (fused[l]) scratch = Math.max(scratch, layers.get(l).window().positions());
            else if (junction.isPresent() && !junction.get().adds()) maps[l + 1] = maps[junction.get().earlier()];
            else maps[l + 1] = new float[layers.get(l).outputs()][together];
        }
        channel = new float[scratch][together];
        zeros = new float[together];
        int most = layers.stream().mapToInt(CompactPicture::synapses).max().orElse(0);
        downs = new int[most];
        acrosses = new int[most];
        places = new int[most];
    }

    /** Memory for at most so many examples at once; null where fewer than eight would fit, which are better taken one by one. */
    static PictureRows of(List<CompactPicture> layers, int examples) {
        long numbers = Stream
                .concat(Stream.of((long) layers.get(0).window().inputs()), layers.stream().map(its -> (long) its.outputs()))
                .mapToLong(Long::longValue).sum();
        int together = (int) Math.min(examples, MOST / Math.max(1, numbers));
        return together < 8 ? null : new PictureRows(layers, together);
    }

    int together() { return together; }

    /** Rows of what goes in. */
    float[][] start() { return maps[0]; }

    /** Rows of the maps of the last layer. */
    float[][] end() { return maps[layers.size()]; }

    /** From the first rows to the last ones. */
    void run(int count) {
        for (int l = 0; l < layers.size(); l++) {
            CompactPicture layer = layers.get(l);
            if (layer.junction().isPresent()) {
                join(layer.junction().get(), maps[l], maps[l + 1], count);
                continue;
            }
            boolean fused = this.fused[l];
            CompactPicture next = layers.get(fused ? l + 1 : l);
            int positions = layer.window().positions();
            for (int y = 0; y < layer.units(); y++) {
                if (layer.kernel().isEmpty()) {
                    pool(next, maps[l], y * layer.window().height() * layer.window().width(), maps[l + 1], y * positions, count);
                    continue;
                }
                float[][] into = fused ? channel : maps[l + 1];
                Activation activation = layer.kernel().get().activation();
                boolean late = fused && next.pooling().get().kind() == Kind.MAX;
                convolve(layer, maps[l], y, into, fused ? 0 : y * positions, count, late ? Activation.IDENTITY : activation);
                if (!fused) continue;
                int places = next.window().positions();
                pool(next, channel, 0, maps[l + 2], y * places, count);
                for (int p = y * places; late && p < (y + 1) * places; p++) activation.apply(maps[l + 2][p], 0, count);
            }
            if (fused) l++;
        }
    }

    private void join(Junction junction, float[][] from, float[][] into, int count) {
        if (!junction.adds()) return;
        float[][] earlier = maps[junction.earlier()];
        for (int p = 0; p < into.length; p++) {
            for (int i = 0; i < count; i++) into[p][i] = from[p][i] + earlier[p][i];
            junction.activation().apply(into[p], 0, count);
        }
    }

    private void convolve(CompactPicture layer, float[][] from, int unit, float[][] into, int at, int count,
            Activation activation) {
        CompactLayer kernel = layer.kernel().get();
        PictureWindow window = layer.window();
        int begin = kernel.starts()[unit], synapses = kernel.starts()[unit + 1] - begin;
        for (int k = 0; k < synapses; k++) place(window, kernel.sources()[begin + k], k);
        for (int row = 0; row < window.outHeight(); row++)
            for (int column = 0; column < window.outWidth(); column++) {
                float[] sum = into[at + row * window.outWidth() + column];
                Arrays.fill(sum, 0, count, kernel.biases()[unit]);
                int top = row * window.strideDown() - window.top(), left = column * window.strideAcross() - window.left();
                int k = 0;
                for (; k < synapses - 3; k += 4) {
                    float[] w = kernel.weights();
                    CompactLayer.add(sum, count, read(window, from, k, top, left), w[begin + k],
                            read(window, from, k + 1, top, left),
                            w[begin + k + 1], read(window, from, k + 2, top, left), w[begin + k + 2],
                            read(window, from, k + 3, top, left), w[begin + k + 3]);
                }
                for (; k < synapses; k++)
                    CompactLayer.add(sum, count, read(window, from, k, top, left), kernel.weights()[begin + k]);
                activation.apply(sum, 0, count);
            }
    }

    /** Notes where the k-th synapse of a unit reads while the kernel stands at the upper left corner. */
    private void place(PictureWindow window, int input, int k) {
        downs[k] = input % window.span() / window.kernelWidth() * window.dilationDown();
        acrosses[k] = input % window.kernelWidth() * window.dilationAcross();
        places[k] = (input / window.span() * window.height() + downs[k]) * window.width() + acrosses[k];
    }

    /** What the k-th synapse of a unit reads while the kernel stands there. */
    private float[] read(PictureWindow window, float[][] from, int k, int top, int left) {
        int row = top + downs[k], column = left + acrosses[k];
        boolean outside = row < 0 || row >= window.height() || column < 0 || column >= window.width();
        return outside ? zeros : from[places[k] + top * window.width() + left];
    }

    private static void pool(CompactPicture layer, float[][] from, int at, float[][] into, int to, int count) {
        PictureWindow window = layer.window();
        boolean largest = layer.pooling().get().kind() == Kind.MAX;
        for (int p = 0; p < window.positions(); p++) {
            int row = p / window.outWidth() * window.strideDown() - window.top();
            int column = p % window.outWidth() * window.strideAcross() - window.left();
            int top = Math.max(0, row), bottom = Math.min(window.height(), row + window.kernelHeight());
            int left = Math.max(0, column), right = Math.min(window.width(), column + window.kernelWidth());
            float[] result = into[to + p];
            Arrays.fill(result, 0, count, largest ? Float.NEGATIVE_INFINITY : 0);
            for (int r = top; r < bottom; r++)
                for (int c = left; c < right; c++) {
                    float[] next = from[at + r * window.width() + c];
                    if (largest) larger(result, next, count);
                    else CompactLayer.add(result, count, next, 1);
                }
            if (!largest) divide(result, (bottom - top) * (right - left), count);
        }
    }

    static void larger(float[] result, float[] other, int count) {
        for (int i = 0; i < count; i++) result[i] = Math.max(result[i], other[i]);
    }

    private static void divide(float[] result, int by, int count) {
        for (int i = 0; i < count; i++) result[i] /= by;
    }
}
