package org.tanhwg.core.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
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

    /** Whether all maps are taken to vary, and some channel of each layer is kept. */
    private boolean whole;

    Compaction(List<PictureLayer> pictures, List<LayerWeights> layers) {
        this.pictures = pictures;
        this.layers = layers;
        Checks.atLeast("layers", layers.size(), 1);
        for (int l = 0; l < pictures.size(); l++) for (int source : pictures.get(l).sources(l)) requireFit(l, source);
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

    /** @param source number of the layer whose maps it takes */
    private void requireFit(int l, int source) {
        if (l == 0 && pictures.get(0) instanceof Junction || source > l)
            throw new IllegalArgumentException(
                    "layer " + l + " takes what layer " + (source - 1) + " gives: must come after a layer of maps");
        if (l == 0) return;
        PictureWindow window = pictures.get(l).window(), its = pictures.get(Math.max(0, source - 1)).window();
        Checks.size("channels of layer " + l, window.channels(), channels(source));
        Checks.size("height of layer " + l, window.height(), source == 0 ? its.height() : its.outHeight());
        Checks.size("width of layer " + l, window.width(), source == 0 ? its.width() : its.outWidth());
    }

    /** Channels of what a layer gives, by its number; of what the network takes for 0. */
    private int channels(int source) {
        return source == 0 ? pictures.get(0).window().channels() : pictures.get(source - 1).units();
    }

    private PictureLayer last() { return pictures.get(pictures.size() - 1); }

    CompactNetwork compact() {
        foldConstants();
        dropUnread();
        int maps = pictures.size();
        boolean branches = pictures.stream().anyMatch(Junction.class::isInstance);
        if (branches && highestThatReadsNothing(maps) < maps
                && outputs.subList(0, maps).stream().anyMatch(units -> indexes(units).length == 0)) {
            List.of(biases, inputs, outputs).forEach(List::clear); // a branch has died: each layer keeps a channel, and no constant is folded
            whole = true;
            foldConstants();
            dropUnread();
        }
        // without a path from input to output the answer is a constant: what is below the highest layer that reads nothing is not needed
        int first = Math.max(0, highestThatReadsNothing(branches ? maps : 0));
        int[] channels = first > 0 ? new int[0] : indexes(inputs.get(0));
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

    /** @param from where to look @return the last of these layers without an input; −1 where there is none */
    private int highestThatReadsNothing(int from) {
        return IntStream.range(from, inputs.size()).filter(l -> indexes(inputs.get(l)).length == 0).max().orElse(-1);
    }

    /** Input to output. */
    private void foldConstants() {
        boolean[] all = new boolean[pictures.isEmpty() ? layers.get(0).inputs() : channels(0)];
        Arrays.fill(all, true);
        List<boolean[]> varies = new ArrayList<>(List.of(all)); // by the number of the layer, as the constants
        List<float[]> constants = new ArrayList<>(List.of(new float[all.length]));
        boolean[] joined = joined();
        for (int l = 0; l < pictures.size(); l++) {
            int source = pictures.get(l).sources(l)[0];
            inputs.add(varies.get(source).clone());
            if (pictures.get(l) instanceof Convolution convolution) {
                constants.add(fold(convolution.kernel(), convolution.window().span(), constants.get(source),
                        readBeyondBorders(l)));
                if (joined[l + 1]) Arrays.fill(outputs.get(l), true); // what is added has all channels of the sum
            } else {
                biases.add(new float[0]);
                constants.add(constants.get(source));
                outputs.add(varies.get(source).clone()); // what is the same everywhere is also the largest, and the average
            }
            varies.add(outputs.get(l).clone());
        }
        boolean[] below = varies.get(pictures.size());
        float[] values = constants.get(pictures.size());
        if (!pictures.isEmpty()) {
            int positions = last().window().positions();
            values = spread(values, positions);
            below = spread(below, positions);
        }
        for (LayerWeights layer : layers) {
            inputs.add(below);
            values = fold(layer, 1, values, false);
            below = outputs.get(outputs.size() - 1);
        }
        Arrays.fill(below, true); // an answer has all its numbers
    }

    /** By the number of a layer: whether a junction takes its maps, pooled or not. Then they are taken to vary. */
    private boolean[] joined() {
        boolean[] joined = new boolean[pictures.size() + 1];
        Arrays.fill(joined, whole);
        for (int l = pictures.size() - 1; l >= 0; l--) {
            boolean kernel = pictures.get(l) instanceof Convolution;
            for (int source : pictures.get(l).sources(l))
                joined[source] |= pictures.get(l) instanceof Junction || !kernel && joined[l + 1];
        }
        return joined;
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
        int maps = pictures.size();
        for (int l = inputs.size() - 1; l >= maps; l--)
            drop(layers.get(l - maps), 1, inputs.get(l), indexes(outputs.get(l)));
        if (maps == 0) return;
        boolean[] below = inputs.get(maps);
        int positions = last().window().positions();
        boolean[][] read = new boolean[maps + 1][];
        Arrays.setAll(read, source -> new boolean[channels(source)]);
        for (int c = 0; c < read[maps].length; c++) { // a channel is there for all its positions
            int from = c * positions;
            read[maps][c] = IntStream.range(from, from + positions).anyMatch(i -> below[i]);
        }
        if (whole)
            for (boolean[] channels : read) channels[0] = true;
        while (spreadRead(read)) {
        } // poolings and junctions tie channels above to such below
        for (int c = 0; c < read[maps].length; c++)
            Arrays.fill(below, c * positions, (c + 1) * positions, read[maps][c] && outputs.get(maps - 1)[c]);
        for (int l = 0; l < maps; l++) {
            and(inputs.get(l), read[pictures.get(l).sources(l)[0]]);
            and(outputs.get(l), read[l + 1]);
        }
    }

    /** Notes by the number of each layer which of its channels are read, by layers of which some channel is. @return whether there was anything to note */
    private boolean spreadRead(boolean[][] read) {
        boolean found = false;
        for (int l = pictures.size() - 1; l >= 0; l--) {
            PictureLayer layer = pictures.get(l);
            boolean[] out = outputs.get(l).clone();
            and(out, read[l + 1]);
            boolean[] wanted = out;
            if (layer instanceof Convolution its) {
                wanted = inputs.get(l).clone();
                drop(its.kernel(), its.window().span(), wanted, indexes(out));
            }
            for (int source : layer.sources(l)) {
                found |= or(read[source], wanted);
                if (!(layer instanceof Convolution)) found |= or(read[l + 1], read[source]);
            }
        }
        return found;
    }

    private static void and(boolean[] these, boolean[] others) {
        for (int i = 0; i < these.length; i++) these[i] &= others[i];
    }

    /** @return whether any of these changed */
    private static boolean or(boolean[] these, boolean[] others) {
        boolean changed = false;
        for (int i = 0; i < these.length; i++) {
            changed |= others[i] && !these[i];
            these[i] |= others[i];
        }
        return changed;
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
        if (pictures.get(l) instanceof Junction its)
            return CompactPicture.junction(new Junction(window, its.earlier(), its.adds(), its.activation()));
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
