package org.tanhwg.layers.conf;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.impl.GeneralizedConvolutionLayer;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * A convolution of pictures whose units carry a probability measure over the synapses of their kernel: z_y(p) = Σ_x w_xy m_xy a_x(p) + b_y at every position
 * p (theory §6b). A unit is an output channel.
 *
 * <p>Input [batch, nIn, height, width], output [batch, nOut, positions down, positions across], or channels last. Parameters {@code w}, {@code m}, {@code b}, and
 * {@code s} or {@code q} where the law has a width, with n = nIn · kernel height · kernel width rows: the synapse of channel c at row i and column j of the kernel is
 * row (c · kernel height + i) · kernel width + j. See {@link SynapticParameters}. Settings mean what they do in Deeplearning4j's ConvolutionLayer. Trained by
 * {@code TanHwg}, or by any updater of Deeplearning4j, which then sees the plain gradients.
 */
public class GeneralizedConvolution extends GeneralizedHidden {
    private int[] kernelSize = {5, 5};
    private int[] stride = {1, 1};
    private int[] padding = {0, 0};
    private int[] dilation = {1, 1};
    private ConvolutionMode convolutionMode = ConvolutionMode.Truncate;
    private CNN2DFormat cnn2dDataFormat = CNN2DFormat.NCHW;

    /** For JSON. */
    public GeneralizedConvolution() {}

    private GeneralizedConvolution(Builder builder) {
        super(builder);
        kernelSize = builder.kernelSize;
        stride = builder.stride;
        padding = builder.padding;
        dilation = builder.dilation;
        convolutionMode = builder.convolutionMode;
        cnn2dDataFormat = builder.format;
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        return GeneralizedLayers.prepare(() -> new GeneralizedConvolutionLayer(conf, type), conf, listeners, index, view,
                initialize, type);
    }

    @Override public long synapses(long inputs, long units) { return inputs * kernelSize[0] * kernelSize[1]; }

    /**
     * How the kernel slides over pictures of that size.
     *
     * @throws DL4JInvalidConfigException naming layer and shapes if it does not fit
     */
    public SlidingWindow window(long height, long width) {
        int[] positions = new int[2];
        int[] before = new int[2];
        long[] length = {height, width};
        for (int d = 0; d < 2; d++) {
            long span = (kernelSize[d] - 1L) * dilation[d] + 1;
            if (convolutionMode == ConvolutionMode.Same) {
                positions[d] = Math.toIntExact((length[d] + stride[d] - 1) / stride[d]);
                before[d] = Math.toIntExact(Math.max(0, (positions[d] - 1L) * stride[d] + span - length[d]) / 2);
                continue;
            }
            long room = length[d] + 2L * padding[d] - span;
            if (room < 0) throw misfit(height, width, "the kernel does not fit into the picture");
            if (convolutionMode == ConvolutionMode.Strict && room % stride[d] != 0)
                throw misfit(height, width, "the last " + room % stride[d] + (d == 0 ? " rows" : " columns")
                        + " are never reached; must be 0 in the mode Strict, or the mode Truncate or Same");
            positions[d] = Math.toIntExact(room / stride[d] + 1);
            before[d] = padding[d];
        }
        return new SlidingWindow(Math.toIntExact(nIn), Math.toIntExact(height), Math.toIntExact(width), kernelSize[0],
                kernelSize[1],
                stride[0], stride[1], before[0], before[1], dilation[0], dilation[1], positions[0], positions[1],
                cnn2dDataFormat == CNN2DFormat.NHWC);
    }

    private DL4JInvalidConfigException misfit(long height, long width, String why) {
        return new DL4JInvalidConfigException(
                "layer " + getLayerName() + ": kernel " + times(kernelSize) + ", stride " + times(stride)
                        + ", padding " + times(padding) + ", dilation " + times(dilation) + ", pictures of " + height + "x"
                        + width + ": " + why);
    }

    private static String times(int[] two) { return two[0] + "x" + two[1]; }

    @Override public InputType getOutputType(int index, InputType input) {
        if (!(input instanceof InputType.InputTypeConvolutional pictures))
            throw new DL4JInvalidConfigException("layer " + getLayerName() + ": input " + input
                    + "; a convolution takes pictures, InputType.convolutional(height, width, channels)");
        if (nIn > 0 && pictures.getChannels() != nIn)
            throw new DL4JInvalidConfigException("layer " + getLayerName() + ": pictures of " + pictures.getChannels()
                    + " channels; its kernel has " + nIn);
        SlidingWindow window = window(pictures.getHeight(), pictures.getWidth());
        return InputType.convolutional(window.outHeight(), window.outWidth(), nOut, cnn2dDataFormat);
    }

    /** Takes the number of channels, and the order in which they come, from the input. */
    @Override public void setNIn(InputType input, boolean override) {
        if (!(input instanceof InputType.InputTypeConvolutional pictures)) return; // getOutputType says what is wrong
        if (nIn <= 0 || override) nIn = pictures.getChannels();
        cnn2dDataFormat = pictures.getFormat();
    }

    @Override public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return InputTypeUtil.getPreProcessorForInputTypeCnnLayers(input, getLayerName());
    }

    /** Height and width of the kernel. */
    public int[] getKernelSize() { return kernelSize; }

    /** For JSON. */
    public void setKernelSize(int[] kernelSize) { this.kernelSize = two("kernelSize", 1, kernelSize); }

    /** Steps of the kernel, down and across. */
    public int[] getStride() { return stride; }

    /** For JSON. */
    public void setStride(int[] stride) { this.stride = two("stride", 1, stride); }

    /** Zeros above and below, and to the left and right; not used in the mode Same. */
    public int[] getPadding() {
        return padding;
    }

    /** For JSON. */
    public void setPadding(int[] padding) { this.padding = two("padding", 0, padding); }

    /** Distance between neighbours in the kernel, down and across. */
    public int[] getDilation() { return dilation; }

    /** For JSON. */
    public void setDilation(int[] dilation) { this.dilation = two("dilation", 1, dilation); }

    /** What happens at the border. */
    public ConvolutionMode getConvolutionMode() { return convolutionMode; }

    /** For JSON. */
    public void setConvolutionMode(ConvolutionMode mode) { this.convolutionMode = known(mode); }

    /** Order of the dimensions of input and output. */
    public CNN2DFormat getCnn2dDataFormat() { return cnn2dDataFormat; }

    /** For JSON. */
    public void setCnn2dDataFormat(CNN2DFormat format) {
        this.cnn2dDataFormat = Objects.requireNonNull(format, "cnn2dDataFormat");
    }

    private static int[] two(String name, int least, int... given) {
        if (given.length != 2 && given.length != 1)
            throw new IllegalArgumentException(
                    name + " " + Arrays.toString(given) + ": must be one number, or two: down and across");
        for (int number : given) Checks.atLeast(name, number, least);
        return new int[] {given[0], given[given.length - 1]};
    }

    private static ConvolutionMode known(ConvolutionMode mode) {
        if (mode == ConvolutionMode.Causal)
            throw new IllegalArgumentException("convolutionMode Causal: must be Truncate, Same or Strict; pictures have no past");
        return Objects.requireNonNull(mode, "convolutionMode");
    }

    @Override public GeneralizedConvolution clone() {
        var copy = (GeneralizedConvolution) super.clone();
        copy.kernelSize = kernelSize.clone();
        copy.stride = stride.clone();
        copy.padding = padding.clone();
        copy.dilation = dilation.clone();
        return copy;
    }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof GeneralizedConvolution that && Arrays.equals(kernelSize, that.kernelSize)
                && Arrays.equals(stride, that.stride) && Arrays.equals(padding, that.padding)
                && Arrays.equals(dilation, that.dilation) && convolutionMode == that.convolutionMode
                && cnn2dDataFormat == that.cnn2dDataFormat;
    }

    @Override public boolean canEqual(Object other) { return other instanceof GeneralizedConvolution; }

    @Override public int hashCode() {
        return Objects.hash(super.hashCode(), Arrays.hashCode(kernelSize), Arrays.hashCode(stride), Arrays.hashCode(padding),
                Arrays.hashCode(dilation), convolutionMode, cnn2dDataFormat);
    }

    /** See {@link GeneralizedHidden.Builder}; one number stands for both dimensions. */
    public static class Builder extends GeneralizedHidden.Builder<Builder> {
        private int[] kernelSize;
        private int[] stride = {1, 1};
        private int[] padding = {0, 0};
        private int[] dilation = {1, 1};
        private ConvolutionMode convolutionMode = ConvolutionMode.Truncate;
        private CNN2DFormat format = CNN2DFormat.NCHW;

        /** @param kernelSize height and width of the kernel, ≥ 1 */
        public Builder(int... kernelSize) {
            this.kernelSize = two("kernelSize", 1, kernelSize);
        }

        /** Steps of the kernel, ≥ 1 (default 1). */
        public Builder stride(int... stride) {
            this.stride = two("stride", 1, stride);
            return this;
        }

        /** Zeros on each side, ≥ 0 (default 0). */
        public Builder padding(int... padding) {
            this.padding = two("padding", 0, padding);
            return this;
        }

        /** Distance between neighbours in the kernel, ≥ 1 (default 1). */
        public Builder dilation(int... dilation) {
            this.dilation = two("dilation", 1, dilation);
            return this;
        }

        /** What happens at the border (default Truncate). */
        public Builder convolutionMode(ConvolutionMode mode) {
            this.convolutionMode = known(mode);
            return this;
        }

        /** Order of the dimensions (default NCHW; a network with an InputType sets it). */
        public Builder dataFormat(CNN2DFormat format) {
            this.format = Objects.requireNonNull(format, "format");
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") public GeneralizedConvolution build() {
            return new GeneralizedConvolution(this);
        }
    }
}
