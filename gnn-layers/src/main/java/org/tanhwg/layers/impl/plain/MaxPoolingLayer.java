package org.tanhwg.layers.impl.plain;

import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.kernel.Rows;
import org.tanhwg.layers.kernel.picture.Pooling;

/** Runs a {@link org.tanhwg.layers.conf.MaxPooling}: its own way for maps that lie example innermost, Deeplearning4j's for others. */
public final class MaxPoolingLayer extends SubsamplingLayer {
    private final transient Rows rows = new Rows();
    private transient Pooling pooling;
    private transient INDArray pooled;
    private transient INDArray error;
    /** The output of the layer below in whose place {@link #done} is. */
    private transient INDArray awaited;
    private transient INDArray done;

    /** @param conf holds a {@link org.tanhwg.layers.conf.MaxPooling} */
    public MaxPoolingLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    private boolean own() {
        return input != null && input.rank() == 4 && Maps.innermost(input) && sides(input.size(2), input.size(3)).isPresent();
    }

    /** Sides of windows that lie side by side on maps of that size; empty where they do not, or do not fit: Deeplearning4j says what is wrong then. */
    public Optional<int[]> sides(long height, long width) {
        var conf = layerConf();
        int down = conf.getKernelSize()[0];
        int across = conf.getKernelSize()[1];
        boolean plain = conf.getCnn2dDataFormat() == CNN2DFormat.NCHW
                && conf.getIDropout() == null && conf.getPadding()[0] == 0 && conf.getPadding()[1] == 0
                && conf.getDilation()[0] == 1 && conf.getDilation()[1] == 1 && conf.getStride()[0] == down
                && conf.getStride()[1] == across && conf.getConvolutionMode() != ConvolutionMode.Same;
        boolean fits = height >= down && width >= across && (conf.getConvolutionMode() != ConvolutionMode.Strict
                || height % down == 0 && width % across == 0);
        return plain && fits ? Optional.of(conf.getKernelSize()) : Optional.empty();
    }

    /** Tells what the coming pass gives: the layer below has done it already. @param whole that layer's output, of which nothing was written @param made pooled */
    public void await(INDArray whole, INDArray made) {
        awaited = whole;
        done = made;
    }

    /** The error of the last pass as features, for the layer below that did it; a copy, for it outlives the workspace of what came from above. */
    public INDArray handedDown() {
        return error;
    }

    /** Whether the layer below did the pass whose input this is. */
    private boolean doneBelow() {
        return input != null && input == awaited;
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        pooled = null;
        if (doneBelow()) return done;
        if (!own()) return super.activate(training, workspaces);
        if (pooling == null) pooling = new Pooling(layerConf().getKernelSize()[0], layerConf().getKernelSize()[1]);
        int batch = (int) input.size(0);
        int channels = (int) input.size(1);
        int height = (int) input.size(2);
        int width = (int) input.size(3);
        long down = pooling.positionsDown(height);
        long across = pooling.positionsAcross(width);
        pooled = Maps.create(ArrayType.ACTIVATIONS, channels * down * across, batch, workspaces);
        pooling.forward(channels, height, width, batch, FloatViews.of(Maps.features(input)), FloatViews.of(pooled));
        return Maps.pictures(pooled, channels, down, across);
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (doneBelow()) {
            error = FloatViews.reserve(error, DataType.FLOAT, 'c', epsilon.length() / epsilon.size(0), epsilon.size(0));
            if (Maps.innermost(epsilon)) FloatViews.of(error).put(FloatViews.of(Maps.features(epsilon)));
            else Maps.load(epsilon, rows, error);
            return new Pair<>(new DefaultGradient(), Maps.standIn(ArrayType.ACTIVATION_GRAD, input.shape(), workspaces));
        }
        if (pooled == null || !own()) return super.backpropGradient(epsilon, workspaces);
        int batch = (int) input.size(0);
        INDArray above = epsilon;
        if (Maps.innermost(epsilon)) above = Maps.features(epsilon);
        else {
            error = FloatViews.reserve(error, DataType.FLOAT, 'c', pooled.size(0), batch);
            Maps.load(epsilon, rows, error);
            above = error;
        }
        INDArray below = Maps.create(ArrayType.ACTIVATION_GRAD, input.length() / batch, batch, workspaces);
        pooling.backward((int) input.size(1), (int) input.size(2), (int) input.size(3), batch,
                FloatViews.of(Maps.features(input)), FloatViews.of(above), FloatViews.of(below));
        return new Pair<>(new DefaultGradient(), Maps.pictures(below, input.size(1), input.size(2), input.size(3)));
    }

    @Override public void clear() {
        super.clear();
        pooled = null;
        awaited = null;
        done = null;
    }
}
