package org.tanhwg.layers.optimizer;

import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Deeplearning4j's own updaters, of attached networks: before any of them touches parameters or state, the whole gradient must be finite.
 *
 * <p>That of a MultiLayerNetwork takes the network's gradient for a foreign one, since it is a new view at every look, and then makes a dozen more of
 * them in each step. Here it is shown the array that it compares with.
 */
final class AttachedUpdater {
    private AttachedUpdater() {}

    /** Puts one in the place of the network's updater, unless that is of another kind than Deeplearning4j makes. */
    static void install(Model network) {
        if (network instanceof MultiLayerNetwork layers && layers.getUpdater().getClass() == MultiLayerUpdater.class)
            layers.setUpdater(new OfLayers(layers, layers.getUpdater().getStateViewArray()));
        if (network instanceof ComputationGraph graph && graph.getUpdater().getClass() == ComputationGraphUpdater.class)
            graph.setUpdater(new OfGraph(graph, graph.getUpdater().getStateViewArray()));
    }

    /** Makes the network's updater anew from the configuration, with its state; to be attached. */
    static void renew(Model network) {
        if (network instanceof MultiLayerNetwork layers)
            layers.setUpdater(new OfLayers(layers, layers.getUpdater().getStateViewArray()));
        if (network instanceof ComputationGraph graph)
            graph.setUpdater(new OfGraph(graph, graph.getUpdater().getStateViewArray()));
    }

    /**
     * Refuses a gradient that is not finite, and has every layer forget what its batch left.
     *
     * @throws ArithmeticException naming layer, step and unit
     */
    private static void requireFinite(BaseMultiLayerUpdater<?> updater, INDArray gradient, boolean own, int iteration) {
        INDArray flat = gradient.reshape(gradient.length());
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            INDArray part = own ? block.getGradientView()
                    : flat.get(NDArrayIndex.interval(block.getParamOffsetStart(), block.getParamOffsetEnd()));
            Optional<String> found = block instanceof StepBlock step ? step.notFinite(part, own)
                    : Optional.of(part.sumNumber().doubleValue()).filter(sum -> !Double.isFinite(sum))
                            .map(sum -> "some unit is not finite");
            if (found.isEmpty()) continue;
            updater.getUpdaterBlocks().stream().filter(StepBlock.class::isInstance)
                    .forEach(step -> ((StepBlock) step).step().views().takeBack());
            throw new ArithmeticException("layer "
                    + SynapticBinding.name(Attachment.layer(block.getLayersAndVariablesInBlock().get(0)))
                    + ", step " + iteration + ": the gradient of " + found.get()
                    + "; the loss is no longer finite, and this batch changed nothing. A smaller eta or kappa > 0 keeps the step in bounds; "
                    + "NaN in the input does the same");
        }
    }

    private static final class OfLayers extends MultiLayerUpdater {
        /** With a state that is used as it is. */
        OfLayers(MultiLayerNetwork network, INDArray state) {
            super(network, state);
        }

        @Override public synchronized void update(Gradient gradient, int iteration, int epoch, int batchSize,
                LayerWorkspaceMgr workspaces) {
            INDArray given = gradient.gradient();
            INDArray own = getFlattenedGradientsView();
            boolean isOwn = StepBlock.address(given) == StepBlock.address(own);
            requireFinite(this, given, isOwn, iteration);
            super.update(isOwn ? new Shown(gradient, own) : gradient, iteration, epoch, batchSize, workspaces);
        }
    }

    private static final class OfGraph extends ComputationGraphUpdater {
        OfGraph(ComputationGraph network, INDArray state) {
            super(network, state);
        }

        @Override public synchronized void update(Gradient gradient, int iteration, int epoch, int batchSize,
                LayerWorkspaceMgr workspaces) {
            INDArray given = gradient.gradient();
            requireFinite(this, given, StepBlock.address(given) == StepBlock.address(getFlattenedGradientsView()), iteration);
            super.update(gradient, iteration, epoch, batchSize, workspaces);
        }
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
