package org.tanhwg.studies.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.CompactNetwork.Workspace;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.studies.bench.Contestant.Answering;

/** A pruned network as compact network and as dense layers. */
final class InferenceContestants {
    private final CompactNetwork compact;
    private final MultiLayerNetwork dense;

    /** @param pruned network of generalized layers */
    InferenceContestants(MultiLayerNetwork pruned) {
        compact = Conversion.toCompact(pruned);
        dense = Conversion.toDense(pruned, new NoOp());
    }

    CompactNetwork compact() { return compact; }

    /** All that answer the first {@code batch} of the examples, ours first. */
    List<Contestant> of(float[] examples, int batch, Optional<TorchContestant> torch) {
        float[] first = new float[batch * compact.inputs()];
        for (int i = 0; i < first.length; i++) first[i] = examples[i % examples.length];
        float[] answers = new float[batch * compact.outputs()];
        Workspace workspace = compact.workspace(batch);
        INDArray matrix = Nd4j.createFromArray(first).reshape(batch, compact.inputs());
        var contestants = new ArrayList<Contestant>();
        contestants.add(new Answering("compact network", batch,
                () -> compact.apply(first, batch, answers, workspace)));
        contestants.add(new Answering("Deeplearning4j's dense layers, output", batch, () -> dense.output(matrix)));
        torch.ifPresent(child -> contestants.add(child.answering(batch)));
        return contestants;
    }
}
