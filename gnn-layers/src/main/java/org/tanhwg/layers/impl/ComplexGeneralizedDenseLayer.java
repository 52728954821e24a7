package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.BIAS;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;

/** Runs a {@link ComplexGeneralizedDense}. */
public final class ComplexGeneralizedDenseLayer extends GeneralizedHiddenLayer<ComplexGeneralizedDense> {
    private final transient ComplexOperations operations;

    /** @param conf holds a {@link ComplexGeneralizedDense} */
    public ComplexGeneralizedDenseLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        operations = ComplexOperations.of(type);
    }

    private ComplexActivation function() { return layerConf().getComplexActivation(); }

    @Override INDArray activation(INDArray z, boolean training, LayerWorkspaceMgr workspaces) {
        INDArray activation = workspaces.createUninitialized(ArrayType.ACTIVATIONS, z.dataType(),
                new long[] {z.size(0), function().columns(z.size(1) / 2)}, 'c');
        operations.activate(function(), z, getParam(BIAS), activation);
        return activation;
    }

    @Override INDArray error(INDArray z, INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray error = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, z.dataType(), z.shape(), 'c');
        operations.error(function(), z, getParam(BIAS), epsilon, error);
        return error;
    }

    @Override void activationGradient(INDArray z, INDArray error) {
        if (function() == ComplexActivation.MOD_RELU)
            operations.radialSums(z, error, synapses().gradients().scale(z.size(0)), gradientViews.get(BIAS));
    }

    @Override boolean inputGradient() { return layerConf().isInputGradient(); }
}
