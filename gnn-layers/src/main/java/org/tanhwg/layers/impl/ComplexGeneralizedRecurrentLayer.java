package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.BIAS;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedRecurrent;

/** Runs a {@link ComplexGeneralizedRecurrent}. */
public final class ComplexGeneralizedRecurrentLayer extends GeneralizedSequenceLayer<ComplexGeneralizedRecurrent> {
    private final transient ComplexOperations operations;

    /** @param conf holds a {@link ComplexGeneralizedRecurrent} */
    public ComplexGeneralizedRecurrentLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
        operations = ComplexOperations.of(type);
    }

    private ComplexActivation function() { return layerConf().getComplexActivation(); }

    @Override void activate(INDArray z, boolean training, INDArray into) {
        operations.activate(function(), z, getParam(BIAS), into);
    }

    @Override INDArray error(INDArray z, INDArray slope, INDArray into) {
        operations.error(function(), z, getParam(BIAS), slope, into);
        return into;
    }

    @Override void activationGradient(INDArray z, INDArray errors) {
        if (function() == ComplexActivation.MOD_RELU)
            operations.radialSums(z, errors, synapses().gradients().scale(z.size(0)), gradientViews.get(BIAS));
    }
}
