package org.tanhwg.studies.bench;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The machine's own limit: the matrix products of a step and nothing else, through the OpenBLAS that the generalized layers call, in their
 * layouts, on memory that is there already. The first layer has no gradient of its input, hence 3·layers − 1 products.
 */
final class ProductsContestant implements Contestant {
    private final int batch;
    private final List<Layer> layers = new ArrayList<>();

    private record Layer(int inputs, int outputs, FloatPointer activations, FloatPointer weights, FloatPointer errors,
            FloatPointer weightGradient,
            FloatPointer inputGradient) {}

    /** @param widths units of each layer, the input included */
    ProductsContestant(int batch, List<Integer> widths, RandomGenerator random) {
        this.batch = batch;
        for (int i = 1; i < widths.size(); i++) {
            int inputs = widths.get(i - 1);
            int outputs = widths.get(i);
            layers.add(new Layer(inputs, outputs, uniform(batch * inputs, random), uniform(inputs * outputs, random),
                    uniform(batch * outputs, random), uniform(inputs * outputs, random), uniform(batch * inputs, random)));
        }
    }

    @Override public String name() { return "matrix products of the step alone"; }

    @Override public double round(double seconds) {
        long start = System.nanoTime();
        long steps = 0;
        double passed;
        do {
            step();
            steps++;
            passed = (System.nanoTime() - start) * 1e-9;
        } while (passed < seconds);
        return steps * batch / passed;
    }

    private void step() {
        for (Layer l : layers) {
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, batch, l.outputs, l.inputs, 1, l.activations, l.inputs,
                    l.weights,
                    l.inputs, 0, l.errors, l.outputs);
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer l = layers.get(i);
            cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, l.inputs, l.outputs, batch, 1, l.activations, l.inputs, l.errors,
                    l.outputs, 0, l.weightGradient, l.inputs);
            if (i > 0) {
                cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, batch, l.inputs, l.outputs, 1, l.errors, l.outputs,
                        l.weights, l.inputs, 0, l.inputGradient, l.inputs);
            }
        }
    }

    private static FloatPointer uniform(int length, RandomGenerator random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = random.nextFloat() * 0.1f;
        return new FloatPointer(values);
    }
}
