package org.tanhwg.layers.convert;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.ATOMS;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.CONJUGATE;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;
import static org.tanhwg.layers.conf.SynapticParameters.WIDTHS;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.step.SlowRegime;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;

/** Parameters in the other form. */
final class Synaptic {
    /** All the way to w ∝ |O|^½ at once; silent synapses have no mass, those of a silent unit keep it. */
    private static final SlowRegime CONSOLIDATED = new SlowRegime(1, 0.5, Double.POSITIVE_INFINITY);

    /** Single precision leaves 1e-5; training with other updaters leaves far more. */
    private static final double SIMPLEX_TOLERANCE = 1e-3;

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
        if (to.conf().getLayer() instanceof Generalized generalized && !onSimplex(to.getParam(MASS)))
            renormalise(to, generalized);
    }

    /** Fills {@code to}, dense where {@code from} is generalized, else the same kind of layer. */
    static void copyObservable(Layer from, Layer to) {
        if (generalized(from)) {
            INDArray weights = to.getParam(DefaultParamInitializer.WEIGHT_KEY);
            INDArray observable = observable(from);
            weights.assign(weights.rank() == 2 ? observable : observable.transpose().dup('c').reshape('c', weights.shape()));
            to.getParam(DefaultParamInitializer.BIAS_KEY).assign(from.getParam(BIAS));
        } else {
            copy(from, to);
        }
    }

    /** O of a fully connected layer or a convolution, n × Y. */
    static INDArray observable(Layer layer) {
        if (generalized(layer)) return layer.getParam(MASS).mul(layer.getParam(AMPLITUDE));
        INDArray weights = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        if (weights.rank() == 2) return weights;
        long units = weights.size(0); // kernels [Y, channels, height, width], whose synapses are in our order
        return weights.dup('c').reshape('c', units, weights.length() / units).transpose();
    }

    private static boolean generalized(Layer layer) {
        return layer.conf().getLayer() instanceof GeneralizedDense || layer.conf().getLayer() instanceof GeneralizedOutput
                || layer.conf().getLayer() instanceof GeneralizedConvolution;
    }

    private static boolean same(Layer layer, String key, INDArray values) {
        return layer.paramTable().containsKey(key) && layer.getParam(key).equalShapes(values);
    }

    private static void split(Layer from, Layer to) {
        double[][] observable = units(observable(from));
        double[][] mass = new double[observable.length][];
        double[][] amplitude = new double[observable.length][];
        for (int y = 0; y < observable.length; y++) {
            double[] o = observable[y];
            double[] w = massOf(o);
            mass[y] = w;
            amplitude[y] = IntStream.range(0, o.length).mapToDouble(x -> w[x] == 0 ? 0 : o[x] / w[x]).toArray();
        }
        assign(mass, to.getParam(MASS));
        assign(amplitude, to.getParam(AMPLITUDE));
        INDArray bias = from.paramTable().get(DefaultParamInitializer.BIAS_KEY);
        if (bias == null) to.getParam(BIAS).assign(0);
        else to.getParam(BIAS).assign(bias);
    }

    private static boolean onSimplex(INDArray mass) {
        for (double[] w : units(mass)) {
            double sum = Arrays.stream(w).sum();
            if (!(Math.abs(sum - 1) < SIMPLEX_TOLERANCE) || Arrays.stream(w).anyMatch(x -> x < 0)) return false;
        }
        return true;
    }

    /** Other updaters than ours move w as they like. O = w m, w s, w c and w q stay; w becomes what it is for a dense layer of that O. */
    private static void renormalise(Layer layer, Generalized generalized) {
        double[][] before = units(layer.getParam(MASS));
        List<String> keys = Stream.concat(generalized.amplitudeKeys().stream(), WIDTHS.stream())
                .filter(layer.paramTable()::containsKey).toList();
        List<INDArray> parts = keys.stream().map(layer::getParam).toList();
        int amplitudes = generalized.amplitudeKeys().size();
        double[][] magnitude = new double[before.length][before[0].length];
        for (INDArray part : parts.subList(0, amplitudes)) {
            double[][] m = units(part);
            for (int y = 0; y < m.length; y++)
                for (int x = 0; x < m[y].length; x++) magnitude[y][x] = Math.hypot(magnitude[y][x], before[y][x] * m[y][x]);
        }
        double[][] after = Arrays.stream(magnitude).map(Synaptic::massOf).toArray(double[][]::new);
        for (int k = 0; k < parts.size(); k++) {
            double[][] values = units(parts.get(k));
            for (int y = 0; y < values.length; y++) values[y] = moved(values[y], before[y], after[y], keys.get(k), amplitudes);
            assign(values, parts.get(k));
        }
        assign(after, layer.getParam(MASS));
    }

    /**
     * Numbers of one unit whose products with w stay. Where w was negative, what tells a normal law keeps its sign and the atoms of a quantile law come in the other order.
     *
     * @param parts of an amplitude
     */
    private static double[] moved(double[] values, double[] before, double[] after, String key, int parts) {
        boolean normal = key.equals(SPREAD) || key.equals(CONJUGATE);
        boolean sorted = key.equals(ATOMS) && parts == 1;
        int n = before.length;
        int atoms = values.length / n; // below each other, n rows for each
        double[] moved = new double[values.length];
        for (int i = 0; i < moved.length; i++) {
            int x = i % n;
            int from = sorted && before[x] < 0 ? (atoms - 1 - i / n) * n + x : i;
            moved[i] = after[x] == 0 ? 0 : values[from] * (normal ? Math.abs(before[x]) : before[x]) / after[x];
        }
        return moved;
    }

    /** Where consolidation would lead the mass of a unit of these observable weights. */
    private static double[] massOf(double[] observable) {
        double[] uniform = new double[observable.length];
        Arrays.fill(uniform, 1.0 / observable.length);
        return CONSOLIDATED.step(uniform, observable);
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

    /** The columns, in double precision. */
    static double[][] units(INDArray values) {
        double[] flat = values.castTo(DataType.DOUBLE).dup('f').data().asDouble();
        int rows = Math.toIntExact(values.size(0));
        return IntStream.range(0, Math.toIntExact(values.size(1)))
                .mapToObj(y -> Arrays.copyOfRange(flat, y * rows, (y + 1) * rows)).toArray(double[][]::new);
    }

    /** Fills an array whose columns are units. */
    static void assign(double[][] columns, INDArray into) {
        double[] flat = Arrays.stream(columns).flatMapToDouble(Arrays::stream).toArray();
        into.assign(Nd4j.createFromArray(flat).reshape('f', into.shape()).castTo(into.dataType()));
    }
}
