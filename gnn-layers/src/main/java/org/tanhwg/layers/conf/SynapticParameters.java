package org.tanhwg.layers.conf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a generalized layer of n inputs and Y units: structural weights w (n × Y, every column on the simplex), amplitude
 * means m (n × Y), then by law spreads s (n × Y) or centred atoms q (Kn × Y, the first n rows are the lowest atoms), and biases b (Y).
 * The observable weights are O = w m (theory §1).
 *
 * <p>At the start w is uniform and m = n times the layer's weight initialisation, so that O starts as that initialisation; the standard
 * deviation of w A is the law's initial spread.
 */
public final class SynapticParameters implements ParamInitializer {
    /** Key of the structural weights. */
    public static final String MASS = "w";
    /** Key of the amplitude means. */
    public static final String AMPLITUDE = "m";
    /** Key of the standard deviations of Gaussian laws. */
    public static final String SPREAD = "s";
    /** Key of the atoms of quantile laws, without their mean. */
    public static final String ATOMS = "q";
    /** Keys of what a law has besides its mean; a layer has at most one of them. */
    public static final List<String> WIDTHS = List.of(SPREAD, ATOMS);
    /** Key of the biases. */
    public static final String BIAS = "b";

    static final SynapticParameters INSTANCE = new SynapticParameters();

    private SynapticParameters() {}

    @Override public long numParams(NeuralNetConfiguration conf) { return numParams(conf.getLayer()); }

    @Override public long numParams(Layer layer) {
        return paramKeys(layer).stream().mapToLong(key -> rows(layer, key) * ((FeedForwardLayer) layer).getNOut()).sum();
    }

    @Override public List<String> paramKeys(Layer layer) {
        return switch (law(layer).kind()) {
            case DIRAC -> List.of(MASS, AMPLITUDE, BIAS);
            case GAUSSIAN -> List.of(MASS, AMPLITUDE, SPREAD, BIAS);
            case QUANTILES -> List.of(MASS, AMPLITUDE, ATOMS, BIAS);
        };
    }

    @Override public List<String> weightKeys(Layer layer) { return List.of(MASS, AMPLITUDE); }

    @Override public List<String> biasKeys(Layer layer) { return List.of(BIAS); }

    @Override public boolean isWeightParam(Layer layer, String key) { return MASS.equals(key) || AMPLITUDE.equals(key); }

    @Override public boolean isBiasParam(Layer layer, String key) { return BIAS.equals(key); }

    @Override public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        Map<String, INDArray> parameters = views(layer, view);
        paramKeys(layer).forEach(conf::addVariable);
        if (initialize) {
            long n = layer.getNIn();
            long units = layer.getNOut();
            parameters.get(MASS).assign(1.0 / n);
            INDArray amplitudes = parameters.get(AMPLITUDE);
            layer.getWeightInitFn().init(n, units, new long[] {n, units}, 'f', amplitudes);
            amplitudes.muli(n);
            double spread = n * law(layer).spread();
            if (parameters.containsKey(SPREAD)) parameters.get(SPREAD).assign(spread);
            if (parameters.containsKey(ATOMS)) spreadAtoms(parameters.get(ATOMS), (int) n, law(layer).atoms(), spread);
            parameters.get(BIAS).assign(layer.getBiasInit());
        }
        return Collections.synchronizedMap(parameters);
    }

    /** Atoms of the normal law of the given standard deviation; a single atom has none. */
    private static void spreadAtoms(INDArray atoms, int n, int count, double spread) {
        double[] normal = new double[count];
        double variance = 0;
        for (int k = 0; k < count; k++) {
            normal[k] = new NormalDistribution().inverseCumulativeProbability((k + 0.5) / count);
            variance += normal[k] * normal[k] / count;
        }
        double[] column = new double[n * count]; // rows are not taken as views: ND4J finds some of them empty
        for (int i = 0; i < column.length; i++)
            column[i] = count == 1 ? 0 : spread * normal[i / n] / Math.sqrt(variance);
        atoms.assign(Nd4j.createFromArray(column).reshape(column.length, 1).castTo(atoms.dataType()).broadcast(atoms.shape()));
    }

    @Override public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return views((FeedForwardLayer) conf.getLayer(), view);
    }

    private Map<String, INDArray> views(FeedForwardLayer layer, INDArray flat) {
        long units = layer.getNOut();
        if (flat.length() != numParams(layer)) {
            throw new IllegalStateException("parameters of layer " + layer.getLayerName() + ": " + flat.length() + " numbers, "
                    + numParams(layer) + " needed for " + layer.getNIn() + " inputs and " + units + " units");
        }
        INDArray row = flat.reshape(flat.length());
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        long from = 0;
        for (String key : paramKeys(layer)) {
            long rows = rows(layer, key);
            INDArray part = row.get(NDArrayIndex.interval(from, from + rows * units));
            parameters.put(key, BIAS.equals(key) ? part : part.reshape('f', rows, units));
            from += rows * units;
        }
        return parameters;
    }

    private static long rows(Layer layer, String key) {
        long n = ((FeedForwardLayer) layer).getNIn();
        return switch (key) {
            case BIAS -> 1;
            case ATOMS -> law(layer).atoms() * n;
            default -> n;
        };
    }

    private static SynapticLaw law(Layer layer) { return ((Generalized) layer).getEmbedding().law(); }
}
