package org.tanhwg.layers.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.StepFunction;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.IndexedTail;
import org.deeplearning4j.optimize.stepfunctions.NegativeGradientStepFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * {@code params −= gradient}, left out wherever the update is known to be 0: structural weights between consolidations, synapses without mass.
 *
 * <p>Deeplearning4j hands its own subtraction, which reads and writes every parameter, to a gradients accumulator where there is one. This
 * one accumulates nothing and receives nothing. Replacing it costs time, nothing else.
 */
final class UpdatesInPlace implements GradientsAccumulator {
    private final transient List<Runnable> subtractions;
    private final long ownAddress;
    private final long length;

    /** @param blocks all blocks of the network's updater */
    UpdatesInPlace(Model network, List<UpdaterBlock> blocks) {
        INDArray parameters = network.params().reshape(network.params().length());
        subtractions = new ArrayList<>();
        for (UpdaterBlock block : blocks) {
            INDArray own = parameters.get(NDArrayIndex.interval(block.getParamOffsetStart(), block.getParamOffsetEnd()));
            INDArray update = block.getGradientView().reshape(own.length());
            subtractions.add(block instanceof StepBlock step ? step.subtraction(own, update) : () -> own.subi(update));
        }
        if (network instanceof MultiLayerNetwork layers) {
            Optional<StepSettings> dropping = Attachment.steps(network).map(LayerStep::settings)
                    .filter(settings -> settings.dropEvery > 0).findFirst();
            dropping.ifPresent(settings -> subtractions.add(() -> {
                if (settings.drops(layers.getIterationCount())) DeadUnits.drop(layers);
            }));
        }
        ownAddress = blocks.get(0).getGradientView().data().addressPointer().address();
        length = parameters.length();
    }

    @Override public void applyUpdate(StepFunction function, INDArray params, INDArray updates, boolean isFinalStep) {
        boolean ours = function instanceof NegativeGradientStepFunction && updates.length() == length
                && updates.data().addressPointer().address() == ownAddress;
        if (ours) subtractions.forEach(Runnable::run);
        else function.step(params, updates);
    }

    @Override public void applyUpdate(StepFunction function, INDArray params, INDArray updates, double alpha) {
        function.step(params, updates, alpha);
    }

    @Override public boolean hasAnything() { return false; }

    @Override public void storeUpdate(INDArray update, int iteration, int epoch) {}

    @Override public void receiveUpdate(INDArray update) {
        throw new UnsupportedOperationException("this network takes no updates from elsewhere");
    }

    @Override public void setExternalSource(IndexedTail source) {
        throw new UnsupportedOperationException("this network takes no updates from elsewhere");
    }

    @Override public IndexedTail getExternalSource() { return null; }

    @Override public void markExternalUpdates(boolean expected) {}

    @Override public void reset() {}

    @Override public void touch() {}
}
