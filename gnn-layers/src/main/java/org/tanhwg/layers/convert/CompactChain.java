package org.tanhwg.layers.convert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;
import org.tanhwg.core.compact.PictureWindow;

/**
 * Collects layers, input to output, and folds into them what normalises: a map a ↦ s a + t of each channel goes into the layer below where that is the identity of its sums, else
 * into the one above, and is a layer of its own only where neither gives the same numbers.
 */
final class CompactChain {
    private final List<PictureLayer> pictures = new ArrayList<>();
    private final List<LayerWeights> layers = new ArrayList<>();
    /** Of what came last: channels and their size, 0 where it is flat. */
    private int channels;
    private int height;
    private int width;
    /** What is to be folded into the next layer, by channel; null where nothing is. */
    private double[] scale;
    private double[] shift;
    /** Whether others read what came last, so that nothing may be folded into it. */
    private boolean branches;

    /** Begins with numbers. */
    static CompactChain flat(int inputs) {
        var chain = new CompactChain();
        chain.channels = inputs;
        return chain;
    }

    /** Begins with pictures. */
    static CompactChain pictures(int channels, int height, int width) {
        var chain = new CompactChain();
        chain.channels = channels;
        chain.height = height;
        chain.width = width;
        return chain;
    }

    boolean isFlat() { return height == 0; }

    int channels() { return channels; }

    int height() { return height; }

    int width() { return width; }

    CompactNetwork network() {
        apart(Activation.IDENTITY);
        return CompactNetwork.of(pictures, layers);
    }

    /** Number of the layer of maps that came last, for {@link #again} and {@link #sum}; it stays as it is. */
    int branch() {
        if (isFlat()) throw new IllegalArgumentException("branches after its maps have become numbers: only maps may branch");
        apart(Activation.IDENTITY);
        branches = true;
        return pictures.size();
    }

    /** Goes on from what an earlier layer gave. @param size of its maps */
    void again(int earlier, PictureWindow size) {
        apart(Activation.IDENTITY);
        if (earlier == pictures.size()) return;
        add(new Junction(size, earlier, false, Activation.IDENTITY));
        channels = size.channels();
        height = size.height();
        width = size.width();
        branches = true;
    }

    /** Adds what an earlier layer gave. */
    void sum(int earlier) {
        apart(Activation.IDENTITY);
        add(new Junction(PictureWindow.point(channels, height, width), earlier, true, Activation.IDENTITY));
    }

    private void add(PictureLayer layer) {
        pictures.add(layer);
        branches = false;
    }

    void connected(LayerWeights layer) {
        Checks.size("inputs", layer.inputs(), channels);
        layers.add(folded(layer, 1));
        channels = layer.units();
    }

    void convolution(PictureWindow window, LayerWeights kernel) {
        boolean moves = shift != null && Arrays.stream(shift).anyMatch(t -> t != 0);
        if (moves && window.padded()) apart(Activation.IDENTITY); // beyond the border it reads 0 and not t
        add(new Convolution(window, folded(kernel, window.kernelHeight() * window.kernelWidth())));
        channels = kernel.units();
        height = window.outHeight();
        width = window.outWidth();
    }

    void pooling(Pooling pooling) {
        boolean turns = scale != null && Arrays.stream(scale).anyMatch(s -> s < 0);
        if (turns && pooling.kind() == Pooling.Kind.MAX) apart(Activation.IDENTITY); // the largest becomes the smallest
        add(pooling);
        height = pooling.window().outHeight();
        width = pooling.window().outWidth();
    }

    /** From maps to numbers, channel after channel. */
    void flatten() {
        int positions = height * width;
        if (scale != null) {
            double[] s = scale, t = shift;
            scale = IntStream.range(0, channels * positions).mapToDouble(i -> s[i / positions]).toArray();
            shift = IntStream.range(0, channels * positions).mapToDouble(i -> t[i / positions]).toArray();
        }
        channels *= positions;
        height = 0;
        width = 0;
    }

    /** a ↦ s a + t of each channel. */
    void normalisation(double[] s, double[] t) {
        Checks.size("channels", s.length, channels);
        LayerWeights below = below();
        if (scale != null) {
            double[] before = shift;
            shift = IntStream.range(0, channels).mapToDouble(c -> s[c] * before[c] + t[c]).toArray();
            scale = IntStream.range(0, channels).mapToDouble(c -> s[c] * scale[c]).toArray();
        } else if (below != null && below.activation() == Activation.IDENTITY) {
            int inputs = below.inputs();
            float[] weights = below.weights().clone(), biases = below.biases().clone();
            for (int k = 0; k < weights.length; k++) weights[k] = (float) (s[k / inputs] * weights[k]);
            for (int y = 0; y < biases.length; y++) biases[y] = (float) (s[y] * biases[y] + t[y]);
            replace(new LayerWeights(inputs, below.units(), weights, biases, Activation.IDENTITY));
        } else {
            scale = s;
            shift = t;
        }
    }

    void activation(Activation activation) {
        if (activation == Activation.IDENTITY) return;
        LayerWeights below = below();
        if (scale == null && below != null && below.activation() == Activation.IDENTITY)
            replace(new LayerWeights(below.inputs(), below.units(), below.weights(), below.biases(), activation));
        else
            if (scale == null && !isFlat() && !branches && !pictures.isEmpty()
                    && pictures.get(pictures.size() - 1) instanceof Junction its
                    && its.adds() && its.activation() == Activation.IDENTITY)
                pictures.set(pictures.size() - 1, new Junction(its.window(), its.earlier(), true, activation));
            else
                apart(activation);
    }

    /** What came last, if it has weights. */
    private LayerWeights below() {
        if (!layers.isEmpty()) return layers.get(layers.size() - 1);
        boolean maps = !isFlat() && !pictures.isEmpty() && !branches;
        return maps && pictures.get(pictures.size() - 1) instanceof Convolution its ? its.kernel() : null;
    }

    private void replace(LayerWeights with) {
        if (!layers.isEmpty()) {
            layers.set(layers.size() - 1, with);
        } else {
            int last = pictures.size() - 1;
            pictures.set(last, new Convolution(pictures.get(last).window(), with));
        }
    }

    /** @param span numbers of the layer for each channel */
    private LayerWeights folded(LayerWeights layer, int span) {
        if (scale == null) return layer;
        float[] weights = layer.weights().clone(), biases = layer.biases().clone();
        for (int y = 0; y < layer.units(); y++) {
            double bias = biases[y];
            for (int x = 0; x < layer.inputs(); x++) {
                int k = y * layer.inputs() + x;
                bias += shift[x / span] * weights[k];
                weights[k] = (float) (scale[x / span] * weights[k]);
            }
            biases[y] = (float) bias;
        }
        scale = null;
        shift = null;
        return new LayerWeights(layer.inputs(), layer.units(), weights, biases, layer.activation());
    }

    /** Makes a layer of what is to be folded, with a synapse for each channel; none if there is nothing. */
    private void apart(Activation activation) {
        if (scale == null && activation == Activation.IDENTITY) return;
        float[] weights = new float[Math.multiplyExact(channels, channels)];
        float[] biases = new float[channels];
        for (int c = 0; c < channels; c++) {
            weights[c * channels + c] = scale == null ? 1 : (float) scale[c];
            biases[c] = shift == null ? 0 : (float) shift[c];
        }
        scale = null;
        shift = null;
        var layer = new LayerWeights(channels, channels, weights, biases, activation);
        if (isFlat()) layers.add(layer);
        else
            add(new Convolution(PictureWindow.point(channels, height, width), layer));
    }
}
