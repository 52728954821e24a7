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
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.kernel.ReleaseFactors;
import org.tanhwg.layers.kernel.Rows;
import org.tanhwg.layers.kernel.picture.SlidingWindow;
import org.tanhwg.layers.kernel.sparse.ConvolvedLines;
import org.tanhwg.layers.kernel.sparse.ConvolvedWiring;

/**
 * A convolution over {@link Maps}: of real Dirac laws in single precision, channels first. Results differ from the general way's in rounding alone.
 *
 * <p>Few synapses with a rectifier take {@link ConvolvedLines}, together with the pool above where there is one that waits for that.
 */
final class MapConvolution {
    private final SlidingSynapses synapses;
    private final IActivation activation;
    private final Optional<ReleaseNoise> noise;
    private final boolean rectifies;
    private final Rows rows = new Rows();
    private SlidingWindow window;
    /** The input as features, with its noise. */
    private INDArray features;
    private INDArray room;
    private INDArray z;
    private INDArray above;
    private INDArray error;
    private boolean noisy;
    /** The way over few synapses; kept from one pass to the next. */
    private ConvolvedLines lines;
    /** Whether the last pass took it. */
    private boolean lined;
    /** Whether that took the pool above as well. */
    private boolean pooled;

    MapConvolution(SlidingSynapses synapses, IActivation activation, Optional<ReleaseNoise> noise) {
        this.synapses = synapses;
        this.activation = activation;
        this.noise = noise;
        rectifies = LayerOperations.Fused.rectifier(activation);
    }

    /**
     * σ(z), pictures whose maps are made in a workspace; or, if the pass goes through few synapses, what the pool makes of it, and {@link #pooled} says so.
     *
     * @param step whose noise comes to the input; empty for none
     * @param pool sides of the windows of the pool above, down and across; empty for none that would take it
     */
    INDArray activate(SlidingWindow sliding, INDArray input, Optional<Step> step, Map<String, INDArray> parameters,
            boolean training, Optional<int[]> pool, LayerWorkspaceMgr workspaces) {
        window = sliding;
        Optional<SparseSynapses> few = rectifies ? synapses.few(window, input.size(0), parameters, training)
                : Optional.empty();
        lined = few.isPresent();
        load(input, lined ? Optional.empty() : step);
        long units = parameters.get(SynapticParameters.MASS).size(1);
        pooled = lined && pool.isPresent();
        if (lined) {
            int[] sides = pool.orElse(new int[] {1, 1});
            lines = few.get().lines(lines, sides[0], sides[1]);
            INDArray active = Maps.create(ArrayType.ACTIVATIONS, units * lines.rows() * lines.columns(), features.size(1),
                    workspaces);
            few.get().transmit(lines, features, step.flatMap(this::noise), parameters.get(SynapticParameters.AMPLITUDE),
                    parameters.get(SynapticParameters.BIAS), active, synapses.shared());
            return Maps.pictures(active, units, lines.rows(), lines.columns());
        }
        z = FloatViews.reserve(z, DataType.FLOAT, 'c', units * window.positions(), features.size(1));
        synapses.transmit(window, features, parameters, training, z);
        INDArray active = Maps.create(ArrayType.ACTIVATIONS, z.size(0), z.size(1), workspaces);
        synapses.operations().activate(activation, z, training, active);
        return Maps.pictures(active, units, window.outHeight(), window.outWidth());
    }

    /** Whether what the last pass gave is pooled, and the error that is to come back too. */
    boolean pooled() { return pooled; }

    /** The number of a step and its epoch, as Deeplearning4j counts them. */
    record Step(int iteration, int epoch) {}

    private Optional<ReleaseFactors.OfStep> noise(Step step) {
        return noise.flatMap(release -> release.factors(step.iteration(), window.inputs()))
                .map(factors -> new ReleaseFactors.OfStep(factors, step.iteration()));
    }

    private void load(INDArray input, Optional<Step> step) {
        boolean innermost = Maps.innermost(input);
        if (!innermost || step.isPresent())
            room = FloatViews.reserve(room, DataType.FLOAT, 'c', window.inputs(), input.size(0));
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
    }

    /** @param epsilon pictures, or features if they are of the pool above @param inputGradient whether ∂L/∂input is asked for; otherwise the second is null */
    Pair<Gradient, INDArray> back(INDArray epsilon, int step, Map<String, INDArray> parameters, Map<String, INDArray> views,
            boolean inputGradient, LayerWorkspaceMgr workspaces) {
        INDArray slope;
        if (pooled) slope = epsilon;
        else if (Maps.innermost(epsilon)) slope = Maps.features(epsilon);
        else {
            above = FloatViews.reserve(above, DataType.FLOAT, 'c', epsilon.length() / epsilon.size(0), epsilon.size(0));
            Maps.load(epsilon, rows, above);
            slope = above;
        }
        INDArray below = inputGradient
                ? Maps.create(ArrayType.ACTIVATION_GRAD, features.size(0), features.size(1), workspaces)
                : null;
        boolean gather = synapses.curvature().due(step);
        Gradient gradient;
        if (lined) gradient = synapses.gradient(lines, slope, views, below, gather);
        else {
            error = FloatViews.reserve(error, DataType.FLOAT, 'c', z.size(0), z.size(1));
            slope = synapses.operations().error(activation, z, slope, error);
            gradient = synapses.gradient(features, slope, parameters, views, below);
        }
        if (gather) gather(slope);
        if (below == null) return new Pair<>(gradient, null);
        if (noisy) noise.get().backprop(below.transpose(), below.transpose(), step, 0);
        return new Pair<>(gradient, Maps.pictures(below, window.channels(), window.height(), window.width()));
    }

    private void gather(INDArray signal) {
        int batch = (int) features.size(1);
        if (!lined && synapses.pass() instanceof Pass.Sparse) {
            synapses.gatherFew();
            return;
        }
        if (lined) {
            synapses.curvature().gather(lines::inputSquares,
                    into -> System.arraycopy(lines.errorSquares(), 0, into, 0, into.length));
            return;
        }
        FloatBuffer maps = FloatViews.of(features);
        synapses.curvature().gather(into -> ConvolvedWiring.inputSquares(window, squares(window.inputs(), batch, maps), into),
                into -> {
                    float[] squares = squares((int) signal.size(0), batch, FloatViews.of(signal));
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
