package org.tanhwg.layers.optimizer;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.layers.impl.Curvature;
import org.tanhwg.layers.impl.GeneralizedLayer;

/** Finds the updater blocks of generalized layers in a network and puts blocks in their place that step. */
final class Attachment {
    private Attachment() {}

    static <M extends Model> M attach(M network) {
        List<UpdaterBlock> blocks = blocks(network);
        Map<GeneralizedLayer, Map<String, StepUpdater>> found = stepUpdaters(blocks);
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "no layer of this network is generalized and has the updater TanHwg; nothing to attach");
        }
        List<Curvature> outputs = found.keySet().stream().filter(IOutputLayer.class::isInstance)
                .map(layer -> layer.synapses().curvature()).toList();
        Map<GeneralizedLayer, LayerStep> steps = new HashMap<>();
        found.forEach((layer, updaters) -> steps.put(layer, step(layer, updaters, outputs)));
        blocks.replaceAll(block -> isOurs(block) ? new StepBlock(block, steps.get(layer(block))) : block);
        return network;
    }

    private static LayerStep step(GeneralizedLayer layer, Map<String, StepUpdater> updaters, List<Curvature> outputs) {
        String name = name(layer);
        if (layer.params().dataType() != DataType.FLOAT) {
            throw new IllegalStateException(
                    "layer " + name + " is of type " + layer.params().dataType() + ": TanHwg trains networks of type FLOAT");
        }
        if (!updaters.containsKey(BIAS)) {
            throw new IllegalStateException(
                    "layer " + name + " has a bias updater of its own: TanHwg steps the biases too; remove it from this layer");
        }
        requireNoRegularization(layer, name);
        TanHwg settings = updaters.get(AMPLITUDE).getConfig().settings();
        LayerViews views = new LayerViews(name, layer.getParam(MASS), layer.getParam(AMPLITUDE), updaters.get(AMPLITUDE).state(),
                updaters.get(BIAS).state());
        Curvature moments = layer.synapses().curvature();
        moments.request(settings.kappa() > 0 ? UnitCurvature.EVERY : 0, views.curvatureWeight().get(0) == 0);
        return new LayerStep(views, settings, new UnitCurvature(views, moments, outputs));
    }

    private static void requireNoRegularization(GeneralizedLayer layer, String name) {
        for (String key : List.of(AMPLITUDE, BIAS)) {
            var regularization = layer.getConfig().getRegularizationByParam(key);
            if (regularization != null && !regularization.isEmpty()) {
                throw new IllegalStateException(
                        "layer " + name + " has " + regularization.get(0).getClass().getSimpleName() + " on " + key
                                + ": TanHwg has potentials of its own (beta, lambda); remove it from this layer");
            }
        }
    }

    static List<LayerDiagnostics> diagnostics(Model network) {
        return steps(network).map(step -> Diagnostics.of(step.views())).toList();
    }

    static EnergyDescent takeEnergyDescent(Model network) {
        return steps(network).map(LayerStep::takeDescent).reduce(EnergyDescent.NONE, EnergyDescent::plus);
    }

    private static Stream<LayerStep> steps(Model network) {
        List<UpdaterBlock> blocks = blocks(network);
        if (blocks.stream().noneMatch(StepBlock.class::isInstance)) {
            throw new IllegalStateException("this network is not attached to its optimizer: call TanHwg.attach(network)");
        }
        return blocks.stream().filter(StepBlock.class::isInstance).map(block -> ((StepBlock) block).step()).distinct();
    }

    /** The updaters of each generalized layer by parameter, input to output. */
    private static Map<GeneralizedLayer, Map<String, StepUpdater>> stepUpdaters(List<UpdaterBlock> blocks) {
        Map<GeneralizedLayer, Map<String, StepUpdater>> found = new LinkedHashMap<>();
        for (UpdaterBlock block : blocks) {
            if (!isOurs(block)) continue;
            String key = block.getLayersAndVariablesInBlock().get(0).getParamName();
            found.computeIfAbsent(layer(block), layer -> new HashMap<>()).put(key, (StepUpdater) block.getGradientUpdater());
        }
        return found;
    }

    private static boolean isOurs(UpdaterBlock block) { return block.getGradientUpdater() instanceof StepUpdater; }

    /** In a ComputationGraph parameters belong to the vertex that holds the layer. */
    private static GeneralizedLayer layer(UpdaterBlock block) {
        Trainable owner = block.getLayersAndVariablesInBlock().get(0).getLayer();
        return (GeneralizedLayer) (owner instanceof GraphVertex vertex ? vertex.getLayer() : owner);
    }

    private static List<UpdaterBlock> blocks(Model network) {
        Updater updater;
        if (network instanceof MultiLayerNetwork layers) updater = layers.getUpdater();
        else if (network instanceof ComputationGraph graph) updater = graph.getUpdater();
        else
            throw new IllegalArgumentException(
                    network.getClass().getName() + ": must be a MultiLayerNetwork or a ComputationGraph");
        return ((BaseMultiLayerUpdater<?>) updater).getUpdaterBlocks();
    }

    private static String name(Layer layer) {
        String name = layer.conf().getLayer().getLayerName();
        return name == null ? String.valueOf(layer.getIndex()) : name;
    }
}
