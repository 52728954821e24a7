package org.tanhwg.layers.conf;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.layers.impl.plain.EncodingLayer;

/** Numbers as phases: x ↦ e^{iπx} − 1, so that 0 stays 0 and 1 becomes −2. */
public final class PhaseEncoding extends ComplexEncoding {

    /** Takes as many numbers as the layer before gives. */
    public PhaseEncoding() {}

    @Override EncodingLayer layer(NeuralNetConfiguration conf, DataType type) { return EncodingLayer.phase(conf, type); }

    @Override public void setNIn(InputType inputType, boolean override) {
        super.setNIn(inputType, override);
        setNIn(nIn);
    }

    /** Sets the number of inputs, and so that of outputs. */
    @Override public void setNIn(long inputs) {
        super.setNIn(inputs);
        nOut = 2 * inputs;
    }

    @Override public boolean equals(Object other) { return super.equals(other) && other instanceof PhaseEncoding; }

    @Override public boolean canEqual(Object other) { return other instanceof PhaseEncoding; }

    @Override public int hashCode() { return super.hashCode(); }
}
