package org.tanhwg.layers.conf;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Maps;

/**
 * Deeplearning4j's CnnToFeedForwardPreProcessor, between maps and a fully connected layer. Maps that lie example innermost, as a {@link GeneralizedConvolution} and a
 * {@link MaxPooling} leave them, are a matrix with one column for each number already: they are not copied.
 */
public final class FlattenedMaps extends CnnToFeedForwardPreProcessor {

    /** @param height rows of a map @param width its columns @param channels number of maps; channels first */
    public FlattenedMaps(@JsonProperty("inputHeight") long height, @JsonProperty("inputWidth") long width,
            @JsonProperty("numChannels") long channels) {
        super(height, width, channels, CNN2DFormat.NCHW);
    }

    /** What a generalized layer has in the place of Deeplearning4j's. */
    static InputPreProcessor inPlaceOf(InputPreProcessor given) {
        return given instanceof CnnToFeedForwardPreProcessor plain && plain.getFormat() == CNN2DFormat.NCHW
                ? new FlattenedMaps(plain.getInputHeight(), plain.getInputWidth(), plain.getNumChannels())
                : given;
    }

    /** Deeplearning4j's, which computes the same. */
    public CnnToFeedForwardPreProcessor ordinary() {
        return new CnnToFeedForwardPreProcessor(getInputHeight(), getInputWidth(), getNumChannels(), CNN2DFormat.NCHW);
    }

    @Override public INDArray preProcess(INDArray input, int batch, LayerWorkspaceMgr workspaces) {
        boolean asTheyLie = input.rank() == 4 && Maps.innermost(input) && Arrays.equals(input.shape(), shape(input.size(0)));
        return asTheyLie ? workspaces.leverageTo(ArrayType.ACTIVATIONS, Maps.features(input).transpose())
                : super.preProcess(input, batch, workspaces);
    }

    @Override public INDArray backprop(INDArray error, int batch, LayerWorkspaceMgr workspaces) {
        if (error.dataType() != DataType.FLOAT || !FloatViews.columnMajor(error)) return super.backprop(error, batch, workspaces);
        INDArray maps = Maps.pictures(error.transpose(), getNumChannels(), getInputHeight(), getInputWidth());
        return workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, maps);
    }

    private long[] shape(long batch) { return new long[] {batch, getNumChannels(), getInputHeight(), getInputWidth()}; }

    @Override public FlattenedMaps clone() { return (FlattenedMaps) super.clone(); }

    @Override protected boolean canEqual(Object other) { return other instanceof FlattenedMaps; }
}
