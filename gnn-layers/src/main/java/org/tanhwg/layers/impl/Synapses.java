package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
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
import org.tanhwg.layers.optimizer.SynapticUpdater;

/**
 * The synapses of one layer: expected transmission z = aO + b with O = w m, and its gradients (theory §1, §4).
 *
 * <p>Under a synaptic updater such as Tan–HWG the gradient view of m receives ∂L/∂O as the minibatch mean, which is what its step takes; under any
 * other updater the views receive the plain gradients ∂L/∂w = m ∂L/∂O and ∂L/∂m = w ∂L/∂O, summed as Deeplearning4j expects.
 */
final class Synapses {
    private final boolean proximal;
    private final boolean averaged;
    private final Curvature curvature;
    private final LayerOperations operations;
    private INDArray observable;

    /** The synapses of a fully connected layer as its configuration says. */
    Synapses(NeuralNetConfiguration conf, DataType type) {
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        proximal = layer.getIUpdater() instanceof SynapticUpdater;
        averaged = conf.isMiniBatch();
        curvature = new Curvature(layer.getNIn(), layer.getNOut());
        operations = LayerOperations.of(type);
    }

    LayerOperations operations() { return operations; }

    /** Curvature statistics of the last backward pass. */
    Curvature curvature() { return curvature; }

    /** Whether the network itself shall divide the gradients by the size of the minibatch. */
    boolean dividedByMinibatch() {
        return !proximal;
    }

    /** z = aO + b, [batch, Y], row-major. */
    INDArray preActivation(INDArray a, Map<String, INDArray> parameters, Supplier<String> layerId, LayerWorkspaceMgr workspaces) {
        INDArray w = parameters.get(MASS);
        if (a.rank() != 2 || a.size(1) != w.size(0)) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(a.shape()) + ": layer " + layerId.get()
                    + " takes [batch, " + w.size(0) + "]");
        }
        observe(w, parameters.get(AMPLITUDE));
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, w.dataType(), new long[] {a.size(0), w.size(1)}, 'c');
        operations.broadcast(parameters.get(BIAS), z);
        Gemm.multiply(1, a.castTo(w.dataType()), false, observable, false, 1, z);
        return z;
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
        Gemm.multiply(scale, a.castTo(error.dataType()), true, error, false, 0, amplitudeGradient);
        operations.columnSums(error, scale, biasGradient);
        if (!proximal) {
            Nd4j.getExecutioner().exec(new MulOp(amplitudeGradient, parameters.get(AMPLITUDE), massGradient));
            amplitudeGradient.muli(parameters.get(MASS));
        }
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(MASS, massGradient);
        gradient.gradientForVariable().put(AMPLITUDE, amplitudeGradient);
        gradient.gradientForVariable().put(BIAS, biasGradient);
        return gradient;
    }

    /** ∂L/∂a = ε Oᵀ, [batch, n], with the observable of the last forward pass. */
    INDArray inputGradient(INDArray error, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, error.dataType(),
                new long[] {error.size(0), observable.size(0)}, 'c');
        Gemm.multiply(1, error, false, observable, true, 0, gradient);
        return gradient;
    }
}
