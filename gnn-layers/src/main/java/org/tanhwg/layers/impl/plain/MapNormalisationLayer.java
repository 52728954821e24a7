package org.tanhwg.layers.impl.plain;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_LOG_STD;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.kernel.Normalisation;
import org.tanhwg.layers.kernel.Rows;

/** Runs a {@link org.tanhwg.layers.conf.MapNormalisation}: its own way for maps that lie example innermost, Deeplearning4j's for others. */
public final class MapNormalisationLayer extends BatchNormalization {
    private final transient Rows rows = new Rows();
    private final transient Normalisation kernel = new Normalisation();
    private transient double[] mean;
    private transient double[] variance;
    private transient INDArray room;
    /** Whether the last pass of training was ours. */
    private transient boolean ours;

    /** @param conf holds a {@link org.tanhwg.layers.conf.MapNormalisation} */
    public MapNormalisationLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    private boolean own() {
        var conf = layerConf();
        return input.rank() == 4 && Maps.innermost(input) && input.size(1) == conf.getNOut() && dataType == DataType.FLOAT
                && conf.getCnn2DFormat() == CNN2DFormat.NCHW && !conf.isLockGammaBeta() && conf.getIDropout() == null;
    }

    private int channels() { return (int) input.size(1); }

    /** Numbers of a channel. */
    private int length() { return (int) (input.length() / input.size(1)); }

    private float[] values(String parameter) { return getParam(parameter).toFloatVector(); }

    /** What the running estimate of the variance is, kept as the logarithm of its root or as it is. */
    private double runningVariance(int channel) {
        return layerConf().isUseLogStd() ? Math.pow(10, 2 * getParam(GLOBAL_LOG_STD).getDouble(channel))
                : getParam(GLOBAL_VAR).getDouble(channel);
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        ours = own();
        if (!ours) return super.activate(training, workspaces);
        int channels = channels();
        if (mean == null) {
            mean = new double[channels];
            variance = new double[channels];
        }
        if (training) kernel.moments(length(), FloatViews.of(Maps.features(input)), mean, variance);
        else
            for (int c = 0; c < channels; c++) {
                mean[c] = getParam(GLOBAL_MEAN).getDouble(c);
                variance[c] = runningVariance(c);
            }
        float[] gamma = values(GAMMA), beta = values(BETA);
        double[] scale = deviations(), shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = gamma[c] / scale[c];
            shift[c] = beta[c] - scale[c] * mean[c];
        }
        INDArray out = Maps.create(ArrayType.ACTIVATIONS, input.length() / input.size(0), input.size(0), workspaces);
        kernel.scale(length(), FloatViews.of(Maps.features(input)), scale, shift, FloatViews.of(out));
        return Maps.pictures(out, channels, input.size(2), input.size(3));
    }

    private double[] deviations() {
        double[] sd = new double[variance.length];
        for (int c = 0; c < sd.length; c++) sd[c] = Math.sqrt(variance[c] + layerConf().getEps());
        return sd;
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!ours) return super.backpropGradient(epsilon, workspaces);
        INDArray errors = epsilon;
        if (Maps.innermost(epsilon)) errors = Maps.features(epsilon);
        else {
            room = FloatViews.reserve(room, DataType.FLOAT, 'c', input.length() / input.size(0), input.size(0));
            Maps.load(epsilon, rows, room);
            errors = room;
        }
        INDArray below = Maps.create(ArrayType.ACTIVATION_GRAD, input.length() / input.size(0), input.size(0), workspaces);
        float[] gammas = new float[channels()], betas = new float[channels()];
        kernel.backward(length(), FloatViews.of(Maps.features(input)), FloatViews.of(errors), mean, deviations(), values(GAMMA),
                gammas, betas, FloatViews.of(below));
        var gradient = new DefaultGradient();
        gradient(gradient, GAMMA, gammas);
        gradient(gradient, BETA, betas);
        running(gradient);
        return new Pair<>(gradient, Maps.pictures(below, channels(), input.size(2), input.size(3)));
    }

    /** Running estimates move by a gradient too, that of a step of size 1 to where they are next; as in Deeplearning4j, so that training in several places may average it. */
    private void running(DefaultGradient gradient) {
        double share = 1 - layerConf().getDecay();
        boolean logarithm = layerConf().isUseLogStd();
        String spread = logarithm ? GLOBAL_LOG_STD : GLOBAL_VAR;
        float[] means = values(GLOBAL_MEAN), spreads = values(spread);
        for (int c = 0; c < means.length; c++) {
            means[c] = (float) (share * (means[c] - mean[c]));
            double before = runningVariance(c), after = before + share * (variance[c] - before);
            spreads[c] = (float) (logarithm ? spreads[c] - Math.log10(after) / 2 : before - after);
        }
        gradient(gradient, GLOBAL_MEAN, means);
        gradient(gradient, spread, spreads);
    }

    private void gradient(DefaultGradient gradient, String parameter, float[] values) {
        INDArray view = gradientViews.get(parameter);
        FloatViews.of(view).put(0, values);
        gradient.setGradientFor(parameter, view);
    }
}
