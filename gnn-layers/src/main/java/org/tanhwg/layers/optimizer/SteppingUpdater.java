package org.tanhwg.layers.optimizer;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An updater that steps from the parameters themselves, as proximal steps, mirror descent and pruning do, and therefore must be shown them.
 *
 * <p>Deeplearning4j hands an updater gradients alone. Such an updater goes into the configuration like any other; {@link #attach}, once on
 * the initialised network, gives it the rest. Its state is saved with the model, so training resumes bit for bit.
 */
public interface SteppingUpdater extends IUpdater {

    /**
     * Shows every such updater of a network the parameters it steps: call it once before training, and again after restoring, cloning or
     * reconfiguring the network. A network without one is left as it is.
     *
     * @param network a MultiLayerNetwork or ComputationGraph
     * @return the same network
     * @throws IllegalStateException if an updater cannot train a layer it was given to; names the layer
     */
    static <M extends Model> M attach(M network) { return Attachment.attach(network); }

    /** Updaters of one family are bound together; by default those that are equal. */
    default Object family() { return this; }

    /**
     * Called by {@link #attach} for each family.
     *
     * @param blocks all blocks of one network whose updaters are of this family, in its order; each knows its parameters
     * @return what takes their place, as many
     */
    List<UpdaterBlock> bind(List<UpdaterBlock> blocks);

    /** What an updater throws that is to step and was never shown its parameters. */
    default IllegalStateException notAttached() {
        return new IllegalStateException(
                "this network is not attached to its optimizer: call SteppingUpdater.attach(network) after init(), restore, clone(), "
                        + "setLearningRate or another change of its updater; ParallelWrapper trains clones that nobody can attach");
    }
}
