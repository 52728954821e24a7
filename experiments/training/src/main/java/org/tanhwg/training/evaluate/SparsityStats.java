package org.tanhwg.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.training.run.RunResult.FinalResult.MultiplyAdds;

/**
 * What is alive in a network, for each layer that has weights, input to output.
 *
 * @param kept weights that are not exactly 0; a generalized layer's weights are its observable ones, O = w m, a complex one counts as two
 * @param weights all weights, biases not counted
 * @param liveUnits units with at least one such weight
 * @param biases all other parameters
 * @param sparse whether the layer's last backward pass went through the synapses with mass alone
 * @param positions at how many positions of an example a layer's weights are used: 1 but for convolutions; 0 where that is not known
 */
public record SparsityStats(List<Long> kept, List<Long> weights, List<Integer> liveUnits, long biases, List<Boolean> sparse,
        List<Long> positions) {
    public SparsityStats {
        kept = List.copyOf(kept);
        weights = List.copyOf(weights);
        liveUnits = List.copyOf(liveUnits);
        sparse = List.copyOf(sparse);
        positions = List.copyOf(positions);
    }

    /** Counts. */
    public static SparsityStats of(Model network) {
        var kept = new ArrayList<Long>();
        var weights = new ArrayList<Long>();
        var live = new ArrayList<Integer>();
        var sparse = new ArrayList<Boolean>();
        var positions = new ArrayList<Long>();
        long biases = 0;
        Layer[] layers = EitherNetwork.layers(network);
        for (int index = 0; index < layers.length; index++) {
            Layer layer = layers[index];
            if (layer.numParams() == 0) continue;
            var conf = layer.conf().getLayer();
            for (String key : conf.initializer().biasKeys(conf)) biases += layer.getParam(key).length();
            if (conf instanceof BatchNormalization) biases += layer.numParams();
            for (INDArray alive : alive(layer)) {
                int units = alive.rank() == 2 ? 0 : 1; // matrices are inputs × units, kernels units × the rest
                INDArray byUnit = (alive.rank() == 2 ? alive : alive.reshape(alive.size(0), -1)).max(units);
                int numbers = conf instanceof Generalized generalized ? generalized.amplitudeKeys().size() : 1;
                kept.add(numbers * alive.sumNumber().longValue());
                weights.add(numbers * alive.length());
                sparse.add(layer instanceof GeneralizedLayer generalized
                        && generalized.synapses().filled() instanceof Pass.Sparse);
                live.add(byUnit.sumNumber().intValue());
                positions.add(positions(network, index));
            }
        }
        return new SparsityStats(kept, weights, live, biases, sparse, positions);
    }

    /** Counts what is left between the inputs, channels and units that a compact network still has. */
    public static SparsityStats of(CompactNetwork network) {
        List<LayerWeights> layers = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        network.pictures().forEach(layer -> {
            if (layer instanceof PictureLayer.Convolution convolution) {
                layers.add(convolution.kernel());
                positions.add((long) convolution.window().positions());
            }
        });
        network.layers().forEach(layer -> {
            layers.add(layer);
            positions.add(1L);
        });
        return new SparsityStats(
                layers.stream().map(LayerWeights::living).map(living -> (long) IntStream.of(living).sum()).toList(),
                layers.stream().map(layer -> (long) layer.weights().length).toList(),
                layers.stream().map(layer -> (int) IntStream.of(layer.living()).filter(fanIn -> fanIn > 0).count()).toList(),
                layers.stream().mapToLong(LayerWeights::units).sum(), layers.stream().map(layer -> true).toList(), positions);
    }

    /** Positions of one layer, by the sizes that flat pictures have there. */
    private static long positions(Model network, int index) {
        var conf = EitherNetwork.layers(network)[index].conf().getLayer();
        if (!(conf instanceof ConvolutionLayer) && !(conf instanceof GeneralizedConvolution)) return 1;
        return EitherNetwork.maps(network, index).map(out -> out.getHeight() * out.getWidth()).orElse(0L);
    }

    /** Multiplications with a weight for one example; empty where the positions of a convolution are not known. */
    public Optional<MultiplyAdds> multiplyAdds() {
        if (positions.contains(0L)) return Optional.empty();
        long dense = 0;
        long left = 0;
        for (int i = 0; i < kept.size(); i++) {
            dense += positions.get(i) * weights.get(i);
            left += positions.get(i) * kept.get(i);
        }
        return Optional.of(new MultiplyAdds(dense, left));
    }

    /** Kept weights / all weights, in [0, 1]; 1 for a network without weights. */
    public double keptFraction() {
        long all = weights.stream().mapToLong(Long::longValue).sum();
        return all == 0 ? 1 : kept.stream().mapToLong(Long::longValue).sum() / (double) all;
    }

    /** Kept weights / all weights of each layer. */
    public List<Double> keptFractions() {
        var fractions = new ArrayList<Double>();
        for (int i = 0; i < kept.size(); i++) fractions.add(kept.get(i) / (double) weights.get(i));
        return fractions;
    }

    /** Number of weights and biases. */
    public long parameters() {
        return weights.stream().mapToLong(Long::longValue).sum() + biases;
    }

    /** 1 where a weight is not exactly 0, else 0; one array for each array of weights, a single one for synapses. */
    public static List<INDArray> alive(Layer layer) {
        var conf = layer.conf().getLayer();
        if (!(conf instanceof Generalized generalized)) {
            return conf.initializer().weightKeys(conf).stream().map(key -> notZero(layer.getParam(key))).toList();
        }
        INDArray means = generalized.amplitudeKeys().stream().map(key -> notZero(layer.getParam(key))).reduce(Transforms::max)
                .orElseThrow();
        return List.of(notZero(layer.getParam(SynapticParameters.MASS)).mul(means));
    }

    private static INDArray notZero(INDArray values) { return values.neq(0).castTo(DataType.INT32); }
}
