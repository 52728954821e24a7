package org.tanhwg.studies.speed;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.SynapticParameters;

/** Leaves as much of a network of three generalized layers alive as the default preset leaves on MNIST, drawn at random. */
final class PrunedNetwork {
    /** Share of synapses by layer: 1.9 % of all. */
    private static final double[] KEPT = {.0158, .0381, .243};
    /** Share of a layer's inputs that have synapses at all. */
    private static final double[] LIVE = {.58, .87, .84};

    private PrunedNetwork() {}

    /** Takes mass and amplitude from the others, and answers the same network. */
    static MultiLayerNetwork prune(MultiLayerNetwork network, long seed) {
        var random = new SplittableRandom(seed);
        for (int l = 0; l < KEPT.length; l++) {
            double read = l + 1 < LIVE.length ? LIVE[l + 1] : 1; // share of its units; the synapses of others are dead too
            prune(network.getLayer(l), KEPT[l] / read, LIVE[l], random);
        }
        return network;
    }

    /** Leaves a LeNet-5 the synapses of {@link PrunedLeNet#pruned}; the other channels and units are as {@code dropEvery} leaves them. */
    static MultiLayerNetwork pruneLeNet(MultiLayerNetwork network, long seed) {
        var random = new SplittableRandom(seed);
        List<Layer> layers = Arrays.stream(network.getLayers())
                .filter(layer -> layer.paramTable().containsKey(SynapticParameters.MASS))
                .toList();
        for (int l = 0; l < layers.size(); l++) {
            INDArray w = layers.get(l).getParam(SynapticParameters.MASS);
            float[][] mask = new float[w.rows()][w.columns()];
            PrunedLeNet.living(l, random, (x, y) -> mask[x][y] = 1);
            leave(layers.get(l), mask);
        }
        return network;
    }

    /** Prunes a layer. @param kept share of its synapses @param live share of the inputs that have any */
    static void prune(Layer layer, double kept, double live, RandomGenerator random) {
        INDArray w = layer.getParam(SynapticParameters.MASS);
        leave(layer, mask(w.rows(), w.columns(), kept, live, random));
    }

    /** @param living inputs × units, 0 or 1; a unit without any keeps its mass on one silent synapse */
    private static void leave(Layer layer, float[][] living) {
        INDArray w = layer.getParam(SynapticParameters.MASS);
        INDArray m = layer.getParam(SynapticParameters.AMPLITUDE);
        INDArray mask = Nd4j.createFromArray(living);
        INDArray observable = w.mul(m).muli(mask);
        w.muli(mask);
        for (int y = 0; y < w.columns(); y++) if (w.getColumn(y).sumNumber().doubleValue() == 0) w.putScalar(0, y, 1);
        w.diviRowVector(w.sum(0));
        // without mass there is no amplitude, instead of 0/0
        m.assign(observable.divi(w.add(w.eq(0).castTo(w.dataType()))));
    }

    /** One synapse of each unit lives in any case: mass must be somewhere. */
    private static float[][] mask(int inputs, int units, double kept, double live, RandomGenerator random) {
        float[][] mask = new float[inputs][units];
        for (float[] synapses : mask) {
            if (random.nextDouble() >= live) continue;
            for (int y = 0; y < units; y++) if (random.nextDouble() < kept / live) synapses[y] = 1;
        }
        for (int y = 0; y < units; y++) mask[inputs / 2][y] = 1;
        return mask;
    }
}
