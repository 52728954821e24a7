package org.tanhwg.layers.convert;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.layers.conf.FlattenedMaps;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.MapSum;

/** A network like another, with some of its layers in another form. */
final class Rebuilding {
    private Rebuilding() {}

    /** The new configuration of a layer, empty where it stays. */
    interface Form extends Function<org.deeplearning4j.nn.conf.layers.Layer, Optional<org.deeplearning4j.nn.conf.layers.Layer>> {}

    /**
     * Rebuilds.
     *
     * @param parameters fills a new layer from the old one
     * @throws IllegalArgumentException if no layer changes its form
     */
    static <M extends Model> M of(M network, Form form, BiConsumer<Layer, Layer> parameters) {
        Model rebuilt = network instanceof ComputationGraph graph ? graph(graph, form)
                : layers((MultiLayerNetwork) network, form);
        Layer[] from = layersOf(network);
        Layer[] to = layersOf(rebuilt);
        for (int i = 0; i < from.length; i++) parameters.accept(from[i], to[i]);
        @SuppressWarnings("unchecked")
        M same = (M) rebuilt;
        return same;
    }

    private static MultiLayerNetwork layers(MultiLayerNetwork network, Form form) {
        MultiLayerConfiguration conf = network.getLayerWiseConfigurations().clone();
        conf.setIterationCount(0);
        conf.setEpochCount(0);
        boolean changed = false;
        for (NeuralNetConfiguration layer : conf.getConfs()) changed |= change(layer, form);
        requireChange(changed);
        conf.getInputPreProcessors().replaceAll((i, between) -> fitting(between, conf.getConf(i)));
        var rebuilt = new MultiLayerNetwork(conf);
        rebuilt.init();
        return rebuilt;
    }

    private static ComputationGraph graph(ComputationGraph network, Form form) {
        ComputationGraphConfiguration conf = network.getConfiguration().clone();
        conf.setIterationCount(0);
        conf.setEpochCount(0);
        boolean changed = false;
        for (GraphVertex vertex : conf.getVertices().values()) {
            if (!(vertex instanceof LayerVertex layer)) continue;
            changed |= change(layer.getLayerConf(), form);
            layer.setPreProcessor(fitting(layer.getPreProcessor(), layer.getLayerConf()));
        }
        requireChange(changed);
        boolean ours = conf.getVertices().values().stream()
                .anyMatch(
                        vertex -> vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof Generalized);
        if (!ours) conf.getVertices().replaceAll((name, vertex) -> vertex instanceof MapSum sum ? sum.ordinary() : vertex);
        var rebuilt = new ComputationGraph(conf);
        rebuilt.init();
        return rebuilt;
    }

    /** Layers of Deeplearning4j have nothing of ours below them. */
    private static InputPreProcessor fitting(InputPreProcessor between, NeuralNetConfiguration above) {
        return between instanceof FlattenedMaps ours && !(above.getLayer() instanceof Generalized) ? ours.ordinary() : between;
    }

    private static boolean change(NeuralNetConfiguration conf, Form form) {
        conf.clearVariables(); // they are named anew when the layer is made
        conf.setIterationCount(0);
        conf.setEpochCount(0);
        Optional<org.deeplearning4j.nn.conf.layers.Layer> other = form.apply(conf.getLayer());
        other.ifPresent(conf::setLayer);
        return other.isPresent();
    }

    private static void requireChange(boolean changed) {
        if (!changed)
            throw new IllegalArgumentException(
                    "no layer of this network is fully connected or a convolution: nothing to convert");
    }

    private static Layer[] layersOf(Model network) {
        return network instanceof ComputationGraph graph ? graph.getLayers() : ((MultiLayerNetwork) network).getLayers();
    }
}
