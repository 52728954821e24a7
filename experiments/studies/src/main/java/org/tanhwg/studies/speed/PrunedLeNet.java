package org.tanhwg.studies.speed;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
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
    static final int[] KEPT = {74, 419, 1370, 296};
    private static final int[] ALL = {20, 50, 500, 10};
    static final int SIDE = 28;
    private static final int KERNEL = 5;
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
        int first = SIDE - KERNEL + 1, second = first / 2 - KERNEL + 1, area = second * second / 4;
        List<PictureLayer> pictures = List.of(
                new Convolution(window(1, SIDE, KERNEL, 1), layer(KERNEL * KERNEL, units, kept, 0, random)),
                new Pooling(window(units[0], first, 2, 2), Pooling.Kind.MAX),
                new Convolution(window(units[0], first / 2, KERNEL, 1),
                        layer(units[0] * KERNEL * KERNEL, units, kept, 1, random)),
                new Pooling(window(units[1], second, 2, 2), Pooling.Kind.MAX));
        return CompactNetwork.of(pictures,
                List.of(layer(units[1] * area, units, kept, 2, random), layer(units[2], units, kept, 3, random)));
    }

    private static PictureWindow window(int channels, int side, int kernel, int stride) {
        int out = (side - kernel) / stride + 1;
        return new PictureWindow(channels, side, side, kernel, kernel, stride, stride, 0, 0, 1, 1, out, out);
    }

    /** The synapses of a pruned layer go to its units in turn, and first to each input once, so that nothing is dead. */
    private static LayerWeights layer(int inputs, int[] units, int[] kept, int index, RandomGenerator random) {
        int count = units[index], synapses = kept == null ? inputs * count : kept[index];
        double size = Math.sqrt(2.0 * count / synapses);
        float[] weights = new float[inputs * count];
        for (int k = 0; k < synapses; k++) {
            int x = k < inputs ? k : random.nextInt(inputs);
            weights[kept == null ? k : k % count * inputs + x] = (float) (size * random.nextGaussian());
        }
        return new LayerWeights(inputs, count, weights, new float[count], index < 3 ? Activation.RELU : Activation.SOFTMAX);
    }
}
