package org.tanhwg.layers.conf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a complex layer of n inputs and Y units: structural weights w (n × Y, every column on the simplex), real and imaginary
 * part mr and mi of the amplitude means (n × Y each), and biases b: 2Y numbers [re | im], or Y real ones for modReLU. The observable
 * weights are O = w (mr + i mi) (theory §1).
 *
 * <p>At the start w is uniform and the parts of O are each what the layer's weight initialisation makes of the real layer with 2n inputs
 * and 2Y outputs; with He's, E|O|² = 2/n.
 */
public final class ComplexSynapticParameters implements ParamInitializer {
    /** Key of the structural weights. */
    public static final String MASS = SynapticParameters.MASS;
    /** Key of the real parts of the amplitude means. */
    public static final String REAL = "mr";
    /** Key of their imaginary parts. */
    public static final String IMAGINARY = "mi";
    /** Key of the biases. */
    public static final String BIAS = SynapticParameters.BIAS;

    static final ComplexSynapticParameters INSTANCE = new ComplexSynapticParameters();

    private ComplexSynapticParameters() {}

    @Override public long numParams(NeuralNetConfiguration conf) { return numParams(conf.getLayer()); }

    @Override public long numParams(Layer layer) {
        ComplexGeneralizedDense conf = (ComplexGeneralizedDense) layer;
        return 3 * conf.getNIn() * conf.getNOut() + conf.getComplexActivation().biases(conf.getNOut());
    }

    @Override public List<String> paramKeys(Layer layer) { return List.of(MASS, REAL, IMAGINARY, BIAS); }

    @Override public List<String> weightKeys(Layer layer) { return List.of(MASS, REAL, IMAGINARY); }

    @Override public List<String> biasKeys(Layer layer) { return List.of(BIAS); }

    @Override public boolean isWeightParam(Layer layer, String key) { return weightKeys(layer).contains(key); }

    @Override public boolean isBiasParam(Layer layer, String key) { return BIAS.equals(key); }

    @Override public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray view, boolean initialize) {
        ComplexGeneralizedDense layer = (ComplexGeneralizedDense) conf.getLayer();
        Map<String, INDArray> parameters = views(layer, view);
        paramKeys(layer).forEach(conf::addVariable);
        if (initialize) {
            long n = layer.getNIn();
            long units = layer.getNOut();
            parameters.get(MASS).assign(1.0 / n);
            for (String part : List.of(REAL, IMAGINARY)) {
                layer.getWeightInitFn().init(2 * n, 2 * units, new long[] {n, units}, 'f', parameters.get(part));
                parameters.get(part).muli(n);
            }
            parameters.get(BIAS).assign(layer.getBiasInit());
        }
        return Collections.synchronizedMap(parameters);
    }

    @Override public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray view) {
        return views((ComplexGeneralizedDense) conf.getLayer(), view);
    }

    private Map<String, INDArray> views(ComplexGeneralizedDense layer, INDArray flat) {
        long n = layer.getNIn();
        long units = layer.getNOut();
        long synapses = n * units;
        if (flat.length() != numParams(layer)) {
            throw new IllegalStateException("parameters of layer " + layer.getLayerName() + ": " + flat.length() + " numbers, "
                    + numParams(layer) + " needed for " + n + " inputs and " + units + " units");
        }
        INDArray row = flat.reshape(flat.length());
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (String key : List.of(MASS, REAL, IMAGINARY)) {
            long from = parameters.size() * synapses;
            parameters.put(key, row.get(NDArrayIndex.interval(from, from + synapses)).reshape('f', n, units));
        }
        parameters.put(BIAS, row.get(NDArrayIndex.interval(3 * synapses, flat.length())));
        return parameters;
    }
}
