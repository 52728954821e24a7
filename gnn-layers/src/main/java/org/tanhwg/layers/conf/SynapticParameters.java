package org.tanhwg.layers.conf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a generalized layer of n inputs and Y units: structural weights w (n × Y, every column on the simplex), amplitude
 * means m (n × Y) and biases b (Y); the observable weights are O = w m (theory §1).
 *
 * <p>At the start w is uniform and m = n times the layer's weight initialisation, so that O starts as that initialisation.
 */
public final class SynapticParameters implements ParamInitializer {
    /** Key of the structural weights. */
    public static final String MASS = "w";
    /** Key of the amplitude means. */
    public static final String AMPLITUDE = "m";
    /** Key of the biases. */
    public static final String BIAS = "b";

    static final SynapticParameters INSTANCE = new SynapticParameters();

    private SynapticParameters() {}

    @Override public long numParams(NeuralNetConfiguration conf) { return numParams(conf.getLayer()); }

    @Override public long numParams(Layer layer) {
        FeedForwardLayer conf = (FeedForwardLayer) layer;
        return 2 * conf.getNIn() * conf.getNOut() + conf.getNOut();
    }

    @Override public List<String> paramKeys(Layer layer) { return List.of(MASS, AMPLITUDE, BIAS); }

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
            parameters.get(BIAS).assign(layer.getBiasInit());
        }
        return Collections.synchronizedMap(parameters);
    }

    @Override public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return views((FeedForwardLayer) conf.getLayer(), view);
    }

    private Map<String, INDArray> views(FeedForwardLayer layer, INDArray flat) {
        long n = layer.getNIn();
        long units = layer.getNOut();
        long synapses = n * units;
        if (flat.length() != numParams(layer)) {
            throw new IllegalStateException("parameters of layer " + layer.getLayerName() + ": " + flat.length() + " numbers, "
                    + numParams(layer) + " needed for " + n + " inputs and " + units + " units");
        }
        INDArray row = flat.reshape(flat.length());
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        parameters.put(MASS, interval(row, 0, synapses).reshape('f', n, units));
        parameters.put(AMPLITUDE, interval(row, synapses, 2 * synapses).reshape('f', n, units));
        parameters.put(BIAS, interval(row, 2 * synapses, 2 * synapses + units));
        return parameters;
    }

    private static INDArray interval(INDArray row, long from, long to) { return row.get(NDArrayIndex.interval(from, to)); }
}
