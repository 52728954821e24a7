package org.tanhwg.layers.optimizer;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.WIDTHS;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.Curvature;
import org.tanhwg.layers.impl.GeneralizedLayer;

/** Puts blocks in the place of those of generalized layers that step all parameters of a layer together. */
final class SynapticBinding {
    private SynapticBinding() {}

    /** @param blocks all that have a {@link ParameterUpdater}, each of a single parameter */
    static List<UpdaterBlock> bind(List<UpdaterBlock> blocks) {
        var found = new LinkedHashMap<GeneralizedLayer, Map<String, StepUpdater>>();
        for (UpdaterBlock block : blocks) {
            String key = block.getLayersAndVariablesInBlock().get(0).getParamName();
            found.computeIfAbsent(layer(block), layer -> new HashMap<>()).put(key, (StepUpdater) block.getGradientUpdater());
        }
        List<Curvature> outputs = found.keySet().stream().filter(IOutputLayer.class::isInstance)
                .map(layer -> layer.synapses().curvature()).toList();
        Map<GeneralizedLayer, LayerStep> steps = new HashMap<>();
        found.forEach((layer, updaters) -> steps.put(layer, step(layer, updaters, outputs)));
        return blocks.stream().map(block -> (UpdaterBlock) new StepBlock(block, steps.get(layer(block)))).toList();
    }

    private static GeneralizedLayer layer(UpdaterBlock block) {
        return (GeneralizedLayer) Attachment.layer(block.getLayersAndVariablesInBlock().get(0));
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
        SynapticUpdater updater = updaters.get(AMPLITUDE).getConfig().settings();
        LayerViews views = new LayerViews(name, layer.getParam(MASS), layer.getParam(AMPLITUDE), updaters.get(AMPLITUDE).state(),
                updaters.get(BIAS).state());
        Curvature moments = layer.synapses().curvature();
        SynapticEmbedding embedding = layer.synapses().embedding();
        Optional<String> width = WIDTHS.stream().filter(updaters::containsKey).findFirst();
        boolean gathers = updater.fastStep().kappa() > 0 || width.isPresent() && embedding.training() == Transmission.EXPECTED;
        moments.request(gathers ? UnitCurvature.EVERY : 0, views.curvatureWeight().get(0) == 0);
        var curvature = new UnitCurvature(views, moments, outputs);
        return new LayerStep(views, updater, curvature, width.map(key -> new LawStep(views, layer.getParam(key),
                updaters.get(key).state(), embedding, updater.fastStep(), curvature)));
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

    private static String name(Layer layer) {
        String name = layer.conf().getLayer().getLayerName();
        return name == null ? String.valueOf(layer.getIndex()) : name;
    }
}
