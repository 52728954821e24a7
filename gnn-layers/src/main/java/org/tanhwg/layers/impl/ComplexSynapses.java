package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.ComplexSynapticParameters.BIAS;
import static org.tanhwg.layers.conf.ComplexSynapticParameters.IMAGINARY;
import static org.tanhwg.layers.conf.ComplexSynapticParameters.MASS;
import static org.tanhwg.layers.conf.ComplexSynapticParameters.REAL;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.optimizer.SynapticUpdater;

/**
 * The synapses of a complex layer: expected transmission z = aO + b with O = w m in C, and its Wirtinger gradients (theory §1, §4).
 *
 * <p>A row-major matrix [batch, re | im] is also one of twice as many rows of half the width, real and imaginary parts in turn. In that
 * form complex products are real ones: z = a Re O + (ia) Im O, and the signal G = Σ conj(a) ε has the parts aᵀε and −aᵀ(iε). Gradients go
 * where {@link Synapses} puts those of a real layer.
 */
public final class ComplexSynapses {
    private final boolean proximal;
    private final boolean averaged;
    private final ComplexActivation activation;
    private final Curvature curvature;
    private final LayerOperations operations;
    private final ComplexOperations complexOperations;
    private INDArray real;
    private INDArray imaginary;

    ComplexSynapses(NeuralNetConfiguration conf, DataType type) {
        ComplexGeneralizedDense layer = (ComplexGeneralizedDense) conf.getLayer();
        proximal = layer.getIUpdater() instanceof SynapticUpdater;
        averaged = conf.isMiniBatch();
        activation = layer.getComplexActivation();
        curvature = new Curvature(layer.getNIn(), layer.getNOut());
        operations = LayerOperations.of(type);
        complexOperations = ComplexOperations.of(type);
    }

    ComplexOperations operations() { return complexOperations; }

    Curvature curvature() { return curvature; }

    /** Whether the network itself shall divide the gradients by the size of the minibatch. */
    boolean dividedByMinibatch() {
        return !proximal;
    }

    /** z = aO + b, [batch, 2Y], row-major; without the biases of modReLU, which are no part of z. */
    INDArray preActivation(INDArray a, Map<String, INDArray> parameters, Supplier<String> layerId, LayerWorkspaceMgr workspaces) {
        INDArray w = parameters.get(MASS);
        if (a.rank() != 2 || a.size(1) != 2 * w.size(0)) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(a.shape()) + ": layer " + layerId.get()
                    + " takes " + w.size(0) + " complex numbers as [batch, " + 2 * w.size(0) + "], real parts first");
        }
        real = observe(real, w, parameters.get(REAL));
        imaginary = observe(imaginary, w, parameters.get(IMAGINARY));
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, w.dataType(),
                new long[] {a.size(0), 2 * w.size(1)}, 'c');
        boolean additive = activation != ComplexActivation.MOD_RELU;
        if (additive) operations.broadcast(parameters.get(BIAS), z);
        INDArray input = contiguous(a.castTo(w.dataType()));
        INDArray parts = parts(z);
        Gemm.multiply(1, parts(input), false, real, false, additive ? 1 : 0, parts);
        Gemm.multiply(1, parts(turned(input, ArrayType.FF_WORKING_MEM, workspaces)), false, imaginary, false, 1, parts);
        return z;
    }

    private INDArray observe(INDArray kept, INDArray w, INDArray m) {
        INDArray observable = kept;
        if (observable == null || observable.dataType() != w.dataType()) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                observable = Nd4j.createUninitialized(w.dataType(), w.shape(), 'f');
            }
        }
        operations.observable(w, m, observable);
        return observable;
    }

    /** ε = ∂L/∂z as ∂/∂re + i ∂/∂im, [batch, 2Y], from the epsilon that comes from above. */
    INDArray error(INDArray z, INDArray epsilon, Map<String, INDArray> parameters, LayerWorkspaceMgr workspaces) {
        INDArray error = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, z.dataType(), z.shape(), 'c');
        complexOperations.error(activation, z, parameters.get(BIAS), epsilon, error);
        return error;
    }

    /** σ(z), [batch, 2Y] or [batch, Y]. */
    INDArray activation(INDArray z, Map<String, INDArray> parameters, LayerWorkspaceMgr workspaces) {
        INDArray into = workspaces.createUninitialized(ArrayType.ACTIVATIONS, z.dataType(),
                new long[] {z.size(0), activation.columns(z.size(1) / 2)}, 'c');
        complexOperations.activate(activation, z, parameters.get(BIAS), into);
        return into;
    }

    /** Gathers the moments E|a_x|² and E|ε_y|². */
    void gatherCurvature(INDArray a, INDArray error) {
        curvature.gather(parts(contiguous(a.castTo(error.dataType()))), parts(error), a.size(0));
    }

    /**
     * Fills the gradient views from the error signal.
     *
     * @param a input of the forward pass, [batch, 2n]
     * @param z what the error is of, [batch, 2Y]
     * @param error ε, [batch, 2Y]
     */
    Gradient gradient(INDArray a, INDArray z, INDArray error, Map<String, INDArray> parameters, Map<String, INDArray> views,
            LayerWorkspaceMgr workspaces) {
        INDArray realGradient = views.get(REAL);
        INDArray imaginaryGradient = views.get(IMAGINARY);
        INDArray massGradient = views.get(MASS);
        INDArray biasGradient = views.get(BIAS);
        double scale = proximal && averaged ? 1.0 / a.size(0) : 1;
        INDArray input = parts(contiguous(a.castTo(error.dataType())));
        Gemm.multiply(scale, input, true, parts(error), false, 0, realGradient);
        Gemm.multiply(-scale, input, true, parts(turned(error, ArrayType.BP_WORKING_MEM, workspaces)), false, 0,
                imaginaryGradient);
        if (activation == ComplexActivation.MOD_RELU) complexOperations.radialSums(z, error, scale, biasGradient);
        else operations.columnSums(error, scale, biasGradient);
        if (!proximal) {
            INDArray w = parameters.get(MASS);
            Nd4j.getExecutioner().exec(new MulOp(realGradient, parameters.get(REAL), massGradient));
            massGradient.addi(imaginaryGradient.mul(parameters.get(IMAGINARY)));
            realGradient.muli(w);
            imaginaryGradient.muli(w);
        }
        Gradient gradient = new DefaultGradient();
        for (String key : parameters.keySet()) gradient.gradientForVariable().put(key, views.get(key));
        return gradient;
    }

    /** ∂L/∂a = ε conj(O)ᵀ, [batch, 2n], with the observable of the last forward pass. */
    INDArray inputGradient(INDArray error, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, error.dataType(),
                new long[] {error.size(0), 2 * real.size(0)}, 'c');
        INDArray parts = parts(gradient);
        Gemm.multiply(1, parts(error), false, real, true, 0, parts);
        Gemm.multiply(-1, parts(turned(error, ArrayType.BP_WORKING_MEM, workspaces)), false, imaginary, true, 1, parts);
        return gradient;
    }

    private INDArray turned(INDArray complex, ArrayType kind, LayerWorkspaceMgr workspaces) {
        INDArray turned = workspaces.createUninitialized(kind, complex.dataType(), complex.shape(), 'c');
        complexOperations.turn(complex, turned);
        return turned;
    }

    /** [batch, re | im] as [2 batch, half the columns], the same numbers. */
    private static INDArray parts(INDArray complex) {
        return complex.reshape('c', 2 * complex.size(0), complex.size(1) / 2);
    }

    private static INDArray contiguous(INDArray matrix) { return FloatViews.rowMajor(matrix) ? matrix : matrix.dup('c'); }
}
