package org.tanhwg.core.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;

/** Finds what a network can do without, and leaves it out. */
final class Compaction {
    private final List<LayerWeights> layers;
    /** By layer and unit: its bias with what constants below add. */
    private final List<float[]> biases = new ArrayList<>();
    /** By layer and input, the outputs of the network last: whether it carries something from the network's inputs, and to its outputs. */
    private final List<boolean[]> used = new ArrayList<>();

    private Compaction(List<LayerWeights> layers) {
        this.layers = layers;
    }

    static CompactNetwork of(List<LayerWeights> layers) {
        Checks.atLeast("layers", layers.size(), 1);
        for (int l = 1; l < layers.size(); l++) {
            Checks.size("inputs of layer " + l, layers.get(l).inputs(), layers.get(l - 1).units());
            if (layers.get(l - 1).activation() == Activation.SOFTMAX)
                throw new IllegalArgumentException("layer " + (l - 1) + " has softmax: only the last layer may");
        }
        return new Compaction(layers).compact();
    }

    private CompactNetwork compact() {
        foldConstants();
        dropUnread();
        int[] live = indexes(used.get(0));
        // without a path from input to output the answer is a constant: the biases of the last layer
        int first = live.length == 0 ? layers.size() - 1 : 0;
        List<CompactLayer> compact = IntStream.range(first, layers.size()).mapToObj(this::layer).toList();
        return new CompactNetwork(layers.get(0).inputs(), live, compact);
    }

    /** Input to output. */
    private void foldConstants() {
        boolean[] varies = new boolean[layers.get(0).inputs()];
        Arrays.fill(varies, true);
        float[] constants = new float[varies.length];
        for (LayerWeights layer : layers) {
            used.add(varies);
            boolean[] above = new boolean[layer.units()];
            float[] folded = new float[layer.units()];
            float[] values = new float[layer.units()];
            for (int y = 0; y < layer.units(); y++) {
                double bias = layer.biases()[y];
                for (int x = 0; x < layer.inputs(); x++) {
                    float weight = layer.weight(y, x);
                    if (varies[x]) above[y] |= weight != 0;
                    else bias += (double) weight * constants[x];
                }
                folded[y] = (float) bias;
                if (!above[y] && layer.activation() != Activation.SOFTMAX) values[y] = layer.activation().of(folded[y]);
            }
            biases.add(folded);
            varies = above;
            constants = values;
        }
        Arrays.fill(varies, true); // an answer has all its numbers
        used.add(varies);
    }

    /** Output to input. */
    private void dropUnread() {
        for (int l = layers.size() - 1; l >= 0; l--) {
            LayerWeights layer = layers.get(l);
            boolean[] below = used.get(l);
            int[] readers = indexes(used.get(l + 1));
            for (int x = 0; x < below.length; x++) {
                int input = x;
                below[x] &= Arrays.stream(readers).anyMatch(y -> layer.weight(y, input) != 0);
            }
        }
    }

    private CompactLayer layer(int l) {
        LayerWeights layer = layers.get(l);
        int[] inputs = indexes(used.get(l));
        int[] units = indexes(used.get(l + 1));
        int[] starts = new int[units.length + 1];
        int[] sources = new int[Math.multiplyExact(inputs.length, units.length)];
        float[] weights = new float[sources.length];
        float[] kept = new float[units.length];
        int n = 0;
        for (int j = 0; j < units.length; j++) {
            for (int i = 0; i < inputs.length; i++) {
                float weight = layer.weight(units[j], inputs[i]);
                if (weight == 0) continue;
                sources[n] = i;
                weights[n++] = weight;
            }
            starts[j + 1] = n;
            kept[j] = biases.get(l)[units[j]];
        }
        return new CompactLayer(inputs.length, starts, Arrays.copyOf(sources, n), Arrays.copyOf(weights, n), kept, new float[0],
                layer.activation());
    }

    private static int[] indexes(boolean[] of) {
        return IntStream.range(0, of.length).filter(i -> of[i]).toArray();
    }
}
