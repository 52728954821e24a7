package org.tanhwg.layers.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.tanhwg.layers.impl.Feedback;
import org.tanhwg.layers.impl.GeneralizedConvolutionLayer;
import org.tanhwg.layers.impl.GeneralizedLayer;

/** Finds the blocks of stepping updaters in a network and binds each family of them. */
final class Attachment {
    private Attachment() {}

    static <M extends Model> M attach(M network) {
        if (blocks(network).stream().anyMatch(Attachment::isStepping)) AttachedUpdater.install(network);
        List<UpdaterBlock> blocks = blocks(network);
        Map<Object, List<Integer>> families = new LinkedHashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).getGradientUpdater().getConfig() instanceof SteppingUpdater updater)
                families.computeIfAbsent(updater.family(), family -> new ArrayList<>()).add(i);
        }
        for (List<Integer> places : families.values()) {
            var first = (SteppingUpdater) blocks.get(places.get(0)).getGradientUpdater().getConfig();
            List<UpdaterBlock> bound = first.bind(places.stream().map(blocks::get).toList());
            for (int k = 0; k < bound.size(); k++) blocks.set(places.get(k), bound.get(k));
        }
        if (network instanceof ComputationGraph graph) {
            Feedback.connect(graph.getLayers());
            markFirst(graph);
            if (steps(network).findAny().isPresent()) graph.setGradientsAccumulator(new UpdatesInPlace(network, blocks));
        } else if (network instanceof MultiLayerNetwork layers) {
            Feedback.connect(layers.getLayers());
            GeneralizedConvolutionLayer.connect(layers);
            if (steps(network).findAny().isPresent()) layers.setGradientsAccumulator(new UpdatesInPlace(network, blocks));
        }
        return network;
    }

    /** Tells the layers of a graph whose input comes from outside. */
    private static void markFirst(ComputationGraph graph) {
        for (GraphVertex vertex : graph.getVertices()) {
            if (!vertex.hasLayer() || vertex.getInputVertices() == null) continue;
            boolean first = Arrays.stream(vertex.getInputVertices())
                    .anyMatch(below -> graph.getVertices()[below.getVertexIndex()].isInputVertex());
            if (first) GeneralizedLayer.in(vertex.getLayer()).ifPresent(layer -> layer.synapses().first());
        }
    }

    /** Puts other settings in the place of every TanHwg of a network, from its next step on; parameters and state stay. */
    static void replace(Model network, TanHwg next) {
        boolean graph = network instanceof ComputationGraph;
        int step = graph ? ((ComputationGraph) network).getIterationCount() : ((MultiLayerNetwork) network).getIterationCount();
        Layer[] layers = graph ? ((ComputationGraph) network).getLayers() : ((MultiLayerNetwork) network).getLayers();
        List<BaseLayer> own = Arrays.stream(layers).filter(layer -> GeneralizedLayer.in(layer).isPresent())
                .map(layer -> unwrapped(layer.conf().getLayer())).filter(conf -> conf.getIUpdater() instanceof TanHwg).toList();
        for (BaseLayer conf : own) {
            TanHwg before = (TanHwg) conf.getIUpdater();
            if (before.settings().biasState() != next.settings().biasState())
                throw new IllegalArgumentException("targetKept = " + next.targetKept() + ": the layers have had "
                        + before.targetKept() + "; must be 0 where these are, and only there");
            if (before.slowState() != next.slowState())
                throw new IllegalArgumentException("assemblies = " + next.settings().assemblies + ": the layers have had "
                        + before.settings().assemblies + "; must be 0 where these are, and only there");
            if (before.signals() != next.signals())
                throw new IllegalArgumentException("mass = " + next.settings().mass + ": the layers have had "
                        + before.settings().mass + "; it cannot change, for pressure needs a state");
        }
        own.forEach(conf -> conf.setIUpdater(from(next, step)));
        AttachedUpdater.renew(network);
    }

    /** The same settings from a step on. */
    static TanHwg from(TanHwg settings, long step) {
        TanHwg later = settings.clone();
        later.settings().start = step;
        return later;
    }

    private static BaseLayer unwrapped(org.deeplearning4j.nn.conf.layers.Layer conf) {
        return conf instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : (BaseLayer) conf;
    }

    private static boolean isStepping(UpdaterBlock block) {
        return block.getGradientUpdater().getConfig() instanceof SteppingUpdater;
    }

    static List<LayerDiagnostics> diagnostics(Model network) {
        Map<LayerStep, Layer> layers = new LinkedHashMap<>();
        stepBlocks(network).forEach(block -> layers.put(block.step(), layer(block.getLayersAndVariablesInBlock().get(0))));
        if (layers.isEmpty())
            throw new IllegalStateException("this network is not attached to its optimizer: call TanHwg.attach(network)");
        List<LayerDiagnostics> diagnostics = new ArrayList<>();
        layers.forEach((step, layer) -> diagnostics.add(LayerDiagnostics.of(step.views(), SpectralMemories.of(layer))));
        return diagnostics;
    }

    static DescentChecks takeEnergyDescent(Model network) {
        return steps(network).map(LayerStep::takeDescent).reduce(DescentChecks.NONE, DescentChecks::plus);
    }

    /** The steps of all generalized layers. */
    static Stream<LayerStep> steps(Model network) {
        return stepBlocks(network).map(StepBlock::step).distinct();
    }

    /** All blocks of attached generalized layers, in the order of the parameters. */
    static Stream<StepBlock> stepBlocks(Model network) {
        return blocks(network).stream().filter(StepBlock.class::isInstance).map(StepBlock.class::cast);
    }

    /** The layer a parameter belongs to; in a ComputationGraph that is the vertex around it. */
    static Layer layer(UpdaterBlock.ParamState parameter) {
        Trainable owner = parameter.getLayer();
        return owner instanceof GraphVertex vertex ? vertex.getLayer() : (Layer) owner;
    }

    static List<UpdaterBlock> blocks(Model network) {
        Updater updater;
        if (network instanceof MultiLayerNetwork layers) updater = layers.getUpdater();
        else if (network instanceof ComputationGraph graph) updater = graph.getUpdater();
        else
            throw new IllegalArgumentException(
                    network.getClass().getName() + ": must be a MultiLayerNetwork or a ComputationGraph");
        return ((BaseMultiLayerUpdater<?>) updater).getUpdaterBlocks();
    }
}
