package org.tanhwg.elsewhere;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.layers.signal.Signal.Context;
import org.tanhwg.layers.signal.Signal;

/** A user's signal: back-propagation with a share of a direct path from the labels; leaves a trace when its code runs. */
public record Teacher(@JsonProperty("share") double share) implements Signal {
    static {
        System.setProperty("org.tanhwg.elsewhere", "loaded");
    }

    @Override public INDArray slope(Context context) {
        INDArray direct = context.labels().mmul(context.normal(1, context.labels().size(1)));
        return context.fromAbove().sub(direct.muli(share / 10));
    }
}
