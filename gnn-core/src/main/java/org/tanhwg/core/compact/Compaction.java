package org.tanhwg.core.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Pooling;

/** Finds what a network can do without, and leaves it out. */
final class Compaction {
    private final List<PictureLayer> pictures;
    private final List<LayerWeights> layers;
    /** By layer and unit: its bias with what constants below add. */
    private final List<float[]> biases = new ArrayList<>();
    /** By layer and input: whether it carries something from the network's inputs, and to its outputs. Inputs of pictures are channels. */
    private final List<boolean[]> inputs = new ArrayList<>();
    /** By layer and unit: likewise. But between pictures and layers, the inputs of the next layer. */
    private final List<boolean[]> outputs = new ArrayList<>();

    Compaction(List<PictureLayer> pictures, List<LayerWeights> layers) {
        this.pictures = pictures;
        this.layers = layers;
        Checks.atLeast("layers", layers.size(), 1);
        for (int l = 1; l < pictures.size(); l++) {
            PictureWindow below = pictures.get(l - 1).window(), window = pictures.get(l).window();
            Checks.size("channels of layer " + l, window.channels(), pictures.get(l - 1).units());
            Checks.size("height of layer " + l, window.height(), below.outHeight());
            Checks.size("width of layer " + l, window.width(), below.outWidth());
        }
        if (!pictures.isEmpty())
            Checks.size("inputs of layer " + pictures.size(), layers.get(0).inputs(),
                    last().units() * last().window().positions());
        for (int l = 1; l < layers.size(); l++) {
            Checks.size("inputs of layer " + (pictures.size() + l), layers.get(l).inputs(), layers.get(l - 1).units());
            if (layers.get(l - 1).activation() == Activation.SOFTMAX)
                throw new IllegalArgumentException(
                        "layer " + (pictures.size() + l - 1) + " has softmax: only the last layer may");
        }
    }

    private PictureLayer last() { return pictures.get(pictures.size() - 1); }

    CompactNetwork compact() {
        foldConstants();
        dropUnread();
        int[] channels = indexes(inputs.get(0));
        // without a path from input to output the answer is a constant: what is below the highest layer that reads nothing is not needed
        int first = 0;
        if (channels.length == 0)
            for (int l = 0; l < inputs.size(); l++) if (indexes(inputs.get(l)).length == 0) first = l;
        int maps = pictures.size();
        List<CompactPicture> left = IntStream.range(Math.min(first, maps), maps).mapToObj(this::picture).toList();
        List<CompactLayer> compact = IntStream.range(Math.max(first, maps), inputs.size())
                .mapToObj(l -> layer(layers.get(l - maps), 1, l)).toList();
        if (maps == 0) return new CompactNetwork(layers.get(0).inputs(), channels, left, compact);
        PictureWindow window = pictures.get(0).window();
        int area = window.height() * window.width();
        return new CompactNetwork(window.inputs(),
                Arrays.stream(channels).flatMap(c -> IntStream.range(c * area, (c + 1) * area)).toArray(),
                left, compact);
    }

    /** Input to output. */
    private void foldConstants() {
        boolean[] varies = new boolean[pictures.isEmpty() ? layers.get(0).inputs() : pictures.get(0).window().channels()];
        Arrays.fill(varies, true);
        float[] constants = new float[varies.length];
        for (int l = 0; l < pictures.size(); l++) {
            inputs.add(varies);
            if (pictures.get(l) instanceof Convolution convolution) {
                constants = fold(convolution.kernel(), convolution.window().span(), constants, readBeyondBorders(l));
            } else {
                biases.add(new float[0]);
                outputs.add(varies); // what is the same everywhere is also the largest, and the average
            }
            varies = outputs.get(l);
        }
        if (!pictures.isEmpty()) {
            int positions = last().window().positions();
            constants = spread(constants, positions);
            varies = spread(varies, positions);
        }
        for (LayerWeights layer : layers) {
            inputs.add(varies);
            constants = fold(layer, 1, constants, false);
            varies = outputs.get(outputs.size() - 1);
        }
        Arrays.fill(varies, true); // an answer has all its numbers
    }

    /** Whether the next kernel reads beyond the border of the maps of a layer: zeros, whatever is inside. */
    private boolean readBeyondBorders(int layer) {
        return pictures.subList(layer + 1, pictures.size()).stream().filter(Convolution.class::isInstance).findFirst()
                .filter(next -> next.window().padded()).isPresent();
    }

    /**
     * Adds what constants below give to the biases of a layer.
     *
     * @param span numbers of the kernel for each input
     * @param kept whether a constant other than 0 is to be made, since it cannot be folded
     * @return the constants that units are
     */
    private float[] fold(LayerWeights layer, int span, float[] constants, boolean kept) {
        boolean[] varies = inputs.get(inputs.size() - 1);
        boolean[] above = new boolean[layer.units()];
        float[] folded = new float[layer.units()];
        float[] values = new float[layer.units()];
        for (int y = 0; y < layer.units(); y++) {
            double bias = layer.biases()[y];
            for (int x = 0; x < layer.inputs(); x++) {
                float weight = layer.weight(y, x);
                if (varies[x / span]) above[y] |= weight != 0;
                else bias += (double) weight * constants[x / span];
            }
            folded[y] = (float) bias;
            if (!above[y] && layer.activation() != Activation.SOFTMAX) values[y] = layer.activation().of(folded[y]);
            above[y] |= kept && values[y] != 0;
        }
        biases.add(folded);
        outputs.add(above);
        return values;
    }

    /** Output to input. */
    private void dropUnread() {
        for (int l = inputs.size() - 1; l >= 0; l--) {
            boolean[] below = inputs.get(l);
            int[] readers = indexes(outputs.get(l));
            if (l >= pictures.size()) drop(layers.get(l - pictures.size()), 1, below, readers);
            else if (pictures.get(l) instanceof Convolution its) drop(its.kernel(), its.window().span(), below, readers);
            if (l == pictures.size() && l > 0) { // a channel is there for all its positions
                int positions = last().window().positions();
                boolean[] channels = outputs.get(l - 1);
                for (int c = 0; c < channels.length; c++) {
                    int from = c * positions;
                    channels[c] = IntStream.range(from, from + positions).anyMatch(i -> below[i]);
                    Arrays.fill(below, from, from + positions, channels[c]);
                }
            }
        }
    }

    private static void drop(LayerWeights layer, int span, boolean[] below, int[] readers) {
        for (int c = 0; c < below.length; c++) {
            int from = c * span;
            below[c] &= Arrays.stream(readers)
                    .anyMatch(y -> IntStream.range(from, from + span).anyMatch(x -> layer.weight(y, x) != 0));
        }
    }

    private CompactPicture picture(int l) {
        PictureWindow window = pictures.get(l).window().over(indexes(inputs.get(l)).length);
        return pictures.get(l) instanceof Convolution its
                ? CompactPicture.convolution(window, layer(its.kernel(), window.span(), l))
                : CompactPicture.pooling(new Pooling(window, ((Pooling) pictures.get(l)).kind()));
    }

    private CompactLayer layer(LayerWeights layer, int span, int l) {
        int[] channels = indexes(inputs.get(l));
        int[] units = indexes(outputs.get(l));
        int[] starts = new int[units.length + 1];
        int[] sources = new int[Math.multiplyExact(Math.multiplyExact(channels.length, span), units.length)];
        float[] weights = new float[sources.length];
        float[] kept = new float[units.length];
        int n = 0;
        for (int j = 0; j < units.length; j++) {
            for (int i = 0; i < channels.length * span; i++) {
                float weight = layer.weight(units[j], channels[i / span] * span + i % span);
                if (weight == 0) continue;
                sources[n] = i;
                weights[n++] = weight;
            }
            starts[j + 1] = n;
            kept[j] = biases.get(l)[units[j]];
        }
        return new CompactLayer(channels.length * span, starts, Arrays.copyOf(sources, n), Arrays.copyOf(weights, n), kept,
                new float[0], layer.activation());
    }

    private static boolean[] spread(boolean[] channels, int positions) {
        boolean[] all = new boolean[channels.length * positions];
        for (int i = 0; i < all.length; i++) all[i] = channels[i / positions];
        return all;
    }

    private static float[] spread(float[] channels, int positions) {
        float[] all = new float[channels.length * positions];
        for (int i = 0; i < all.length; i++) all[i] = channels[i / positions];
        return all;
    }

    private static int[] indexes(boolean[] of) {
        return IntStream.range(0, of.length).filter(i -> of[i]).toArray();
    }
}
