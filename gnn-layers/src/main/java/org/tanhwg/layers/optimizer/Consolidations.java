package org.tanhwg.layers.optimizer;

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
     * Makes up for the consolidations that were due at steps in [{@code from}, {@code to}), on the parameters as they are. The function of the network does
     * not change.
     */
    public static void catchUp(Model network, int from, int to) {
        INDArray updates = network instanceof ComputationGraph graph ? graph.getFlattenedGradients()
                : ((MultiLayerNetwork) network).getFlattenedGradients();
        updates.assign(0);
        Attachment.stepBlocks(network).forEach(block -> block.makeUpFor(from, to));
        network.params().reshape(updates.shape()).subi(updates);
    }
}
