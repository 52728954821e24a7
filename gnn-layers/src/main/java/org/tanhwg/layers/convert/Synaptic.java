package org.tanhwg.layers.convert;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.WIDTHS;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.step.SlowRegime;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;

/** Parameters in the other form. */
final class Synaptic {
    /** All the way to w ∝ |O|^½ at once; silent synapses have no mass, those of a silent unit keep it. */
    private static final SlowRegime CONSOLIDATED = new SlowRegime(1, 0.5, Double.POSITIVE_INFINITY);

    private Synaptic() {}

    /** Fills {@code to}, generalized or the same kind of layer as {@code from}. */
    static void copy(Layer from, Layer to) {
        if (generalized(to) && !generalized(from)) split(from, to);
        else from.paramTable().forEach((key, values) -> {
            if (!WIDTHS.contains(key) || same(to, key, values)) to.getParam(key).assign(values);
        });
        for (String key : WIDTHS) {
            if (to.paramTable().containsKey(key) && !same(from, key, to.getParam(key)))
                scale(to.getParam(key), to.getParam(MASS));
        }
    }

    /** Fills {@code to}, dense where {@code from} is generalized, else the same kind of layer. */
    static void copyObservable(Layer from, Layer to) {
        if (generalized(from)) {
            to.getParam(DefaultParamInitializer.WEIGHT_KEY).assign(observable(from));
            to.getParam(DefaultParamInitializer.BIAS_KEY).assign(from.getParam(BIAS));
        } else {
            copy(from, to);
        }
    }

    /** O of a fully connected layer, n × Y. */
    static INDArray observable(Layer layer) {
        return generalized(layer) ? layer.getParam(MASS).mul(layer.getParam(AMPLITUDE))
                : layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
    }

    private static boolean generalized(Layer layer) {
        return layer.conf().getLayer() instanceof GeneralizedDense || layer.conf().getLayer() instanceof GeneralizedOutput;
    }

    private static boolean same(Layer layer, String key, INDArray values) {
        return layer.paramTable().containsKey(key) && layer.getParam(key).equalShapes(values);
    }

    private static void split(Layer from, Layer to) {
        double[][] observable = units(from.getParam(DefaultParamInitializer.WEIGHT_KEY));
        double[][] mass = new double[observable.length][];
        double[][] amplitude = new double[observable.length][];
        for (int y = 0; y < observable.length; y++) {
            double[] o = observable[y];
            double[] uniform = new double[o.length];
            Arrays.fill(uniform, 1.0 / o.length);
            double[] w = CONSOLIDATED.step(uniform, o);
            mass[y] = w;
            amplitude[y] = IntStream.range(0, o.length).mapToDouble(x -> w[x] == 0 ? 0 : o[x] / w[x]).toArray();
        }
        assign(mass, to.getParam(MASS));
        assign(amplitude, to.getParam(AMPLITUDE));
        INDArray bias = from.paramTable().get(DefaultParamInitializer.BIAS_KEY);
        if (bias == null) to.getParam(BIAS).assign(0);
        else to.getParam(BIAS).assign(bias);
    }

    /** New widths are those of uniform mass; the law of w A is to be the same wherever the mass is. */
    private static void scale(INDArray width, INDArray mass) {
        double[][] widths = units(width);
        double[][] masses = units(mass);
        for (int y = 0; y < widths.length; y++) {
            int n = masses[y].length; // atoms lie below each other, n rows for each
            for (int i = 0; i < widths[y].length; i++) {
                double w = masses[y][i % n];
                widths[y][i] = w == 0 ? 0 : widths[y][i] / (n * w);
            }
        }
        assign(widths, width);
    }

    /** The columns. */
    private static double[][] units(INDArray values) {
        double[] flat = values.castTo(DataType.DOUBLE).dup('f').data().asDouble();
        int rows = Math.toIntExact(values.size(0));
        return IntStream.range(0, Math.toIntExact(values.size(1)))
                .mapToObj(y -> Arrays.copyOfRange(flat, y * rows, (y + 1) * rows)).toArray(double[][]::new);
    }

    private static void assign(double[][] columns, INDArray into) {
        double[] flat = Arrays.stream(columns).flatMapToDouble(Arrays::stream).toArray();
        into.assign(Nd4j.createFromArray(flat).reshape('f', into.shape()).castTo(into.dataType()));
    }
}
