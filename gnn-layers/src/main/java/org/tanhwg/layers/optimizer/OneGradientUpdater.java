package org.tanhwg.layers.optimizer;

import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's own updater, which takes the network's gradient for a foreign one, since it is a new view at every look, and then makes
 * a dozen more of them in each step. This one shows it the array that it compares with.
 */
final class OneGradientUpdater extends MultiLayerUpdater {
    /** With a state that is used as it is. */
    private OneGradientUpdater(MultiLayerNetwork network, INDArray state) {
        super(network, state);
    }

    /** Puts one in the place of the network's updater, unless that is of another kind than Deeplearning4j makes. */
    static void install(MultiLayerNetwork network) {
        if (network.getUpdater().getClass() == MultiLayerUpdater.class)
            network.setUpdater(new OneGradientUpdater(network, network.getUpdater().getStateViewArray()));
    }

    @Override public synchronized void update(Gradient gradient, int iteration, int epoch, int batchSize,
            LayerWorkspaceMgr workspaces) {
        INDArray own = getFlattenedGradientsView();
        boolean isOwn = StepBlock.address(gradient.gradient()) == StepBlock.address(own);
        super.update(isOwn ? new Shown(gradient, own) : gradient, iteration, epoch, batchSize, workspaces);
    }

    /** The parts of a gradient, and one array that holds them all. */
    private static final class Shown extends DefaultGradient {
        private final transient INDArray whole;

        Shown(Gradient parts, INDArray whole) {
            this.whole = whole;
            gradientForVariable().putAll(parts.gradientForVariable());
        }

        @Override public INDArray gradient() { return whole; }
    }
}
