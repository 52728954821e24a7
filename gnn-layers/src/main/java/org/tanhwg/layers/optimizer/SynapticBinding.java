package org.tanhwg.layers.optimizer;

import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.Curvature;
import org.tanhwg.layers.impl.GeneralizedLayer;

/** Puts blocks in the place of those of generalized layers that step all parameters of a layer together. */
final class SynapticBinding {
    private SynapticBinding() {}

    /** @param blocks all that have a {@link ParameterUpdater}, each of one role: Deeplearning4j merges the parts of complex amplitudes */
    static List<UpdaterBlock> bind(List<UpdaterBlock> all) {
        List<UpdaterBlock> blocks = all.stream().filter(block -> !frozen(block)).toList();
        var found = new IdentityHashMap<GeneralizedLayer, Map<Role, UpdaterBlock>>(); // layers hash all their arrays
        for (UpdaterBlock block : blocks)
            found.computeIfAbsent(layer(block), layer -> new EnumMap<>(Role.class)).put(updater(block).getConfig().role(), block);
        List<Curvature> outputs = blocks.stream().filter(block -> updater(block).getConfig().role() == Role.MASS)
                .map(SynapticBinding::layer).filter(IOutputLayer.class::isInstance)
                .map(layer -> layer.synapses().curvature()).toList();
        Map<GeneralizedLayer, LayerStep> steps = new IdentityHashMap<>();
        var warned = new AtomicBoolean();
        Map<TanHwg, TargetKept> targets = new HashMap<>();
        for (UpdaterBlock block : blocks)
            steps.computeIfAbsent(layer(block), layer -> step(layer, found.get(layer), outputs, warned, targets));
        return all.stream()
                .<UpdaterBlock>map(block -> frozen(block) ? new Resting(block) : new StepBlock(block, steps.get(layer(block))))
                .toList();
    }

    private static boolean frozen(UpdaterBlock block) {
        Layer layer = Attachment.layer(block.getLayersAndVariablesInBlock().get(0));
        while (layer instanceof BaseWrapperLayer wrapper && !(layer instanceof FrozenLayerWithBackprop))
            layer = wrapper.getUnderlying();
        return layer instanceof FrozenLayerWithBackprop;
    }

    private static GeneralizedLayer layer(UpdaterBlock block) {
        Layer owner = Attachment.layer(block.getLayersAndVariablesInBlock().get(0));
        return GeneralizedLayer.in(owner).orElseThrow(() -> new IllegalStateException("layer " + name(owner) + " is a "
                + owner.getClass().getSimpleName() + ": TanHwg does not reach the generalized layer in it; "
                + "give what is inside a layer or an updater of Deeplearning4j, or use two layers without the wrapper"));
    }

    private static ParameterUpdater.StepUpdater updater(UpdaterBlock block) {
        return (ParameterUpdater.StepUpdater) block.getGradientUpdater();
    }

    private static LayerStep step(GeneralizedLayer layer, Map<Role, UpdaterBlock> blocks, List<Curvature> outputs,
            AtomicBoolean warned, Map<TanHwg, TargetKept> targets) {
        String name = name(layer);
        if (layer.params().dataType() != DataType.FLOAT) {
            throw new IllegalStateException(
                    "layer " + name + " is of type " + layer.params().dataType() + ": TanHwg trains networks of type FLOAT");
        }
        if (!blocks.containsKey(Role.BIAS)) {
            throw new IllegalStateException(
                    "layer " + name + " has a bias updater of its own: TanHwg steps the biases too; remove it from this layer");
        }
        requireNoRegularization(layer, name);
        UpdaterBlock amplitude = blocks.get(Role.AMPLITUDE);
        SynapticUpdater updater = updater(amplitude).getConfig().settings();
        Optional<INDArray> sketch = sketch(updater, layer.getParam(MASS), updater(blocks.get(Role.MASS)).state());
        SynapticEmbedding embedding = layer.synapses().embedding();
        Optional<UpdaterBlock> spreads = Optional.ofNullable(blocks.get(Role.SPREAD));
        Optional<INDArray> noiseCurvature = spreads
                .filter(block -> embedding.training() == Transmission.SAMPLED).map(block -> updater(block).state());
        LayerViews views = new LayerViews(name, layer.getParam(MASS), parameters(layer, blocks, amplitude),
                updater(amplitude).state(), spreads.map(block -> parameters(layer, blocks, block)), noiseCurvature,
                updater(blocks.get(Role.BIAS)).state(), updater.fastStep().settings().biasState(), sketch,
                Optional.of(layer.synapses()));
        Optional<TargetKept> target = Optional.of(updater.fastStep()).filter(asked -> asked.targetKept() > 0)
                .map(asked -> targets.computeIfAbsent(asked, one -> new TargetKept(one.settings(), views.steering())));
        sketch.ifPresent(state -> layer.synapses().sketch().request(state, UnitCurvature.EVERY));
        Curvature moments = layer.synapses().curvature();
        target.ifPresent(asked -> asked.add(views, moments::positions));
        Optional<UpdaterBlock> width = Stream.of(Role.SPREAD, Role.ATOMS).map(blocks::get).filter(Objects::nonNull).findFirst();
        boolean gathers = updater.fastStep().settings().kappa > 0
                || width.isPresent() && embedding.training() == Transmission.EXPECTED;
        moments.request(gathers ? UnitCurvature.EVERY : 0, views.curvatureWeight().get(0) == 0);
        var curvature = new UnitCurvature(views, moments, outputs);
        return new LayerStep(views, updater, curvature, warned,
                width.map(block -> new LawStep(views, parameters(layer, blocks, block),
                        updater(block).state(), embedding, updater.fastStep().settings(), curvature)),
                target);
    }

    /** The part of the state of w that holds the sketch, n × D. */
    private static Optional<INDArray> sketch(SynapticUpdater updater, INDArray w, INDArray state) {
        if (updater.slowState() == 0) return Optional.empty();
        long n = w.size(0);
        long dimensions = Math.min(w.size(1), ScheduledConsolidation.Assemblies.DIMENSIONS);
        return Optional
                .of(state.reshape(state.length()).get(NDArrayIndex.interval(0, n * dimensions)).reshape('f', n, dimensions));
    }

    /** What a block steps, as one row. */
    private static INDArray parameters(GeneralizedLayer layer, Map<Role, UpdaterBlock> blocks, UpdaterBlock block) {
        int first = blocks.get(Role.MASS).getParamOffsetStart();
        return layer.params().reshape(layer.params().length()).get(
                NDArrayIndex.interval(block.getParamOffsetStart() - first, block.getParamOffsetEnd() - first));
    }

    private static void requireNoRegularization(GeneralizedLayer layer, String name) {
        for (String key : layer.paramTable().keySet()) {
            var regularization = layer.getConfig().getRegularizationByParam(key);
            if (regularization != null && !regularization.isEmpty()) {
                throw new IllegalStateException(
                        "layer " + name + " has " + regularization.get(0).getClass().getSimpleName() + " on " + key
                                + ": TanHwg has potentials of its own (beta, lambda); remove it from this layer");
            }
        }
    }

    static String name(Layer layer) {
        String name = layer.conf().getLayer().getLayerName();
        return name == null ? String.valueOf(layer.getIndex()) : name;
    }

    /** Leaves a frozen parameter, whose gradient is 0, alone. */
    static class Resting extends UpdaterBlock {
        /** @param block the block to replace */
        Resting(UpdaterBlock block) {
            super(block.getParamOffsetStart(), block.getParamOffsetEnd(), block.getUpdaterViewOffsetStart(),
                    block.getUpdaterViewOffsetEnd(), block.getLayersAndVariablesInBlock());
            setUpdaterView(block.getUpdaterView());
            setGradientView(block.getGradientView());
            setGradientUpdater(block.getGradientUpdater());
        }

        @Override public void update(int iteration, int epoch) {}

        @Override public void updateExternalGradient(int iteration, int epoch, INDArray gradients, INDArray parameters) {}

        @Override public boolean equals(Object other) { return this == other; }

        @Override public int hashCode() { return System.identityHashCode(this); }
    }
}
