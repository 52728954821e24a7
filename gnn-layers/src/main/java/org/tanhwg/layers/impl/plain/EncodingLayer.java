package org.tanhwg.layers.impl.plain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.arrays.Maps;
import org.tanhwg.layers.conf.ComplexEncoding;

/** Runs a {@link ComplexEncoding}. */
public final class EncodingLayer extends AbstractLayer<ComplexEncoding> {
    private final transient RealToComplex map;

    private EncodingLayer(NeuralNetConfiguration conf, DataType type, RealToComplex map) {
        super(conf, type);
        this.map = map;
    }

    /** x ↦ e^{iπx} − 1. */
    public static EncodingLayer phase(NeuralNetConfiguration conf, DataType type) {
        return new EncodingLayer(conf, type, new RealToComplex.Phase());
    }

    /** The lowest frequencies of an image. */
    public static EncodingLayer fourier(NeuralNetConfiguration conf, DataType type, int height, int width, int frequencies) {
        return new EncodingLayer(conf, type, new RealToComplex.Fourier(height, width, frequencies, type));
    }

    @Override public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (input.rank() != 2 || input.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(input.shape()) + ": layer " + layerId()
                    + " takes [batch, " + layerConf().getNIn() + "]");
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray complex = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                new long[] {input.size(0), layerConf().getNOut()}, 'c');
        map.forward(input, complex);
        if (maskArray != null) applyMask(complex);
        return complex;
    }

    @Override public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (epsilon == null) return new Pair<>(new DefaultGradient(), null); // the layer above computes no gradient of its input
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        map.backward(input, epsilon, gradient);
        if (maskArray != null) applyMask(gradient);
        return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(gradient));
    }

    @Override public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(FloatViews.accept(input, dataType, true, workspaces), workspaces);
    }

    @Override public boolean isPretrainLayer() { return false; }

    @Override public void clearNoiseWeightParams() {}

    /** Maps from real rows to complex ones, [batch, n] to [batch, re | im]. */
    sealed interface RealToComplex {

        /** {@code complex} ← f(real). */
        void forward(INDArray real, INDArray complex);

        /** {@code gradient} ← ∂L/∂real from ε = ∂L/∂re + i ∂L/∂im. */
        void backward(INDArray real, INDArray epsilon, INDArray gradient);

        /** x ↦ e^{iπx} − 1. */
        record Phase() implements RealToComplex {
            @Override public void forward(INDArray real, INDArray complex) {
                Transforms.cos(half(complex, 0).assign(real).muli(Math.PI), false).subi(1);
                Transforms.sin(half(complex, 1).assign(real).muli(Math.PI), false);
            }

            @Override public void backward(INDArray real, INDArray epsilon, INDArray gradient) {
                INDArray angle = real.mul(Math.PI);
                gradient.assign(Transforms.cos(angle, true).muli(half(epsilon, 1)));
                gradient.subi(Transforms.sin(angle, false).muli(half(epsilon, 0))).muli(Math.PI);
            }

            private static INDArray half(INDArray complex, int part) {
                long columns = complex.size(1) / 2;
                return complex.get(NDArrayIndex.all(), NDArrayIndex.interval(part * columns, (part + 1) * columns));
            }
        }

        /** A discrete Fourier transform in two dimensions, as one product with a fixed matrix. */
        record Fourier(INDArray matrix) implements RealToComplex {
            Fourier(int height, int width, int frequencies, DataType type) { this(matrix(height, width, frequencies, type)); }

            @Override public void forward(INDArray real, INDArray complex) {
                Gemm.multiply(1, real, false, matrix, false, 0, complex);
            }

            @Override public void backward(INDArray real, INDArray epsilon, INDArray gradient) {
                Gemm.multiply(1, epsilon, false, matrix, true, 0, gradient);
            }

            private static INDArray matrix(int height, int width, int frequencies, DataType type) {
                double[][] matrix = new double[height * width][2 * frequencies];
                List<int[]> lowest = lowest(height, width, frequencies);
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        for (int f = 0; f < frequencies; f++) {
                            double turns = (double) lowest.get(f)[0] * y / height + (double) lowest.get(f)[1] * x / width;
                            matrix[y * width + x][f] = Math.cos(2 * Math.PI * turns) / Math.sqrt(height * width);
                            matrix[y * width + x][frequencies + f] = -Math.sin(2 * Math.PI * turns) / Math.sqrt(height * width);
                        }
                    }
                }
                return Nd4j.createFromArray(matrix).castTo(type);
            }

            /** (k_y, k_x) with k_x &gt; 0, or k_x = 0 and k_y &gt; 0, lowest first; ties by k_y, then k_x. */
            private static List<int[]> lowest(int height, int width, int frequencies) {
                int top = (height - 1) / 2;
                int right = (width - 1) / 2;
                Comparator<int[]> bySize = Comparator
                        .comparingLong(k -> (long) k[0] * k[0] * width * width + (long) k[1] * k[1] * height * height);
                return IntStream.rangeClosed(-top, top).boxed()
                        .flatMap(ky -> IntStream.rangeClosed(ky > 0 ? 0 : 1, right).mapToObj(kx -> new int[] {ky, kx}))
                        .sorted(bySize).limit(frequencies).toList();
            }
        }
    }
}
