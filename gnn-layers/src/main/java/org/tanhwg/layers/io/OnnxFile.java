package org.tanhwg.layers.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
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

/**
 * Compact networks as ONNX graphs, for any runtime that knows operator set 13: {@code input} [N, inputs] and {@code output} [N, outputs]
 * in single precision.
 *
 * <p>Dead inputs are left out by a Gather, dead units are gone; the weights between living ones are dense matrices, because few runtimes take
 * sparse ones.
 */
public final class OnnxFile {
    /** The first that may have operator set 13. */
    private static final long FORMAT = 7;
    private static final long OPERATORS = 13;

    private OnnxFile() {}

    /** Writes a network; the stream stays open. @throws IOException when it refuses */
    public static void write(CompactNetwork network, OutputStream stream) throws IOException {
        ModelProto.newBuilder().setIrVersion(FORMAT).setProducerName("gnn")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS)).setGraph(graph(network)).build()
                .writeTo(stream);
    }

    private static GraphProto graph(CompactNetwork network) {
        var graph = GraphProto.newBuilder().setName("compact").addInput(matrix("input", network.inputs()))
                .addOutput(matrix("output", network.outputs()));
        int[] live = network.liveInputs();
        boolean constant = live.length == 0;
        // the answer is a constant: a matrix without rows is not for every runtime, one of zeros is
        graph.addInitializer(indexes("live", constant ? new int[1] : live));
        graph.addNode(node("Gather", "a0", "input", "live").addAttribute(attribute("axis", 1)));
        List<LayerWeights> layers = network.layers().toList();
        for (int l = 0; l < layers.size(); l++) {
            LayerWeights layer = layers.get(l);
            float[] weights = constant ? new float[layer.units()] : layer.weights();
            graph.addInitializer(numbers("w" + l, weights, layer.units(), weights.length / layer.units()));
            graph.addInitializer(numbers("b" + l, layer.biases(), layer.units()));
            graph.addNode(node("Gemm", "z" + l, "a" + l, "w" + l, "b" + l).addAttribute(attribute("transB", 1)));
            String answer = l == layers.size() - 1 ? "output" : "a" + (l + 1);
            graph.addNode(node(operator(layer.activation()), answer, "z" + l));
        }
        return graph.build();
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

    /** N × {@code width}. */
    private static ValueInfoProto matrix(String name, int width) {
        var shape = TensorShapeProto.newBuilder().addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(width));
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
