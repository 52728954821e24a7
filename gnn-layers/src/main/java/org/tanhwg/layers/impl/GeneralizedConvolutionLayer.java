package org.tanhwg.layers.impl;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.impl.plain.MaxPoolingLayer;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * Runs a {@link GeneralizedConvolution}: synapses over the patches of pictures, P · batch rows (theory §6b), or over pictures alone where few synapses are left.
 *
 * <p>Pre-activations are kept flat, [batch, outputs], in the order of the output. Signals see the layer so too: a unit at a position is a column.
 */
public final class GeneralizedConvolutionLayer extends BaseLayer<GeneralizedConvolution> implements GeneralizedLayer {
    /** Where Deeplearning4j keeps the activations of a training step, which it shows listeners alone. */
    private static final String OF_A_STEP = "WS_ALL_LAYERS_ACT";

    private final transient SlidingSynapses synapses;
    private final transient Feedback feedback;
    private final transient Unfolded unfolded = new Unfolded();
    private transient SlidingWindow window;
    /** The input of the last forward pass, flat. */
    private transient INDArray pictures;
    private transient INDArray z;
    private transient INDArray error;
    private transient boolean trained;
    /** The way over maps that lie example innermost, where the layer has one; made when first asked for. */
    private transient MapConvolution maps;
    /** The pool above, where there is one. */
    private transient MaxPoolingLayer pool;

    /** @param conf holds a {@link GeneralizedConvolution} */
    public GeneralizedConvolutionLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        synapses = new SlidingSynapses(this, conf, type);
        feedback = new Feedback(this, layerConf().getSignal());
    }

    /**
     * Lets convolutions that have a pool right above them do its work together with theirs, wherever nobody else sees what goes between the two.
     *
     * @param network its layers follow one another, and nobody else reads what one hands on
     */
    public static void connect(MultiLayerNetwork network) {
        Layer[] layers = network.getLayers();
        for (int i = 0; i + 1 < layers.length; i++) {
            if (layers[i] instanceof GeneralizedConvolutionLayer below && layers[i + 1] instanceof MaxPoolingLayer above
                    && network.getLayerWiseConfigurations().getInputPreProcess(i + 1) == null)
                below.pool = above;
        }
    }

    @Override public Synapses synapses() { return synapses; }

    @Override public Feedback feedback() { return feedback; }

    @Override public Type type() { return Type.CONVOLUTIONAL; }

    private boolean channelsLast() { return layerConf().getCnn2dDataFormat() == CNN2DFormat.NHWC; }

    private void look() {
        int channel = channelsLast() ? 3 : 1;
        if (input.rank() != 4 || input.size(channel) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException(
                    "input of shape " + Arrays.toString(input.shape()) + ": layer " + layerId() + " takes "
                            + (channelsLast() ? "[batch, height, width, " + layerConf().getNIn() + "]"
                                    : "[batch, " + layerConf().getNIn() + ", height, width]"));
        }
        long height = input.size(channelsLast() ? 1 : 2);
        long width = input.size(channelsLast() ? 2 : 3);
        if (window != null && window.height() == height && window.width() == width) return;
        try {
            window = layerConf().window(height, width);
            synapses.curvature().positions(window.positions());
        } catch (DL4JInvalidConfigException e) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(input.shape()) + ": " + e.getMessage());
        }
    }

    private boolean takesMaps() {
        if (channelsLast() || !synapses.takesMaps()) return false;
        IDropout dropout = layerConf().getIDropout();
        if (dropout != null && !(dropout instanceof ReleaseNoise)) return false;
        if (maps == null)
            maps = new MapConvolution(synapses, layerConf().getActivationFn(), Optional.ofNullable((ReleaseNoise) dropout));
        return true;
    }

    private Optional<MapConvolution.Step> noisyStep(boolean training) {
        return training && layerConf().getIDropout() != null
                ? Optional.of(new MapConvolution.Step(getIterationCount(), getEpochCount()))
                : Optional.empty();
    }

    @Override protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        look();
        applyDropOutIfNecessary(training, workspaces);
        pictures = flat(input);
        z = FloatViews.reserve(z, dataType, 'c', input.size(0), layerConf().getNOut() * window.positions());
        if (synapses.transmitFew(window, pictures, params, training, z)) return z;
        synapses.all(unfolded.patches(window, pictures), params, training, unfolded.rows(window, z));
        unfolded.flatten(window, z);
        return z;
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (takesMaps()) {
            assertInputSet(false);
            look();
            trained = training;
            INDArray active = maps.activate(window, input, noisyStep(training), params, training, poolAbove(training, workspaces),
                    workspaces);
            if (!maps.pooled()) return active;
            INDArray whole = Maps.standIn(ArrayType.ACTIVATIONS, shape(input.size(0)), workspaces);
            pool.await(whole, active);
            return whole;
        }
        preOutput(training, workspaces);
        trained = training;
        INDArray activation = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape(z.size(0)), 'c');
        synapses.operations().activate(layerConf().getActivationFn(), z, training, activation.reshape('c', z.shape()));
        return activation;
    }

    private long[] shape(long batch) {
        long units = layerConf().getNOut();
        return channelsLast() ? new long[] {batch, window.outHeight(), window.outWidth(), units}
                : new long[] {batch, units, window.outHeight(), window.outWidth()};
    }

    /** Sides of the windows of a pool that is to be done too: in a training step of a network without listeners the activations stay with the layers. */
    private Optional<int[]> poolAbove(boolean training, LayerWorkspaceMgr workspaces) {
        boolean among = training && pool != null && getListeners().isEmpty()
                && OF_A_STEP.equals(workspaces.getWorkspaceName(ArrayType.ACTIVATIONS));
        return among ? pool.sides(window.outHeight(), window.outWidth()) : Optional.empty();
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (takesMaps()) {
            if (!trained) activate(true, workspaces);
            trained = false;
            INDArray fromAbove = maps.pooled() ? pool.handedDown() : epsilon;
            Pair<Gradient, INDArray> gradients = maps.back(fromAbove, getIterationCount(), params, gradientViews,
                    layerConf().isInputGradient(), workspaces);
            return gradients.getSecond() != null ? gradients : new Pair<>(gradients.getFirst(), unknown(workspaces));
        }
        if (!trained) preOutput(true, workspaces);
        trained = false;
        boolean few = synapses.pass() instanceof Pass.Sparse;
        boolean gather = synapses.curvature().due(getIterationCount());
        boolean slopes = gather && feedback.separable();
        INDArray before = slopes ? z.dup() : z; // the error may be made in place of z
        INDArray fromAbove = epsilon == null ? null : flat(epsilon);
        error = FloatViews.reserve(error, dataType, 'c', z.size(0), z.size(1));
        INDArray signal = signalError(z, fromAbove, error);
        INDArray rows = few ? signal : unfolded.errors(window, signal);
        if (gather && !few) {
            synapses.curvature().gatherPositions(unfolded.patches(), rows);
            if (slopes)
                synapses.curvature().unitSlopes(before, signal, moved -> signalError(moved, fromAbove, moved.ulike()),
                        this::unit);
        }
        Gradient gradient = synapses.gradient(few ? pictures : unfolded.patches(), rows, z.size(0), params, gradientViews);
        if (gather && few) synapses.gatherFew();
        return new Pair<>(gradient, layerConf().isInputGradient() ? inputGradient(rows, workspaces) : unknown(workspaces));
    }

    /** Preprocessors and pooling layers of Deeplearning4j take no null; whoever reads this sees that it was not computed. */
    private INDArray unknown(LayerWorkspaceMgr workspaces) {
        return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c').assign(Double.NaN);
    }

    private INDArray inputGradient(INDArray rows, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        INDArray into = gradient.reshape('c', pictures.shape());
        if (synapses.pass() instanceof Pass.Sparse sparse) sparse.synapses().inputGradient(sparse.sampled(), into);
        else {
            synapses.inputGradientOfAll(unfolded.patches(), rows, unfolded.back());
            unfolded.fold(window, into);
        }
        return backpropDropOutIfPresent(gradient);
    }

    /** ε = ∂e/∂z, flat. */
    private INDArray signalError(INDArray at, INDArray fromAbove, INDArray into) {
        LayerOperations operations = synapses.operations();
        INDArray slope = feedback.slope(input.reshape(input.size(0), input.length() / input.size(0)), () -> {
            INDArray activation = at.ulike();
            operations.activate(layerConf().getActivationFn(), at, true, activation);
            return activation;
        }, fromAbove);
        return operations.error(layerConf().getActivationFn(), at, slope, into);
    }

    /** Unit of a column of z. */
    private int unit(int column) {
        return channelsLast() ? column % (int) layerConf().getNOut() : column / window.positions();
    }

    private INDArray flat(INDArray pictures) {
        INDArray contiguous = pictures.castTo(dataType);
        if (contiguous.ordering() != 'c' || !Shape.hasDefaultStridesForShape(contiguous)) contiguous = contiguous.dup('c');
        return contiguous.reshape('c', contiguous.size(0), contiguous.length() / contiguous.size(0));
    }

    @Override public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(synapses.accept(input, workspaces), workspaces);
        trained = false;
    }

    @Override public void clear() {
        super.clear();
        pictures = null;
        if (maps != null) maps.clear();
        trained = false;
    }

    @Override public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
        GeneralizedConvolution conf = layerConf();
        return new Pair<>(mask == null ? null
                : ConvolutionUtils.cnn2dMaskReduction(mask, conf.getKernelSize(), conf.getStride(), conf.getPadding(),
                        conf.getDilation(), conf.getConvolutionMode()),
                state);
    }

    @Override public void applyConstraints(int iteration, int epoch) { synapses.gradients().project(params); }

    @Override public boolean updaterDivideByMinibatch(String key) { return synapses.gradients().dividedByMinibatch(); }

    @Override public boolean isPretrainLayer() { return false; }

    @Override public boolean hasBias() { return true; }
}
