package org.tanhwg.layers.optimizer;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.impl.FloatViews;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * Takes the place of Deeplearning4j's block of one parameter and steps it; the updater around it stays the network's own.
 *
 * <p>The ordinary block would make some ten views a step, which costs as much as the step itself.
 */
final class StepBlock extends UpdaterBlock {
    private final LayerStep step;
    private final Role role;
    private final FloatBuffer ownGradient;
    private final Pointwise pointwise = new Pointwise();
    private final long ownAddress;

    /** @param block the block to replace, of a single parameter */
    StepBlock(UpdaterBlock block, LayerStep step) {
        super(block.getParamOffsetStart(), block.getParamOffsetEnd(), block.getUpdaterViewOffsetStart(),
                block.getUpdaterViewOffsetEnd(),
                block.getLayersAndVariablesInBlock());
        setUpdaterView(block.getUpdaterView());
        setGradientView(block.getGradientView());
        setGradientUpdater(block.getGradientUpdater());
        this.step = step;
        this.role = Role.of(block.getLayersAndVariablesInBlock().get(0).getParamName());
        this.ownGradient = FloatViews.of(block.getGradientView());
        this.ownAddress = address(block.getGradientView());
    }

    LayerStep step() { return step; }

    @Override public void update(int iteration, int epoch) { take(ownGradient, iteration); }

    /** Deeplearning4j calls this for the network's own gradients too, through a reshaped view; only foreign ones need views of their own. */
    @Override public void updateExternalGradient(int iteration, int epoch, INDArray gradients, INDArray parameters) {
        if (address(gradients) + (long) Float.BYTES * getParamOffsetStart() == ownAddress) {
            update(iteration, epoch);
            return;
        }
        INDArray flat = gradients.reshape(gradients.length());
        take(FloatViews.of(flat.get(NDArrayIndex.interval(getParamOffsetStart(), getParamOffsetEnd()))), iteration);
    }

    private void take(FloatBuffer gradient, int iteration) {
        switch (role) {
            case MASS -> step.mass(gradient);
            case AMPLITUDE -> step.amplitude(gradient, gradient == ownGradient, iteration);
            case SPREAD, ATOMS -> step.law(gradient, iteration);
            case BIAS -> step.bias(gradient, iteration);
        }
    }

    /** The slow regime without a step, as it was due in [from, to); the gradient view, which must be 0, receives what is to be subtracted. */
    void makeUpFor(int from, int to) {
        switch (role) {
            case MASS -> step.mass(ownGradient);
            case AMPLITUDE -> step.makeUpFor(ownGradient, from, to);
            case SPREAD, ATOMS -> step.keepLaw(ownGradient);
            case BIAS -> {}
        }
    }

    /** What takes this block's update off its parameters, skipping what the update is known to leave alone. */
    Runnable subtraction(INDArray parameters, INDArray update) {
        FloatBuffer values = FloatViews.of(parameters);
        Runnable all = values.limit() > Pointwise.TILE ? () -> subtract(update, parameters)
                : () -> pointwise.subtract(values.limit(), ownGradient, values);
        return switch (role) {
            case MASS -> () -> step.subtractMass(values, ownGradient, all);
            case AMPLITUDE -> () -> step.subtractAmplitude(values, ownGradient, all);
            case SPREAD -> () -> step.subtractSpread(values, ownGradient, all);
            case ATOMS, BIAS -> all;
        };
    }

    /** By BLAS, of which a call costs less than one of ND4J. */
    private static void subtract(INDArray what, INDArray from) {
        cblas_saxpy((int) from.length(), -1, (FloatPointer) what.data().addressPointer(), 1,
                (FloatPointer) from.data().addressPointer(), 1);
    }

    static long address(INDArray array) { return array.data().addressPointer().address(); }

    @Override public boolean equals(Object other) { return this == other; }

    @Override public int hashCode() { return System.identityHashCode(this); }
}
