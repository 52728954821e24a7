package org.tanhwg.layers.impl;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.layers.conf.GeneralizedOutput;

/** Runs a {@link GeneralizedOutput}. */
public final class GeneralizedOutputLayer extends GeneralizedReadoutLayer<GeneralizedOutput> {

    /** @param conf holds a {@link GeneralizedOutput} */
    public GeneralizedOutputLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }
}
