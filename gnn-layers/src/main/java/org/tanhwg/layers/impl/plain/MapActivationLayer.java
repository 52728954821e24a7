package org.tanhwg.layers.impl.plain;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.kernel.Pointwise;

/** Runs a {@link org.tanhwg.layers.conf.MapActivation}: its own way for maps that lie example innermost and are rectified, Deeplearning4j's for others. */
public final class MapActivationLayer extends ActivationLayer {
    private static final ActivationReLU RECTIFIER = new ActivationReLU();

    private final transient Pointwise kernel = new Pointwise();

    /** @param conf holds a {@link org.tanhwg.layers.conf.MapActivation} */
    public MapActivationLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    private boolean own() {
        return input.rank() == 4 && Maps.innermost(input) && layerConf().getIDropout() == null
                && RECTIFIER.equals(layerConf().getActivationFn());
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (!own()) return super.activate(training, workspaces);
        INDArray out = Maps.like(ArrayType.ACTIVATIONS, input, workspaces);
        kernel.rectify((int) input.length(), FloatViews.of(Maps.features(input)), FloatViews.of(Maps.features(out)));
        return out;
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!own() || !Maps.innermost(epsilon)) return super.backpropGradient(epsilon, workspaces);
        INDArray below = Maps.like(ArrayType.ACTIVATION_GRAD, input, workspaces);
        kernel.rectifyBackward((int) input.length(), FloatViews.of(Maps.features(input)), FloatViews.of(Maps.features(epsilon)),
                FloatViews.of(Maps.features(below)));
        return new Pair<>(new DefaultGradient(), below);
    }
}
