package org.tanhwg.layers.optimizer;

import static org.bytedeco.openblas.global.openblas.cblas_sasum;
import static org.bytedeco.openblas.global.openblas.cblas_saxpy;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * Takes the place of Deeplearning4j's block of one parameter and steps it; the updater around it stays the network's own.
 *
 * <p>The ordinary block would make some ten views a step, which costs as much as the step itself.
 */
final class StepBlock extends SynapticBinding.Resting {
    private final LayerStep step;
    private final Role role;
    private final FloatBuffer ownGradient;
    private final Pointwise pointwise = new Pointwise();
    private final long ownAddress;

    /** @param block the block to replace, of a single parameter */
    StepBlock(UpdaterBlock block, LayerStep step) {
        super(block);
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

    /** What is not finite in this parameter's part of a gradient, by unit; empty if all is. @param own whether it is the layer's own gradient */
    Optional<String> notFinite(INDArray gradient, boolean own) {
        if (role == Role.MASS) return Optional.empty(); // nobody has written it yet
        if (own && role != Role.BIAS && step.views().pass() instanceof Pass.Sparse sparse) {
            Support few = sparse.synapses().support();
            for (int k = 0; k < few.size(); k++) {
                float g = role == Role.AMPLITUDE ? sparse.synapses().signal()[k] : ownGradient.get(few.at(k));
                if (!Float.isFinite(g)) return Optional.of("unit " + few.unitOf(k) + " is " + g);
            }
            return Optional.empty();
        }
        if (Float.isFinite(cblas_sasum((int) gradient.length(), (FloatPointer) gradient.data().addressPointer(), 1)))
            return Optional.empty();
        FloatBuffer values = FloatViews.of(gradient);
        return IntStream.range(0, values.limit()).filter(i -> !Float.isFinite(values.get(i))).boxed().findFirst()
                .map(i -> "unit " + unit(i, values.limit()) + " is " + values.get(i));
    }

    /** The unit that number {@code i} of this parameter belongs to. */
    private int unit(int i, int length) {
        int units = step.views().units();
        int n = step.views().n();
        return switch (role) {
            case BIAS -> i % units;
            case MASS, AMPLITUDE -> i / n % units;
            case SPREAD -> i < n * units ? i / n : (i - n * units) / (2 * n);
            case ATOMS -> i / (length / units);
        };
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
}
