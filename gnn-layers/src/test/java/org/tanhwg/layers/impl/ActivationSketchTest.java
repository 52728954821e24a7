package org.tanhwg.layers.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActivationSketchTest {
    private static final int DIMENSIONS = 64;

    /** Within five standard errors, √(2/D) relative each, of the decayed mean square that it stands for. */
    @Test void distancesAreThoseOfTheActivations() {
        int inputs = 5;
        INDArray state = Nd4j.create(DataType.FLOAT, new long[] {inputs, DIMENSIONS}, 'f');
        var sketch = new ActivationSketch();
        sketch.request(state, 2);
        var random = new SplittableRandom(1);
        double[][] exact = new double[inputs][inputs];
        for (int step = 0; step < 40; step++) {
            INDArray a = Nd4j.zeros(DataType.FLOAT, 20, inputs);
            for (int b = 0; b < 20; b++) {
                double common = random.nextDouble();
                for (int x = 0; x < inputs; x++) a.putScalar(b, x, x < 2 ? common : random.nextDouble() * x);
            }
            sketch.gather(a, step);
            if (step % 2 == 1) continue;
            for (int x = 0; x < inputs; x++) {
                for (int y = 0; y < inputs; y++) {
                    double square = a.getColumn(x).squaredDistance(a.getColumn(y)) / 20;
                    exact[x][y] = 0.81 * exact[x][y] + square;
                }
            }
        }
        assertThat(state.getRow(0).distance2(state.getRow(1))).as("inputs that are the same").isLessThan(1e-4);
        for (int x = 0; x < inputs; x++) {
            for (int y = 0; y < inputs; y++) {
                double found = state.getRow(x).squaredDistance(state.getRow(y)) / DIMENSIONS;
                assertThat(found).isCloseTo(exact[x][y], within(1e-6 + 5 * exact[x][y] * Math.sqrt(2.0 / DIMENSIONS)));
            }
        }
    }

    @Test void nothingIsGatheredUnasked() { new ActivationSketch().gather(Nd4j.ones(DataType.FLOAT, 2, 2), 0); }
}
