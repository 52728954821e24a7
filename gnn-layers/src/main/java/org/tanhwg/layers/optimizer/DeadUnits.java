package org.tanhwg.layers.optimizer;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.WIDTHS;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.impl.GeneralizedLayer;

/**
 * Units that are constants, because all their synapses are silent, and units that nobody reads (theory §6b).
 *
 * <p>A constant σ(b) adds σ(b) Σ O to the biases above, with the sum over the synapses that read it; those then go. A unit that nobody reads keeps its structural mass, on one
 * silent synapse: every column of w is on the simplex. Repeated until nothing is left to drop.
 */
final class DeadUnits {
    private DeadUnits() {}

    /** Drops them from an attached network. */
    static void drop(MultiLayerNetwork network) {
        Map<Layer, LayerStep> steps = new IdentityHashMap<>(); // layers hash by their arrays, closed workspaces included
        Attachment.stepBlocks(network).forEach(block -> steps.put(
                Attachment.layer(block.getLayersAndVariablesInBlock().get(0)), block.step()));
        List<Link> links = new ArrayList<>();
        for (int from = 0; from < network.getnLayers(); from++) link(network, from, steps).ifPresent(links::add);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Link link : links) changed |= link.drop();
        }
    }

    /** From a layer to the next generalized one, if what lies between hands on a unit's constant and mixes no units. */
    private static Optional<Link> link(MultiLayerNetwork network, int from, Map<Layer, LayerStep> steps) {
        if (!drops(network.getLayer(from), steps)) return Optional.empty();
        int to = from + 1;
        while (to < network.getnLayers() && handsOn(network, to)) to++;
        if (to == network.getnLayers() || !drops(network.getLayer(to), steps)) return Optional.empty();
        Optional<InputPreProcessor> between = Optional.ofNullable(network.getLayerWiseConfigurations().getInputPreProcess(to));
        int rows = 1;
        boolean inside = true;
        if (network.getLayer(to).conf().getLayer() instanceof GeneralizedConvolution kernel) {
            if (between.isPresent()) return Optional.empty();
            rows = kernel.getKernelSize()[0] * kernel.getKernelSize()[1];
            inside = kernel.getConvolutionMode() != ConvolutionMode.Same && kernel.getPadding()[0] == 0
                    && kernel.getPadding()[1] == 0;
        } else if (between.isPresent()) {
            if (!(between.get() instanceof CnnToFeedForwardPreProcessor flat) || flat.getFormat() != CNN2DFormat.NCHW)
                return Optional.empty();
            rows = Math.toIntExact(flat.getInputHeight() * flat.getInputWidth());
        }
        Part below = new Part(network.getLayer(from), steps.get(network.getLayer(from)));
        Part above = new Part(network.getLayer(to), steps.get(network.getLayer(to)));
        return below.units * rows == above.n ? Optional.of(new Link(below, above, rows, inside)) : Optional.empty();
    }

    /** Generalized, real and stepped here. */
    private static boolean drops(Layer layer, Map<Layer, LayerStep> steps) {
        return layer instanceof GeneralizedLayer && steps.containsKey(layer) && layer.paramTable().containsKey(AMPLITUDE);
    }

    private static boolean handsOn(MultiLayerNetwork network, int index) {
        var conf = network.getLayer(index).conf().getLayer();
        if (network.getLayerWiseConfigurations().getInputPreProcess(index) != null) return false;
        return conf instanceof DropoutLayer || conf instanceof SubsamplingLayer pool
                && (pool.getPoolingType() == PoolingType.MAX || pool.getPoolingType() == PoolingType.AVG)
                && pool.getConvolutionMode() != ConvolutionMode.Same && pool.getPadding()[0] == 0 && pool.getPadding()[1] == 0;
    }

    /** Two layers. @param rows how many synapses of a unit above read a unit below @param inside whether all of them do at every position */
    private record Link(Part below, Part above, int rows, boolean inside) {

        boolean drop() {
            boolean changed = false;
            for (int unit = 0; unit < below.units; unit++) {
                boolean read = above.reads(unit * rows, rows);
                if (read && inside && below.silent(unit)) {
                    above.fold(unit * rows, rows, below.constant(unit));
                    changed = true;
                    read = false;
                }
                if (!read) changed |= below.collapse(unit);
            }
            return changed;
        }
    }

    /** The parameters of one layer. */
    private static final class Part {
        private final Layer layer;
        private final LayerStep step;
        private final int n;
        private final int units;
        private final FloatBuffer mass;
        private final FloatBuffer amplitude;
        private final FloatBuffer signal;
        private final FloatBuffer bias;
        private final List<FloatBuffer> widths;

        Part(Layer layer, LayerStep step) {
            this.layer = layer;
            this.step = step;
            n = step.views().n();
            units = step.views().units();
            mass = step.views().mass();
            amplitude = step.views().amplitude();
            signal = step.views().signal();
            bias = FloatViews.of(layer.getParam(BIAS));
            widths = WIDTHS.stream().filter(layer.paramTable()::containsKey).map(key -> FloatViews.of(layer.getParam(key)))
                    .toList();
        }

        boolean silent(int unit) {
            for (int at = unit * n; at < (unit + 1) * n; at++) if (amplitude.get(at) != 0) return false;
            return true;
        }

        boolean reads(int row, int rows) {
            for (int unit = 0; unit < units; unit++)
                for (int x = row; x < row + rows; x++) if (amplitude.get(unit * n + x) != 0) return true;
            return false;
        }

        float constant(int unit) {
            var z = Nd4j.createFromArray(bias.get(unit)).reshape(1, 1);
            return ((BaseLayer) layer.conf().getLayer()).getActivationFn().getActivation(z, false).getFloat(0);
        }

        /** Takes a constant input into the biases, and its synapses away. */
        void fold(int row, int rows, float constant) {
            for (int unit = 0; unit < units; unit++) {
                double sum = 0;
                double lost = 0;
                for (int x = row; x < row + rows; x++) {
                    int at = unit * n + x;
                    sum += (double) mass.get(at) * amplitude.get(at);
                    lost += mass.get(at);
                    clear(unit, x);
                }
                bias.put(unit, (float) (bias.get(unit) + constant * sum));
                if (lost > 0) renormalise(unit, row);
            }
            step.replaced();
        }

        /** The observable stays; a unit that has lost every synapse keeps its mass on one of them. */
        private void renormalise(int unit, int row) {
            double sum = 0;
            for (int at = unit * n; at < (unit + 1) * n; at++) sum += mass.get(at);
            if (sum == 0) mass.put(unit * n + row, 1);
            if (sum == 0) return;
            for (int at = unit * n; at < (unit + 1) * n; at++) {
                double observable = (double) mass.get(at) * amplitude.get(at);
                float w = (float) (mass.get(at) / sum);
                int x = at - unit * n;
                for (FloatBuffer width : widths) scale(width, unit, x, w == 0 ? 0 : (float) (mass.get(at) / (double) w));
                mass.put(at, w);
                amplitude.put(at, w == 0 ? 0 : (float) (observable / w));
            }
        }

        /** Silences a unit. @return whether it was not so already */
        boolean collapse(int unit) {
            int first = -1;
            boolean done = silent(unit);
            for (int x = 0; x < n; x++) {
                if (mass.get(unit * n + x) == 0) continue;
                done &= first < 0;
                if (first < 0) first = x;
            }
            if (done) return false;
            for (int x = 0; x < n; x++) clear(unit, x);
            mass.put(unit * n + first, 1);
            step.replaced();
            return true;
        }

        private void clear(int unit, int x) {
            int at = unit * n + x;
            mass.put(at, 0);
            amplitude.put(at, 0);
            signal.put(at, 0);
            for (FloatBuffer width : widths) scale(width, unit, x, 0);
        }

        /** A quantile law has several numbers, n rows apart. */
        private void scale(FloatBuffer width, int unit, int x, float factor) {
            int column = width.limit() / units;
            for (int at = unit * column + x; at < (unit + 1) * column; at += n) width.put(at, width.get(at) * factor);
        }
    }
}
