package org.tanhwg.layers.impl;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.SplitMix;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.Signal;
import org.tanhwg.layers.signal.Signal.Context;

/**
 * The feedback of one layer: asks its signal, and lets it see what layer and network know.
 *
 * <p>What comes from the output layer needs {@link #connect}; Deeplearning4j runs that layer's backward pass before all others.
 */
public final class Feedback {
    private static final String UNCONNECTED = "it is not connected to the network's output: call SteppingUpdater.attach(network) after "
            + "init(), restore or clone()";

    private final Layer owner;
    private final Signal signal;
    private final Map<List<Long>, INDArray> drawn = new HashMap<>();
    private Optional<Feedback> output = Optional.empty();
    private String missing = UNCONNECTED;
    private boolean heard;
    private INDArray error;
    private INDArray labels;

    Feedback(Layer owner, Signal signal) {
        this.owner = owner;
        this.signal = signal;
    }

    /** Shows every generalized layer the output layer of its network; there must be one, or signals that ask for it fail when they do. */
    public static void connect(Layer[] layers) {
        List<IOutputLayer> outputs = Arrays.stream(layers).filter(IOutputLayer.class::isInstance).map(IOutputLayer.class::cast)
                .toList();
        Optional<Feedback> output = outputs.size() == 1 && outputs.get(0) instanceof GeneralizedLayer only
                ? Optional.of(only.feedback())
                : Optional.empty();
        String missing = outputs.size() == 1 ? "the output layer of this network is not a GeneralizedOutput"
                : "this network has " + outputs.size() + " output layers; must have one";
        for (Layer layer : layers)
            GeneralizedLayer.in(layer).ifPresent(generalized -> generalized.feedback().listen(output, missing));
    }

    private void listen(Optional<Feedback> source, String otherwise) {
        output = source;
        missing = otherwise;
        if (!isBackPropagation()) output.ifPresent(feedback -> feedback.heard = true);
    }

    boolean isBackPropagation() { return signal instanceof BackPropagation; }

    boolean separable() { return signal.separable(); }

    /** Called by the output layer: what other layers may ask for in this step; null for no more. */
    void publishLabels(INDArray outputLabels) {
        labels = outputLabels;
    }

    /** Called by the output layer with ε, which is kept as a copy: its workspace closes with the output layer's pass. */
    void publishError(INDArray outputError) {
        if (!heard) return;
        error = FloatViews.reserve(error, outputError.dataType(), 'c', outputError.size(0), outputError.size(1));
        error.assign(outputError);
    }

    /**
     * ∂e/∂σ of the signal.
     *
     * @param activation σ(z), computed only if it is asked for
     * @param fromAbove ∂L/∂σ from the layers above; null if nothing came
     * @throws IllegalStateException if the signal asks for what is not there, or gives a wrong shape; names the layer
     */
    INDArray slope(INDArray input, Supplier<INDArray> activation, INDArray fromAbove) {
        var context = new Backward(input, activation, fromAbove);
        INDArray slope = signal.slope(context);
        if (slope != fromAbove && !slope.equalShapes(context.output())) {
            throw unable("gives a slope of shape " + Arrays.toString(slope.shape()) + "; must be that of the layer's output, "
                    + Arrays.toString(context.output().shape()));
        }
        return slope;
    }

    private IllegalStateException unable(String what) {
        String name = owner.conf().getLayer().getLayerName();
        return new IllegalStateException("layer " + (name == null ? owner.getIndex() : name) + ": signal "
                + signal.getClass().getSimpleName() + " " + what);
    }

    /** One backward pass. */
    private final class Backward implements Context {
        private final INDArray input;
        private final Supplier<INDArray> activation;
        private final INDArray fromAbove;
        private INDArray activated;

        Backward(INDArray input, Supplier<INDArray> activation, INDArray fromAbove) {
            this.input = input;
            this.activation = activation;
            this.fromAbove = fromAbove;
        }

        @Override public INDArray input() { return input; }

        @Override public INDArray output() {
            if (activated == null) activated = activation.get();
            return activated;
        }

        @Override public INDArray fromAbove() {
            if (fromAbove == null) {
                throw unable(owner instanceof IOutputLayer ? "asks what came from above; above an output layer there is nothing"
                        : "asks what came from above; the layer above computes no gradient of its input (inputGradient = false)");
            }
            return fromAbove;
        }

        @Override public INDArray labels() { return source("labels").labels; }

        @Override public INDArray outputError() {
            if (owner instanceof IOutputLayer) throw unable("asks for the output's error; it is the output");
            return source("the output's error").error;
        }

        private Feedback source(String what) {
            Feedback source = owner instanceof IOutputLayer ? Feedback.this
                    : output.orElseThrow(() -> unable("asks for " + what + ", but " + missing));
            if (source.labels == null)
                throw unable("asks for " + what + "; there are none when gradients are given from outside");
            return source;
        }

        @Override public INDArray normal(long seed, long rows) {
            INDArray output = output();
            return drawn.computeIfAbsent(List.of(seed, rows, output.size(1)), key -> draw(seed, rows, output));
        }

        private INDArray draw(long seed, long rows, INDArray like) {
            SplittableRandom random = SplitMix.generator(seed, owner.getIndex());
            double[] numbers = DoubleStream.generate(random::nextGaussian).limit(rows * like.size(1)).toArray();
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                return Nd4j.createFromArray(numbers).reshape('c', rows, like.size(1)).castTo(like.dataType());
            }
        }
    }
}
