package org.tanhwg.studies.speed;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Pooling;
import org.tanhwg.core.compact.PictureWindow;

/** LeNet-5 over digits, dense, or with as many channels, units and synapses as the preset lenet5 leaves on MNIST, drawn at random. */
final class PrunedLeNet {
    /** Channels or units, then synapses of each layer that one run of the preset left: .5 % of 430,500. */
    private static final int[] LIVE = {15, 26, 169, 10};
    private static final int[] KEPT = {74, 419, 1370, 296};
    private static final int[] ALL = {20, 50, 500, 10};
    static final int SIDE = 28;
    private static final int KERNEL = 5;
    /** Sides of the maps before they are pooled. */
    private static final int FIRST = SIDE - KERNEL + 1, SECOND = FIRST / 2 - KERNEL + 1;
    /** Numbers in a picture. */
    static final int PIXELS = SIDE * SIDE;

    private PrunedLeNet() {}

    static CompactNetwork dense(long seed) {
        return network(ALL, null, new SplittableRandom(seed));
    }

    static CompactNetwork pruned(long seed) {
        return network(LIVE, KEPT, new SplittableRandom(seed));
    }

    /** @param kept synapses of each layer; null for all */
    private static CompactNetwork network(int[] units, int[] kept, RandomGenerator random) {
        List<LayerWeights> layers = IntStream.range(0, units.length)
                .mapToObj(l -> layer(inputs(units, l), units[l], kept, l, random))
                .toList();
        List<PictureLayer> pictures = List.of(
                new Convolution(window(1, SIDE, KERNEL, 1), layers.get(0)),
                new Pooling(window(units[0], FIRST, 2, 2), Pooling.Kind.MAX),
                new Convolution(window(units[0], FIRST / 2, KERNEL, 1), layers.get(1)),
                new Pooling(window(units[1], SECOND, 2, 2), Pooling.Kind.MAX));
        return CompactNetwork.of(pictures, layers.subList(2, 4));
    }

    /** Inputs of a unit of that layer. */
    private static int inputs(int[] units, int layer) {
        return switch (layer) {
            case 0 -> KERNEL * KERNEL;
            case 1 -> units[0] * KERNEL * KERNEL;
            case 2 -> units[1] * SECOND * SECOND / 4;
            default -> units[2];
        };
    }

    private static PictureWindow window(int channels, int side, int kernel, int stride) {
        int out = (side - kernel) / stride + 1;
        return new PictureWindow(channels, side, side, kernel, kernel, stride, stride, 0, 0, 1, 1, out, out);
    }

    private static LayerWeights layer(int inputs, int count, int[] kept, int index, RandomGenerator random) {
        int synapses = kept == null ? inputs * count : kept[index];
        double size = Math.sqrt(2.0 * count / synapses);
        float[] weights = new float[inputs * count];
        Synapses each = (x, y) -> weights[y * inputs + x] = (float) (size * random.nextGaussian());
        if (kept != null) living(index, random, each);
        else for (int k = 0; k < synapses; k++) each.visit(k % inputs, k / inputs);
        return new LayerWeights(inputs, count, weights, new float[count], index < 3 ? Activation.RELU : Activation.SOFTMAX);
    }

    /**
     * Visits the synapses of a pruned layer, some of them twice: they go to its living units in turn, and first to each living input once, so that nothing
     * else is dead.
     */
    static void living(int layer, RandomGenerator random, Synapses each) {
        int inputs = inputs(LIVE, layer);
        for (int k = 0; k < KEPT[layer]; k++) each.visit(k < inputs ? k : random.nextInt(inputs), k % LIVE[layer]);
    }

    /** Is shown a synapse of a unit. */
    interface Synapses {
        void visit(int input, int unit);
    }
}
