package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.GeneralizedRecurrent;

/** Runs a {@link GeneralizedRecurrent}. */
public final class GeneralizedRecurrentLayer extends GeneralizedSequenceLayer<GeneralizedRecurrent> {

    /** @param conf holds a {@link GeneralizedRecurrent} */
    public GeneralizedRecurrentLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override void activate(INDArray z, boolean training, INDArray into) {
        synapses().operations().activate(layerConf().getActivationFn(), z, training, into);
    }

    @Override INDArray error(INDArray z, INDArray slope, INDArray into) {
        return synapses().operations().error(layerConf().getActivationFn(), z, slope, into);
    }
}
