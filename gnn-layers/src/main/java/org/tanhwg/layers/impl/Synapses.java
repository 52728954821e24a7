package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.WIDTHS;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.kernel.SplitMix;
import org.tanhwg.layers.optimizer.SynapticUpdater;

/**
 * The synapses of one layer: transmission z = aO + b with O = w m, in expectation or sampled, and its gradients (theory §1, §4).
 *
 * <p>Under a synaptic updater such as Tan–HWG the gradient view of m receives ∂L/∂O as the minibatch mean, which is what its step takes; under any
 * other updater the views receive the plain gradients ∂L/∂w = m ∂L/∂O and ∂L/∂m = w ∂L/∂O, summed as Deeplearning4j expects.
 */
public final class Synapses {
    private final Layer owner;
    private final boolean proximal;
    private final boolean averaged;
    private final Curvature curvature;
    private final LayerOperations operations;
    private final SynapticEmbedding embedding;
    private final Sampling sampling;
    private final long seed;
    private Inference inference;
    /** Whether the last forward pass drew. */
    private boolean sampled;
    private INDArray observable;

    /** The synapses of a fully connected layer as its configuration says. */
    Synapses(Layer owner, NeuralNetConfiguration conf, DataType type) {
        this.owner = owner;
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        proximal = layer.getIUpdater() instanceof SynapticUpdater;
        averaged = conf.isMiniBatch();
        curvature = new Curvature(layer.getNIn(), layer.getNOut());
        operations = LayerOperations.of(type);
        embedding = ((Generalized) layer).getEmbedding();
        sampling = Sampling.of(layer, embedding.law(), type);
        seed = conf.getSeed();
        inference = Inference.of(embedding.inference(), ~seed);
    }

    LayerOperations operations() { return operations; }

    /** Curvature statistics of the last backward pass. */
    public Curvature curvature() { return curvature; }

    /** Laws of the amplitudes and what of them is transmitted. */
    public SynapticEmbedding embedding() { return embedding; }

    /** From now on transmits expectations at inference, whatever the configuration says. */
    public void transmitExpected() {
        transmit(Inference.expected());
    }

    /** From now on transmits samples at inference, fresh ones at each pass; the sequence is a function of {@code seed} and the layer. */
    public void transmitSampled(long seed) {
        transmit(Inference.sampled(seed));
    }

    /** From now on transmits this at inference; answers what it was until now. */
    public Inference transmit(Inference next) {
        Inference before = inference;
        inference = next;
        return before;
    }

    /** Whether the network itself shall divide the gradients by the size of the minibatch. */
    boolean dividedByMinibatch() {
        return !proximal;
    }

    /**
     * z = aO + b, [batch, Y], row-major, and the deviation of the draws where the transmission is sampled.
     *
     * @param training whether the pass belongs to a training step, which draws the same numbers however often it is run
     */
    INDArray preActivation(INDArray a, Map<String, INDArray> parameters, boolean training, Supplier<String> layerId,
            LayerWorkspaceMgr workspaces) {
        INDArray w = parameters.get(MASS);
        if (a.rank() != 2 || a.size(1) != w.size(0)) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(a.shape()) + ": layer " + layerId.get()
                    + " takes [batch, " + w.size(0) + "]");
        }
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, w.dataType(), new long[] {a.size(0), w.size(1)}, 'c');
        INDArray input = a.castTo(w.dataType());
        if (!training && inference.knowsMoments()) {
            inference.recall(z);
            sampling.redraw(input, parameters, z, inference.nextStream(owner.getIndex()));
            return z;
        }
        observe(w, parameters.get(AMPLITUDE));
        operations.broadcast(parameters.get(BIAS), z);
        Gemm.multiply(1, input, false, observable, false, 1, z);
        if (!training) inference.remember(z);
        sampled = training ? embedding.training() == Transmission.SAMPLED : inference.samples();
        if (sampled) sampling.draw(input, parameters, z, training ? trainingStream() : inference.nextStream(owner.getIndex()));
        return z;
    }

    private long trainingStream() {
        return SplitMix.seed(SplitMix.seed(seed, owner.getIndex()), owner.getIterationCount());
    }

    private void observe(INDArray w, INDArray m) {
        if (observable == null || observable.dataType() != w.dataType()) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                observable = Nd4j.createUninitialized(w.dataType(), w.shape(), 'f');
            }
        }
        operations.observable(w, m, observable);
    }

    /**
     * Fills the gradient views from the error signal.
     *
     * @param a input of the forward pass, [batch, n]
     * @param error ε = ∂L/∂z, [batch, Y]
     */
    Gradient gradient(INDArray a, INDArray error, Map<String, INDArray> parameters, Map<String, INDArray> views) {
        INDArray amplitudeGradient = views.get(AMPLITUDE);
        INDArray massGradient = views.get(MASS);
        INDArray biasGradient = views.get(BIAS);
        double scale = proximal && averaged ? 1.0 / a.size(0) : 1;
        INDArray input = a.castTo(error.dataType());
        Gemm.multiply(scale, input, true, error, false, 0, amplitudeGradient);
        operations.columnSums(error, scale, biasGradient);
        if (!proximal) {
            Nd4j.getExecutioner().exec(new MulOp(amplitudeGradient, parameters.get(AMPLITUDE), massGradient));
            amplitudeGradient.muli(parameters.get(MASS));
        }
        for (String width : WIDTHS) if (!sampled && views.containsKey(width)) views.get(width).assign(0);
        if (sampled) sampling.gradient(input, error, parameters, views, scale, proximal);
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().putAll(views);
        return gradient;
    }

    /** ∂L/∂a = ε Oᵀ, [batch, n], and what came through the draws, with the observable of the last forward pass; after {@link #gradient}. */
    INDArray inputGradient(INDArray a, INDArray error, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, error.dataType(),
                new long[] {error.size(0), observable.size(0)}, 'c');
        Gemm.multiply(1, error, false, observable, true, 0, gradient);
        if (sampled) sampling.inputGradient(a.castTo(error.dataType()), gradient);
        return gradient;
    }
}
