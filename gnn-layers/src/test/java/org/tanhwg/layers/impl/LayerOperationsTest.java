package org.tanhwg.layers.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.Gemm;

/** Kernels do what ND4J does. */
class LayerOperationsTest {
    private final LayerOperations fused = new LayerOperations.Fused();
    private final LayerOperations plain = new LayerOperations.Plain();

    @Test void observable() {
        INDArray w = Nd4j.rand(DataType.FLOAT, 70, 90).dup('f');
        INDArray m = Nd4j.randn(DataType.FLOAT, 70, 90).dup('f');
        same(operations -> {
            INDArray into = Nd4j.create(DataType.FLOAT, new long[] {70, 90}, 'f');
            operations.observable(w, m, into);
            return into;
        });
    }

    @Test void broadcastAndColumnSums() {
        INDArray bias = Nd4j.randn(DataType.FLOAT, 13);
        same(operations -> {
            INDArray z = Nd4j.create(DataType.FLOAT, new long[] {5, 13}, 'c');
            operations.broadcast(bias, z);
            return z;
        });
        for (char order : new char[] {'c', 'f'}) {
            INDArray values = Nd4j.randn(DataType.FLOAT, 5, 13).dup(order);
            same(operations -> {
                INDArray sums = Nd4j.create(DataType.FLOAT, 13);
                operations.columnSums(values, 0.2, sums);
                return sums;
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"RELU", "TANH", "LEAKYRELU", "IDENTITY", "SOFTMAX", "RELU6"}) void activations(Activation activation) {
        IActivation function = activation.getActivationFunction();
        INDArray z = Nd4j.randn(DataType.FLOAT, 40, 130).muli(4);
        z.putScalar(0, 0);
        INDArray epsilon = Nd4j.randn(DataType.FLOAT, 40, 130);
        same(operations -> {
            INDArray into = Nd4j.create(DataType.FLOAT, new long[] {40, 130}, 'c');
            operations.activate(function, z.dup(), true, into);
            return into;
        });
        same(operations -> operations.error(function, z.dup(), epsilon, Nd4j.create(DataType.FLOAT, 40, 130)));
    }

    @ParameterizedTest
    @CsvSource({"c,c,c", "c,f,c", "f,c,c", "f,f,c", "c,c,f", "c,f,f", "f,c,f", "f,f,f"}) void productsInAnyOrder(char orderA,
            char orderB, char orderC) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray a = Nd4j.randn(type, 3, 4).dup(orderA);
            INDArray b = Nd4j.randn(type, 4, 2).dup(orderB);
            INDArray c = Nd4j.ones(type, 3, 2).dup(orderC);
            INDArray expected = a.mmul(b).muli(2).addi(0.5);
            Gemm.multiply(2, a, false, b, false, 0.5, c);
            assertThat(c.equalsWithEps(expected, 1e-5)).isTrue();
            Gemm.multiply(2, a.transpose().dup(orderA), true, b.transpose().dup(orderB), true, 0, c);
            assertThat(c.equalsWithEps(expected.sub(0.5), 1e-5)).isTrue();
        }
    }

    @Test void productsOfVectorsAndViews() {
        INDArray wide = Nd4j.randn(DataType.FLOAT, 6, 10);
        INDArray view = wide.get(NDArrayIndex.interval(1, 5), NDArrayIndex.interval(2, 2, 9));
        INDArray column = Nd4j.randn(DataType.FLOAT, view.size(1), 1);
        INDArray into = Nd4j.create(DataType.FLOAT, view.size(0), 1);
        Gemm.multiply(1, view, false, column, false, 0, into);
        assertThat(into.equalsWithEps(view.dup().mmul(column), 1e-5)).isTrue();
        INDArray outer = Nd4j.create(DataType.FLOAT, 1, 1);
        Gemm.multiply(1, column, true, column, false, 0, outer);
        assertThat(outer.equalsWithEps(column.transpose().mmul(column), 1e-5)).isTrue();
    }

    private void same(Function<LayerOperations, INDArray> work) {
        assertThat(work.apply(fused).equalsWithEps(work.apply(plain), 1e-5)).isTrue();
    }
}
