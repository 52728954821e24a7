package org.tanhwg.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.Workspace;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.convert.Conversion;

/** A pruned network as compact network and as dense layers: as much of it lives as the default preset leaves on MNIST, drawn at random. */
final class InferenceContestants {
    /** Share of synapses by layer: 1.9 % of all. */
    private static final double[] KEPT = {.0158, .0381, .243};
    /** Share of a layer's inputs that have synapses at all. */
    private static final double[] LIVE = {.58, .87, .84};

    private final CompactNetwork compact;
    private final MultiLayerNetwork dense;

    /** @param network of three generalized layers; it is pruned */
    InferenceContestants(MultiLayerNetwork network, long seed) {
        var random = new SplittableRandom(seed);
        for (int l = 0; l < KEPT.length; l++) {
            INDArray amplitudes = network.getLayer(l).getParam(SynapticParameters.AMPLITUDE);
            double read = l + 1 < LIVE.length ? LIVE[l + 1] : 1; // share of its units; the synapses of others are dead too
            amplitudes.muli(
                    Nd4j.createFromArray(mask(amplitudes.rows(), amplitudes.columns(), KEPT[l] / read, LIVE[l], random)));
        }
        compact = Conversion.toCompact(network);
        dense = Conversion.toDense(network, new NoOp());
    }

    private static float[][] mask(int inputs, int units, double kept, double live, RandomGenerator random) {
        float[][] mask = new float[inputs][units];
        for (float[] synapses : mask) {
            if (random.nextDouble() >= live) continue;
            for (int y = 0; y < units; y++) if (random.nextDouble() < kept / live) synapses[y] = 1;
        }
        return mask;
    }

    int synapses() {
        return compact.synapses();
    }

    /** All that answer the first {@code batch} of the examples, ours first. */
    List<Contestant> of(float[] examples, int batch, Optional<TorchContestant> torch) {
        float[] first = new float[batch * compact.inputs()];
        for (int i = 0; i < first.length; i++) first[i] = examples[i % examples.length];
        float[] answers = new float[batch * compact.outputs()];
        Workspace workspace = compact.workspace(batch);
        INDArray matrix = Nd4j.createFromArray(first).reshape(batch, compact.inputs());
        var contestants = new ArrayList<Contestant>();
        contestants.add(new AnsweringContestant("compact network", batch,
                () -> compact.apply(first, batch, answers, workspace)));
        contestants.add(new AnsweringContestant("Deeplearning4j's dense layers, output", batch, () -> dense.output(matrix)));
        torch.ifPresent(child -> contestants.add(child.answering(batch)));
        return contestants;
    }
}
