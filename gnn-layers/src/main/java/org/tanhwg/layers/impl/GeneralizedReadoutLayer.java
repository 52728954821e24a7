package org.tanhwg.layers.impl;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.GeneralizedReadout;
import org.tanhwg.layers.kernel.SoftmaxCrossEntropy;

/**
 * Runs a {@link GeneralizedReadout}.
 *
 * <p>Softmax with cross-entropy takes a fused kernel that yields error signal and loss together; every other pair goes through
 * Deeplearning4j's loss functions. Of sequences every step is a row; inside, all is rows.
 */
abstract class GeneralizedReadoutLayer<C extends GeneralizedReadout> extends BaseOutputLayer<C> implements GeneralizedLayer {
    private final transient Synapses synapses;
    private final transient Feedback feedback;
    /** Loss of the last backward pass, summed over the minibatch; NaN when there is none for the present input. */
    private transient double trainedLoss = Double.NaN;
    /** Number of sequences of the present input; 0 when it is a matrix. */
    private transient long sequences;

    GeneralizedReadoutLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        synapses = new Synapses(this, conf, type);
        feedback = new Feedback(this, layerConf().getSignal());
    }

    /** The real columns that the loss sees of z: z itself, or an array of its own. */
    INDArray columns(INDArray z) {
        return z;
    }

    /** ε = ∂L/∂z from that of the columns. */
    INDArray error(INDArray z, INDArray ofColumns) {
        return ofColumns;
    }

    /** Fills the gradient of biases that are not part of z. */
    void activationGradient(INDArray z, INDArray error) {}

    @Override public final Synapses synapses() { return synapses; }

    @Override public final Feedback feedback() { return feedback; }

    @Override protected final INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        return synapses.preActivation(input, params, training, 'c', this::layerId, workspaces);
    }

    @Override public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutput(training, workspaces);
        INDArray columns = columns(z);
        INDArray read = columns == z ? z : workspaces.leverageTo(ArrayType.ACTIVATIONS, columns);
        INDArray activation = layerConf().getActivationFn().getActivation(read, training);
        INDArray mask = mask();
        if (mask != null) LossUtil.applyMask(activation, mask);
        return sequences == 0 ? activation : Sequences.of(activation, sequences);
    }

    @Override public final Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray z = preOutput(true, workspaces);
        feedback.publishLabels(labels);
        boolean gather = synapses.curvature().due(getIterationCount());
        INDArray before = gather ? z.dup() : z; // the error may be made in place of z
        INDArray error = feedback.isBackPropagation() ? error(z, lossError(columns(z), workspaces)) : signalError(z);
        feedback.publishError(error);
        if (gather) {
            synapses.curvature().gather(input, error);
            if (feedback.separable()) synapses.curvature().unitSlopes(before, error, this::signalError);
            else synapses.curvature().outputCurvature(expectedCurvature(before, error));
        }
        gradient = synapses.gradient(input, error, params, gradientViews);
        activationGradient(z, error);
        INDArray below = backpropDropOutIfPresent(synapses.inputGradient(input, error, workspaces));
        return new Pair<>(gradient, sequences == 0 ? below : Sequences.of(below, sequences));
    }

    /** ∂L/∂columns; remembers the loss when the fused kernel yields it on the way. */
    private INDArray lossError(INDArray z, LayerWorkspaceMgr workspaces) {
        INDArray targets = getLabels2d(workspaces, ArrayType.BP_WORKING_MEM);
        if (fused(z, targets)) {
            INDArray error = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, z.dataType(), z.shape(), 'c');
            trainedLoss = loss(z, targets, error);
            return error;
        }
        trainedLoss = Double.NaN;
        return plainLossError(z, targets);
    }

    private INDArray plainLossError(INDArray z, INDArray targets) {
        INDArray error = layerConf().getLossFn().computeGradient(targets, z, layerConf().getActivationFn(), mask());
        return synapses.operations().flush(error.castTo(z.dataType())); // a loss of the user's own may answer in another type
    }

    /** The mask as rows, also where layers below have made rows of sequences; null for none. */
    private INDArray mask() {
        boolean rows = maskArray == null || maskArray.rank() == 2 && maskArray.size(0) == input.size(0);
        return rows ? maskArray : Sequences.maskRows(maskArray);
    }

    /** ε = ∂e/∂z of a signal that is not the loss. */
    private INDArray signalError(INDArray z) {
        LayerOperations operations = synapses.operations();
        INDArray columns = columns(z);
        INDArray slope = feedback.slope(input, () -> {
            INDArray activation = columns.ulike();
            operations.activate(layerConf().getActivationFn(), columns, true, activation);
            return activation;
        }, null);
        INDArray error = operations.error(layerConf().getActivationFn(), columns, slope, columns.ulike());
        INDArray mask = mask();
        if (mask != null) LossUtil.applyMask(error, mask);
        return error(z, error);
    }

    /** Mean over the batch of the trace of ∂²L/∂z²: exact for the fused pair, otherwise along one random sign vector (Hutchinson). */
    private double expectedCurvature(INDArray z, INDArray error) {
        int rows = (int) z.size(0);
        if (columns(z) == z && feedback.isBackPropagation() && fused(z, labels))
            return SoftmaxCrossEntropy.curvature(rows, (int) z.size(1), FloatViews.of(z));
        double h = 1e-2;
        INDArray signs = z.dup('c');
        SplittableRandom generator = new SplittableRandom(getIterationCount());
        for (long i = 0; i < signs.length(); i++) signs.putScalar(i, generator.nextBoolean() ? 1 : -1);
        INDArray there = z.add(signs.mul(h));
        INDArray moved = feedback.isBackPropagation() ? error(there, plainLossError(columns(there), labels)) : signalError(there);
        return Math.max(0, moved.subi(error).muli(signs).sumNumber().doubleValue() / (h * rows));
    }

    private boolean fused(INDArray z, INDArray targets) {
        return z.dataType() == DataType.FLOAT && targets.dataType() == DataType.FLOAT && maskArray == null
                && layerConf().getActivationFn() instanceof ActivationSoftmax
                && layerConf().getLossFn() instanceof LossMCXENT cross && cross.getWeights() == null
                && z.equalShapes(targets) && targets.ordering() == 'c' && targets.stride(0) == targets.size(1);
    }

    private static double loss(INDArray z, INDArray targets, INDArray error) {
        return SoftmaxCrossEntropy.apply((int) z.size(0), (int) z.size(1), FloatViews.of(z), FloatViews.of(targets),
                error == null ? null : FloatViews.of(error));
    }

    @Override public final double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        double sum = training && !Double.isNaN(trainedLoss) ? trainedLoss : freshLoss(training, workspaces);
        score = (conf().isMiniBatch() ? sum / getInputMiniBatchSize() : sum) + regularization;
        return score;
    }

    private double freshLoss(boolean training, LayerWorkspaceMgr workspaces) {
        if (input == null || labels == null) throw new IllegalStateException("no input or labels to score: " + layerId());
        INDArray z = columns(preOutput(training, workspaces));
        INDArray targets = getLabels2d(workspaces, ArrayType.FF_WORKING_MEM);
        return fused(z, targets) ? loss(z, targets, null)
                : layerConf().getLossFn().computeScore(targets, z, layerConf().getActivationFn(), mask(), false);
    }

    @Override public final void computeGradientAndScore(LayerWorkspaceMgr workspaces) {
        if (input == null || labels == null) return;
        gradient = backpropGradient(null, workspaces).getFirst();
        score = computeScore(0, true, workspaces);
    }

    @Override protected final INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) { return labels; }

    @Override public final INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
        INDArray losses = layerConf().getLossFn().computeScoreArray(labels, columns(preOutput(false, workspaces)),
                layerConf().getActivationFn(), mask());
        if (sequences > 0) losses = losses.reshape('c', losses.length() / sequences, sequences).sum(0).reshape(sequences, 1);
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, losses.addi(regularization));
    }

    @Override public final void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        INDArray own = synapses.accept(input, workspaces);
        sequences = input != null && input.rank() == 3 ? input.size(0) : 0;
        super.setInput(sequences == 0 ? own : workspaces.leverageTo(ArrayType.ACTIVATIONS, Sequences.rows(own)), workspaces);
        trainedLoss = Double.NaN;
    }

    @Override public final int getInputMiniBatchSize() {
        return sequences == 0 ? super.getInputMiniBatchSize() : (int) sequences;
    }

    @Override public final void setLabels(INDArray labels) {
        super.setLabels(labels == null ? null : own(labels.rank() == 3 ? Sequences.rows(labels) : labels));
        trainedLoss = Double.NaN;
    }

    /** Labels in the layer's type, row after row: neither may change a result. */
    private INDArray own(INDArray rows) {
        INDArray same = layerConf().getLossFn() instanceof LossSparseMCXENT ? rows : rows.castTo(dataType);
        return same.rank() == 2 ? FloatViews.inRows(same) : same;
    }

    @Override public final void clear() {
        super.clear();
        feedback.publishLabels(null);
        trainedLoss = Double.NaN;
    }

    @Override public final void applyConstraints(int iteration, int epoch) { synapses.gradients().project(params); }

    @Override public final boolean updaterDivideByMinibatch(String key) { return synapses.gradients().dividedByMinibatch(); }

    @Override public final boolean hasBias() { return true; }

    /** So that one step of {@code rnnTimeStep} may come and go as a matrix. */
    @Override public final Type type() {
        return sequences == 0 ? Type.FEED_FORWARD : Type.RECURRENT;
    }
}
