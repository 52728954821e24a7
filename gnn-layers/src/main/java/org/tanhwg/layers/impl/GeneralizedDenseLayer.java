package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.GeneralizedDense;

/** Runs a {@link GeneralizedDense}. */
public final class GeneralizedDenseLayer extends GeneralizedHiddenLayer<GeneralizedDense> {

    /** @param conf holds a {@link GeneralizedDense} */
    public GeneralizedDenseLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override INDArray activation(INDArray z, boolean training, LayerWorkspaceMgr workspaces) {
        INDArray activation = workspaces.createUninitialized(ArrayType.ACTIVATIONS, z.dataType(), z.shape(), z.ordering());
        synapses().operations().activate(layerConf().getActivationFn(), z, training, activation);
        return activation;
    }

    @Override INDArray error(INDArray z, INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return synapses().operations().error(layerConf().getActivationFn(), z, epsilon,
                workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, z.dataType(), z.shape(), z.ordering()));
    }

    @Override boolean inputGradient() { return layerConf().isInputGradient(); }
}
