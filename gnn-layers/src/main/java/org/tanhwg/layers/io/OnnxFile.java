package org.tanhwg.layers.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;
import org.tanhwg.core.compact.PictureWindow;

/**
 * Compact networks as ONNX graphs, for any runtime that knows operator set 13: {@code input} [N, inputs], or [N, channels, height, width] where a network begins with
 * convolutions or pooling, and {@code output} [N, outputs] in single precision.
 *
 * <p>Dead units and channels are gone; the weights between living ones are dense arrays, because few runtimes take sparse ones. Dead inputs of fully connected layers are left out
 * by a Gather; dead channels of pictures have weights of 0, since that costs less.
 */
public final class OnnxFile {
    /** The first that may have operator set 13. */
    private static final long FORMAT = 7;
    private static final long OPERATORS = 13;

    private OnnxFile() {}

    /**
     * Writes a network; the stream stays open.
     *
     * @throws IOException when it refuses
     * @throws IllegalArgumentException if a kernel leaves places out at which it fits, as no network of Deeplearning4j does
     */
    public static void write(CompactNetwork network, OutputStream stream) throws IOException {
        ModelProto.newBuilder().setIrVersion(FORMAT).setProducerName("gnn")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS)).setGraph(graph(network)).build()
                .writeTo(stream);
    }

    private static GraphProto graph(CompactNetwork network) {
        var graph = GraphProto.newBuilder().setName("compact").addOutput(array("output", network.outputs()));
        int[] live = network.liveInputs();
        List<PictureLayer> pictures = network.pictures().toList();
        boolean constant = pictures.isEmpty() && live.length == 0;
        LayerWeights[] layers = network.layers().toArray(LayerWeights[]::new);
        if (pictures.isEmpty()) {
            graph.addInput(array("input", network.inputs()));
            // the answer is a constant: a matrix without rows is not for every runtime, one of zeros is
            graph.addInitializer(indexes("live", constant ? new int[1] : live));
            graph.addNode(node("Gather", "a0", "input", "live").addAttribute(attribute("axis", 1)));
        } else {
            layers[0] = maps(graph, pictures, live, network.inputs(), layers[0]);
        }
        for (int l = 0; l < layers.length; l++) {
            LayerWeights layer = layers[l];
            float[] weights = constant ? new float[layer.units()] : layer.weights();
            graph.addInitializer(numbers("w" + l, weights, layer.units(), weights.length / layer.units()));
            graph.addInitializer(numbers("b" + l, layer.biases(), layer.units()));
            graph.addNode(node("Gemm", "z" + l, "a" + l, "w" + l, "b" + l).addAttribute(attribute("transB", 1)));
            String answer = l == layers.length - 1 ? "output" : "a" + (l + 1);
            graph.addNode(node(operator(layer.activation()), answer, "z" + l));
        }
        return graph.build();
    }

    /** What a layer gives: its name, which of all channels it stands for in a compact network, and how many there are. */
    private record Maps(String name, int[] living, int all) {}

    /** From the pictures to {@code a0}. @return the first fully connected layer, over all channels where dead ones have come so far */
    private static LayerWeights maps(GraphProto.Builder graph, List<PictureLayer> pictures, int[] live, int inputs,
            LayerWeights above) {
        PictureWindow first = pictures.get(0).window();
        int area = first.height() * first.width(), all = inputs / area;
        graph.addInput(array("input", all, first.height(), first.width()));
        int[] channels = IntStream.range(0, live.length / area).map(c -> live[c * area] / area).toArray();
        String at = "input";
        List<Maps> given = new ArrayList<>(List.of(new Maps(at, channels, all))); // by the number of the layer
        for (int l = 0; l < pictures.size(); l++) {
            PictureWindow window = pictures.get(l).window();
            String next = "p" + l;
            if (pictures.get(l) instanceof Junction its) {
                if (!its.adds()) {
                    Maps again = given.get(its.earlier());
                    at = again.name;
                    channels = again.living;
                    all = again.all;
                    given.add(again);
                    continue;
                }
                if (given.get(its.earlier()).all != all || channels.length != all)
                    throw new IllegalArgumentException(
                            "pictures with dead channels are added to maps: ONNX has no sum of some of them");
                graph.addNode(node("Add", "s" + l, at, given.get(its.earlier()).name));
                graph.addNode(node(operator(its.activation()), next, "s" + l));
            } else if (pictures.get(l) instanceof Convolution its) {
                LayerWeights kernel = over(channels, all, its.kernel(), window.kernelHeight() * window.kernelWidth());
                graph.addInitializer(
                        numbers("k" + l, kernel.weights(), kernel.units(), all, window.kernelHeight(), window.kernelWidth()));
                graph.addInitializer(numbers("c" + l, kernel.biases(), kernel.units()));
                graph.addNode(sliding(node("Conv", "s" + l, at, "k" + l, "c" + l), window)
                        .addAttribute(attribute("dilations", window.dilationDown(), window.dilationAcross())));
                graph.addNode(node(operator(kernel.activation()), next, "s" + l));
                all = kernel.units();
                channels = IntStream.range(0, all).toArray();
            } else {
                boolean largest = ((Pooling) pictures.get(l)).kind() == Pooling.Kind.MAX;
                graph.addNode(sliding(node(largest ? "MaxPool" : "AveragePool", next, at), window)); // neither counts what is beyond the border
            }
            at = next;
            given.add(new Maps(at, channels, all));
        }
        graph.addNode(node("Flatten", "a0", at).addAttribute(attribute("axis", 1)));
        return over(channels, all, above, pictures.get(pictures.size() - 1).window().positions());
    }

    /** A layer over the living ones of some channels as one over all of them. */
    private static LayerWeights over(int[] channels, int all, LayerWeights layer, int span) {
        if (channels.length == all) return layer;
        float[] weights = new float[layer.units() * all * span];
        for (int y = 0; y < layer.units(); y++)
            for (int c = 0; c < channels.length; c++)
                System.arraycopy(layer.weights(), (y * channels.length + c) * span, weights, (y * all + channels[c]) * span,
                        span);
        return new LayerWeights(all * span, layer.units(), weights, layer.biases(), layer.activation());
    }

    private static NodeProto.Builder sliding(NodeProto.Builder node, PictureWindow window) {
        if (!window.takesAll())
            throw new IllegalArgumentException("a kernel leaves places out at which it fits: ONNX has no such layer");
        return node.addAttribute(attribute("kernel_shape", window.kernelHeight(), window.kernelWidth()))
                .addAttribute(attribute("strides", window.strideDown(), window.strideAcross()))
                .addAttribute(attribute("pads", window.top(), window.left(), window.bottom(), window.right()));
    }

    private static String operator(Activation activation) {
        return switch (activation) {
            case IDENTITY -> "Identity";
            case RELU -> "Relu";
            case TANH -> "Tanh";
            case SIGMOID -> "Sigmoid";
            case SOFTMAX -> "Softmax"; // over the last axis
        };
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(operator).setName(output + " " + operator).addAllInput(Arrays.asList(inputs))
                .addOutput(output);
    }

    private static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
    }

    private static AttributeProto attribute(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (long value : values) attribute.addInts(value);
        return attribute.build();
    }

    /** N of that shape. */
    private static ValueInfoProto array(String name, int... sizes) {
        var shape = TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("N"));
        for (int size : sizes) shape.addDim(Dimension.newBuilder().setDimValue(size));
        var type = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).setShape(shape));
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }

    private static TensorProto numbers(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, DataType.FLOAT, bytes, shape);
    }

    private static TensorProto indexes(String name, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return tensor(name, DataType.INT32, bytes, values.length);
    }

    private static TensorProto tensor(String name, DataType type, ByteBuffer bytes, long... shape) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) tensor.addDims(size);
        return tensor.build();
    }
}
