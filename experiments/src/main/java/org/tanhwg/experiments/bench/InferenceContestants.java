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

/**
 * A pruned network as compact network and as dense layers. Which synapses live is drawn at random, so that nearly all inputs and units do: a
 * trained network of the same size has fewer and is faster.
 */
final class InferenceContestants {
    /** Share of synapses that the default preset leaves on MNIST, by layer: 1.9 % of all. */
    private static final double[] KEPT = {.0158, .0381, .243};

    private final CompactNetwork compact;
    private final MultiLayerNetwork dense;

    /** @param network of three generalized layers; it is pruned */
    InferenceContestants(MultiLayerNetwork network, long seed) {
        var random = new SplittableRandom(seed);
        for (int l = 0; l < KEPT.length; l++) {
            INDArray amplitudes = network.getLayer(l).getParam(SynapticParameters.AMPLITUDE);
            amplitudes.muli(Nd4j.createFromArray(mask(amplitudes.length(), KEPT[l], random)).reshape(amplitudes.shape()));
        }
        compact = Conversion.toCompact(network);
        dense = Conversion.toDense(network, new NoOp());
    }

    private static float[] mask(long length, double kept, RandomGenerator random) {
        float[] mask = new float[Math.toIntExact(length)];
        for (int i = 0; i < mask.length; i++) if (random.nextDouble() < kept) mask[i] = 1;
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
