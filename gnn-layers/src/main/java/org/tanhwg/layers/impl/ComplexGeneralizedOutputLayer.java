package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.BIAS;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedOutput;

/** Runs a {@link ComplexGeneralizedOutput}. */
public final class ComplexGeneralizedOutputLayer extends GeneralizedReadoutLayer<ComplexGeneralizedOutput> {
    private final transient ComplexOperations operations;

    /** @param conf holds a {@link ComplexGeneralizedOutput} */
    public ComplexGeneralizedOutputLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        operations = ComplexOperations.of(type);
    }

    private ComplexActivation function() { return layerConf().getComplexActivation(); }

    @Override INDArray columns(INDArray z) {
        INDArray columns = Nd4j.createUninitialized(z.dataType(), new long[] {z.size(0), function().columns(z.size(1) / 2)}, 'c');
        operations.activate(function(), z, getParam(BIAS), columns);
        return columns;
    }

    @Override INDArray error(INDArray z, INDArray ofColumns) {
        INDArray error = z.ulike();
        operations.error(function(), z, getParam(BIAS), ofColumns, error);
        return error;
    }

    @Override void activationGradient(INDArray z, INDArray error) {
        if (function() == ComplexActivation.MOD_RELU)
            operations.radialSums(z, error, synapses().gradients().scale(z.size(0)), gradientViews.get(BIAS));
    }
}
