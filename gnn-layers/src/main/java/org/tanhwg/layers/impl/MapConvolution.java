package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.kernel.ConvolvedWiring;
import org.tanhwg.layers.kernel.Rows;
import org.tanhwg.layers.kernel.SlidingWindow;

/** A convolution over {@link Maps}: of real Dirac laws in single precision, channels first. Results differ from the general way's in rounding alone. */
final class MapConvolution {
    private final Synapses synapses;
    private final IActivation activation;
    private final Optional<ReleaseNoise> noise;
    private final SlidingProducts products = new SlidingProducts();
    private final Rows rows = new Rows();
    private SlidingWindow window;
    /** The input as features, with its noise. */
    private INDArray features;
    private INDArray room;
    private INDArray z;
    private INDArray above;
    private INDArray error;
    private boolean noisy;

    MapConvolution(Synapses synapses, IActivation activation, Optional<ReleaseNoise> noise) {
        this.synapses = synapses;
        this.activation = activation;
        this.noise = noise;
    }

    /** σ(z), pictures whose maps are made in a workspace. @param step whose noise comes to the input; empty for none */
    INDArray activate(SlidingWindow sliding, INDArray input, Optional<Step> step, Map<String, INDArray> parameters,
            boolean training, LayerWorkspaceMgr workspaces) {
        forward(sliding, input, step, parameters, training);
        INDArray active = Maps.create(ArrayType.ACTIVATIONS, z.size(0), z.size(1), workspaces);
        synapses.operations().activate(activation, z, training, active);
        return Maps.pictures(active, z.size(0) / window.positions(), window.outHeight(), window.outWidth());
    }

    /** The number of a step and its epoch, as Deeplearning4j counts them. */
    record Step(int iteration, int epoch) {}

    private void forward(SlidingWindow sliding, INDArray input, Optional<Step> step, Map<String, INDArray> parameters,
            boolean training) {
        window = sliding;
        long batch = input.size(0);
        boolean innermost = Maps.innermost(input);
        if (!innermost || step.isPresent()) room = Sampling.reserve(room, DataType.FLOAT, 'c', window.inputs(), batch);
        if (innermost) features = Maps.features(input);
        else {
            Maps.load(input, rows, room);
            features = room;
        }
        noisy = step.isPresent() && noise.isPresent();
        if (noisy) {
            INDArray from = features.transpose();
            INDArray into = room.transpose();
            INDArray made = noise.get().applyDropout(from, into, step.get().iteration(), step.get().epoch(), null);
            if (made == into) features = room;
        }
        z = Sampling.reserve(z, DataType.FLOAT, 'c', parameters.get(SynapticParameters.MASS).size(1) * window.positions(), batch);
        synapses.slide(products, window, features, parameters, training, z);
    }

    /** @param inputGradient whether ∂L/∂input is asked for; otherwise the second is null */
    Pair<Gradient, INDArray> back(INDArray epsilon, int step, Map<String, INDArray> parameters, Map<String, INDArray> views,
            boolean inputGradient, LayerWorkspaceMgr workspaces) {
        INDArray slope;
        if (Maps.innermost(epsilon)) slope = Maps.features(epsilon);
        else {
            above = Sampling.reserve(above, DataType.FLOAT, 'c', z.size(0), z.size(1));
            Maps.load(epsilon, rows, above);
            slope = above;
        }
        error = Sampling.reserve(error, DataType.FLOAT, 'c', z.size(0), z.size(1));
        INDArray signal = synapses.operations().error(activation, z, slope, error);
        INDArray below = inputGradient
                ? Maps.create(ArrayType.ACTIVATION_GRAD, features.size(0), features.size(1), workspaces)
                : null;
        Gradient gradient = synapses.slideBack(products, features, signal, parameters, views, below);
        if (synapses.curvature().due(step)) gather(signal);
        if (below == null) return new Pair<>(gradient, null);
        if (noisy) noise.get().backprop(below.transpose(), below.transpose(), step, 0);
        return new Pair<>(gradient, Maps.pictures(below, window.channels(), window.height(), window.width()));
    }

    private void gather(INDArray signal) {
        int batch = (int) features.size(1);
        if (synapses.pass() instanceof Pass.Sparse) {
            synapses.gatherFew();
            return;
        }
        FloatBuffer maps = FloatViews.of(features);
        FloatBuffer errors = FloatViews.of(signal);
        synapses.curvature().gather(into -> ConvolvedWiring.inputSquares(window, squares(window.inputs(), batch, maps), into),
                into -> {
                    float[] squares = squares((int) signal.size(0), batch, errors);
                    for (int y = 0; y < into.length; y++) {
                        double sum = 0;
                        for (int p = 0; p < window.positions(); p++) sum += squares[y * window.positions() + p];
                        into[y] = (float) sum;
                    }
                });
    }

    private float[] squares(int features, int batch, FloatBuffer values) {
        float[] squares = new float[features];
        rows.columnMeanSquares(batch, features, values, squares);
        return squares;
    }

    void clear() { features = null; }
}
