package org.tanhwg.layers.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.ComplexActivation;

/** Kernels do what ND4J does; that both are right is for the gradient checks of {@code ComplexLayersTest}. */
class ComplexOperationsTest {
    private static final int UNITS = 33;

    private final ComplexOperations fused = new ComplexOperations.Fused();
    private final ComplexOperations plain = new ComplexOperations.Plain();
    private final INDArray z = Nd4j.randn(DataType.FLOAT, 20, 2 * UNITS);
    private final INDArray bias = Nd4j.randn(DataType.FLOAT, UNITS);

    @ParameterizedTest
    @EnumSource(ComplexActivation.class) void activations(ComplexActivation activation) {
        z.putScalar(0, 3, 0);
        z.putScalar(0, 3 + UNITS, 0);
        long columns = activation.columns(UNITS);
        INDArray epsilon = Nd4j.randn(DataType.FLOAT, 20, columns);
        same(operations -> {
            INDArray into = Nd4j.create(DataType.FLOAT, 20, columns);
            operations.activate(activation, z, bias, into);
            return into;
        });
        for (INDArray e : new INDArray[] {epsilon, epsilon.dup('f')}) {
            same(operations -> {
                INDArray into = Nd4j.create(DataType.FLOAT, 20, 2 * UNITS);
                operations.error(activation, z, bias, e, into);
                return into;
            });
        }
    }

    @Test void radialSums() {
        same(operations -> {
            INDArray into = Nd4j.create(DataType.FLOAT, UNITS);
            operations.radialSums(z, Nd4j.ones(DataType.FLOAT, 20, 2 * UNITS), 0.1, into);
            return into;
        });
    }

    @Test void maps() {
        INDArray parts = z.reshape('c', 40, UNITS);
        same(operations -> {
            INDArray into = Nd4j.create(DataType.FLOAT, 40, UNITS);
            operations.turn(parts, into);
            return into;
        });
        same(operations -> {
            INDArray into = parts.dup();
            operations.sumParts(into);
            return into;
        });
        INDArray twice = parts.dup();
        INDArray once = parts.dup();
        fused.turn(parts, once);
        fused.turn(once, twice);
        assertThat(twice).as("i i = -1").isEqualTo(parts.neg());
    }

    private void same(Function<ComplexOperations, INDArray> work) {
        assertThat(work.apply(fused).equalsWithEps(work.apply(plain), 1e-4)).isTrue();
    }
}
