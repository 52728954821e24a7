package org.tanhwg.training.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.training.run.UserError;

/**
 * The synapses of a fully connected layer that have mass, unit after unit; of a plain layer those that are not 0.
 *
 * @param from input of each synapse
 * @param to unit of each synapse
 * @param weights O of each synapse
 * @param massive whether synapses have mass, and are not those of a plain layer
 * @param speed ŵ = n w of each synapse, 1 in a plain layer (theory §4.1)
 * @param biases of each unit
 * @param first place of each unit's first synapse, and at the end the number of synapses
 */
record ChainLayer(String name, int inputs, int units, boolean massive, int[] from, int[] to, double[] weights, double[] speed,
        double[] biases, int[] first, Activation activation) {

    /** The layers of a network. @throws UserError unless all are fully connected, and the last one has softmax */
    static List<ChainLayer> of(Model model, String file) {
        if (!(model instanceof MultiLayerNetwork network))
            throw refused(file, "is a " + model.getClass().getSimpleName());
        List<ChainLayer> chain = new ArrayList<>();
        for (int i = 0; i < network.getnLayers(); i++) {
            var conf = network.getLayer(i).conf().getLayer();
            boolean generalized = conf instanceof GeneralizedDense || conf instanceof GeneralizedOutput;
            boolean plain = conf instanceof DenseLayer dense && !dense.hasLayerNorm() || conf instanceof OutputLayer;
            if (!generalized && !plain || network.getLayerWiseConfigurations().getInputPreProcess(i) != null)
                throw refused(file, "layer " + i + " is a " + conf.getClass().getSimpleName()
                        + (generalized || plain ? " with another input" : ""));
            Optional<Activation> activation = Conversion.toCompact(((BaseLayer) conf).getActivationFn());
            if (activation.isEmpty() || (activation.get() == Activation.SOFTMAX) != (i == network.getnLayers() - 1))
                throw refused(file, "layer " + i + " has activation " + ((BaseLayer) conf).getActivationFn());
            if (conf instanceof BaseOutputLayer output && !(output.getLossFn() instanceof LossMCXENT))
                throw refused(file, "its loss is " + output.getLossFn() + ", not cross-entropy");
            chain.add(of(conf.getLayerName() == null ? "layer" + i : conf.getLayerName(), network.getLayer(i), generalized,
                    activation.get()));
        }
        return chain;
    }

    private static ChainLayer of(String name, Layer layer, boolean generalized, Activation activation) {
        INDArray amplitudes = layer
                .getParam(generalized ? SynapticParameters.AMPLITUDE : DefaultParamInitializer.WEIGHT_KEY);
        int inputs = Math.toIntExact(amplitudes.size(0)), units = Math.toIntExact(amplitudes.size(1));
        double[] m = byUnit(amplitudes);
        double[] w = generalized ? byUnit(layer.getParam(SynapticParameters.MASS)) : null;
        INDArray bias = layer.paramTable().get(SynapticParameters.BIAS);
        double[] biases = bias == null ? new double[units] : byUnit(bias.reshape(1, -1));
        return of(name, inputs, units, m, w, biases, activation);
    }

    /**
     * A layer from its amplitudes.
     *
     * @param m unit after unit, units × inputs
     * @param w likewise; null for a plain layer, whose weights are {@code m}
     */
    static ChainLayer of(String name, int inputs, int units, double[] m, double[] w, double[] biases, Activation activation) {
        int count = 0;
        for (int i = 0; i < m.length; i++) if ((w == null ? m : w)[i] != 0) count++;
        int[] from = new int[count], to = new int[count], first = new int[units + 1];
        double[] weights = new double[count], speed = new double[count];
        count = 0;
        for (int i = 0; i < m.length; i++) {
            if ((w == null ? m : w)[i] == 0) continue;
            from[count] = i % inputs;
            to[count] = i / inputs;
            weights[count] = w == null ? m[i] : w[i] * m[i];
            speed[count++] = w == null ? 1 : inputs * w[i];
            first[i / inputs + 1] = count;
        }
        for (int y = 1; y <= units; y++) first[y] = Math.max(first[y], first[y - 1]);
        return new ChainLayer(name, inputs, units, w != null, from, to, weights, speed, biases, first, activation);
    }

    int synapses() { return from.length; }

    /** Of each unit: Σ_x values_x a_x(example). @param a inputs × examples */
    double[][] forward(double[] values, double[][] a) {
        int examples = a[0].length;
        double[][] z = new double[units][examples];
        for (int k = 0; k < from.length; k++) add(z[to[k]], values[k], a[from[k]]);
        return z;
    }

    /** Of each input: Σ_y O_xy e_y(example). @param e units × examples */
    double[][] backward(double[][] e) {
        double[][] d = new double[inputs][e[0].length];
        for (int k = 0; k < from.length; k++) add(d[from[k]], weights[k], e[to[k]]);
        return d;
    }

    static void add(double[] to, double times, double[] v) {
        if (times != 0) for (int i = 0; i < v.length; i++) to[i] += times * v[i];
    }

    /** σ(z). */
    double value(double z) {
        return switch (activation) {
            case IDENTITY -> z;
            case RELU -> Math.max(0, z);
            case TANH -> Math.tanh(z);
            case SIGMOID -> 1 / (1 + Math.exp(-z));
            case SOFTMAX -> throw new IllegalStateException("softmax is not a unit's own");
        };
    }

    /** σ'(z); that of ReLU at 0 is 0. */
    double slope(double z) {
        double a = value(z);
        return switch (activation) {
            case IDENTITY -> 1;
            case RELU -> z > 0 ? 1 : 0;
            case TANH -> 1 - a * a;
            default -> a * (1 - a);
        };
    }

    /** σ''(z). */
    double bend(double z) {
        double a = value(z);
        return switch (activation) {
            case IDENTITY, RELU -> 0;
            case TANH -> -2 * a * (1 - a * a);
            default -> a * (1 - a) * (1 - 2 * a);
        };
    }

    /** Whether σ'' vanishes wherever there is one; then the second term of the Hessian is 0. */
    boolean piecewiseLinear() {
        return activation == Activation.RELU || activation == Activation.IDENTITY;
    }

    private static double[] byUnit(INDArray values) {
        return values.transpose().dup('c').castTo(DataType.DOUBLE).data().asDouble();
    }

    private static UserError refused(String file, String what) {
        return new UserError(file + ": " + what + "; --stability takes fully connected layers of real synapses with identity,"
                + " ReLU, tanh or sigmoid, and softmax at the end");
    }
}
