package org.tanhwg.layers.conf;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a generalized layer of Y units with n synapses each: structural weights w (n × Y, every column on the simplex), amplitude
 * means m (n × Y), then by law spreads s (n × Y), where the covariance of complex amplitudes is free with c (2n × Y, imaginary parts below; m + s ξ + c ξ̄), or centred
 * atoms q (Kn × Y, the first n rows are the lowest atoms; 2Kn × Y in the plane, imaginary parts below), and biases b (Y).
 * The observable weights are O = w m (theory §1). In a complex layer mr and mi, the parts of m, take its place (n × Y each), and the biases
 * are 2Y numbers [re | im], unless its activation reads fewer.
 *
 * <p>At the start w is uniform and m = n times the layer's weight initialisation, so that O starts as that initialisation; the parts of a
 * complex O start as that of the real layer of 2n inputs and 2Y outputs. The standard deviation of w A is the law's initial spread.
 */
public final class SynapticParameters implements ParamInitializer {
    /** Key of the structural weights. */
    public static final String MASS = "w";
    /** Key of the amplitude means. */
    public static final String AMPLITUDE = "m";
    /** Key of the real parts of complex amplitude means. */
    public static final String REAL = "mr";
    /** Key of their imaginary parts. */
    public static final String IMAGINARY = "mi";
    /** Key of the standard deviations of Gaussian laws. */
    public static final String SPREAD = "s";
    /** Key of what tells the covariance of complex Gaussian laws from an isotropic one. */
    public static final String CONJUGATE = "c";
    /** Key of the atoms of quantile laws, without their mean. */
    public static final String ATOMS = "q";
    /** Keys of what a law has besides its mean. */
    public static final List<String> WIDTHS = List.of(SPREAD, CONJUGATE, ATOMS);
    /** Key of the biases. */
    public static final String BIAS = "b";

    /** Between neighbours of a disc that is filled evenly. */
    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

    static final SynapticParameters INSTANCE = new SynapticParameters();

    private SynapticParameters() {}

    @Override public long numParams(NeuralNetConfiguration conf) { return numParams(conf.getLayer()); }

    @Override public long numParams(Layer layer) {
        return paramKeys(layer).stream().mapToLong(key -> length(layer, key)).sum();
    }

    @Override public List<String> paramKeys(Layer layer) {
        List<String> width = switch (law(layer).kind()) {
            case DIRAC -> List.of();
            case GAUSSIAN -> List.of(SPREAD);
            case COVARIANCE -> List.of(SPREAD, CONJUGATE);
            case QUANTILES, ATOMS -> List.of(ATOMS);
        };
        return Stream.of(weightKeys(layer), width, List.of(BIAS)).flatMap(List::stream).toList();
    }

    @Override public List<String> weightKeys(Layer layer) {
        return Stream.concat(Stream.of(MASS), ((Generalized) layer).amplitudeKeys().stream()).toList();
    }

    @Override public List<String> biasKeys(Layer layer) { return List.of(BIAS); }

    @Override public boolean isWeightParam(Layer layer, String key) { return weightKeys(layer).contains(key); }

    @Override public boolean isBiasParam(Layer layer, String key) { return BIAS.equals(key); }

    @Override public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        Map<String, INDArray> parameters = views(layer, view);
        paramKeys(layer).forEach(conf::addVariable);
        if (initialize) {
            long n = synapses(layer);
            long units = layer.getNOut();
            parameters.get(MASS).assign(1.0 / n);
            List<String> parts = ((Generalized) layer).amplitudeKeys();
            for (String part : parts) {
                INDArray amplitudes = parameters.get(part);
                if (layer instanceof GeneralizedSequence recurrent) recurrent.initialWeights(amplitudes);
                else weightInit(layer).init(parts.size() * n, parts.size() * units, new long[] {n, units}, 'f', amplitudes);
                amplitudes.muli(n);
            }
            double spread = n * law(layer).spread();
            if (parameters.containsKey(SPREAD)) parameters.get(SPREAD).assign(spread);
            if (parameters.containsKey(CONJUGATE)) parameters.get(CONJUGATE).assign(0);
            if (parameters.containsKey(ATOMS)) spreadAtoms(parameters.get(ATOMS), (int) n, shape(law(layer)), spread);
            parameters.get(BIAS).assign(layer.getBiasInit());
        }
        return Collections.synchronizedMap(parameters);
    }

    private static IWeightInit weightInit(FeedForwardLayer layer) {
        return layer.getWeightInitFn() == null ? new WeightInitRelu() : layer.getWeightInitFn();
    }

    /** Centred atoms whose parts have the standard deviation 1; a single atom has none. Of atoms in the plane all real parts, then all imaginary parts. */
    private static double[] shape(SynapticLaw law) {
        int count = law.atoms();
        int parts = law.kind() == SynapticLaw.Kind.ATOMS ? 2 : 1;
        double[] shape = new double[parts * count];
        if (count == 1) return shape;
        for (int k = 0; k < count; k++) {
            double rank = (k + 0.5) / count;
            if (parts == 1) shape[k] = new NormalDistribution().inverseCumulativeProbability(rank);
            else {
                shape[k] = Math.sqrt(rank) * Math.cos(GOLDEN_ANGLE * k);
                shape[count + k] = Math.sqrt(rank) * Math.sin(GOLDEN_ANGLE * k);
            }
        }
        double square = 0;
        for (int start = 0; start < shape.length; start += count) {
            double mean = Arrays.stream(shape, start, start + count).average().orElseThrow();
            for (int k = start; k < start + count; k++) {
                shape[k] -= mean;
                square += shape[k] * shape[k] / shape.length;
            }
        }
        for (int k = 0; k < shape.length; k++) shape[k] /= Math.sqrt(square);
        return shape;
    }

    private static void spreadAtoms(INDArray atoms, int n, double[] shape, double spread) {
        double[] column = new double[n * shape.length]; // rows are not taken as views: ND4J finds some of them empty
        for (int i = 0; i < column.length; i++) column[i] = spread * shape[i / n];
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
            long length = length(layer, key);
            INDArray part = row.get(NDArrayIndex.interval(from, from + length));
            parameters.put(key, BIAS.equals(key) ? part : part.reshape('f', length / units, units));
            from += length;
        }
        return parameters;
    }

    private static long length(Layer layer, String key) {
        long n = synapses((FeedForwardLayer) layer);
        long units = ((FeedForwardLayer) layer).getNOut();
        return switch (key) {
            case BIAS -> ((Generalized) layer).biases(units);
            case CONJUGATE -> 2 * n * units;
            case ATOMS -> ((Generalized) layer).amplitudeKeys().size() * law(layer).atoms() * n * units;
            default -> n * units;
        };
    }

    private static long synapses(FeedForwardLayer layer) {
        return ((Generalized) layer).synapses(layer.getNIn(), layer.getNOut());
    }

    private static SynapticLaw law(Layer layer) { return ((Generalized) layer).getEmbedding().law(); }
}
