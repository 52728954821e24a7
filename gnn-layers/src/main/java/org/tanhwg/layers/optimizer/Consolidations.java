package org.tanhwg.layers.optimizer;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The slow regime apart from the fast one, for training in several places at once: everywhere the structural weights are held while
 * amplitudes step, so that fields with the same w meet in a plain average (theory §5), and one place then moves the mass of that average (§4.2).
 */
public final class Consolidations {
    private Consolidations() {}

    /** From now on the steps of an attached network leave its structural weights alone. */
    public static void hold(Model network) {
        Attachment.steps(network).forEach(LayerStep::holdMass);
    }

    /**
     * Makes up for consolidations: each that was due at a step in [{@code from}, {@code to}) is taken now, in their order, on the parameters
     * as they are. The function of the network does not change.
     */
    public static void catchUp(Model network, int from, int to) {
        List<StepBlock> blocks = Attachment.stepBlocks(network).toList();
        INDArray updates = network instanceof ComputationGraph graph ? graph.getFlattenedGradients()
                : ((MultiLayerNetwork) network).getFlattenedGradients();
        INDArray parameters = network.params().reshape(updates.shape());
        updates.assign(0);
        for (int step = from; step < to; step++) {
            boolean moved = false;
            for (StepBlock block : blocks) moved |= block.consolidate(step);
            if (!moved) continue;
            parameters.subi(updates);
            updates.assign(0);
        }
    }
}
