package org.tanhwg.studies.speed;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.blas.OpenBlas;
import org.tanhwg.layers.arrays.Gemm;

/**
 * The machine's own limit as a {@link Peer}: matrix products and nothing else, on memory that is there already. A step is the products of a network of fully
 * connected layers, in the layouts of the generalized layers; the first layer has no gradient of its input, hence 3·layers − 1 products.
 */
final class ProductsPeer {
    /** Rows, columns and terms of the products that are told by themselves. */
    static final List<Size> SIZES = List.of(new Size(100, 300, 784), new Size(784, 300, 100), new Size(1024, 1024, 1024));

    private ProductsPeer() {}

    /** A product of m × k and k × n numbers. */
    record Size(int m, int n, int k) {
        String text() { return m + " × " + n + " × " + k; }

        String task() { return m + " " + n + " " + k; }

        double flops() { return 2.0 * m * n * k; }
    }

    /** Who multiplies. */
    enum Way {
        /** The newest OpenBLAS, called without ND4J. */
        NEWEST,
        /** The one that ND4J brings, called without ND4J. */
        BUNDLED,
        /** {@code Nd4j.gemm}. */
        ND4J,
        /** {@link Gemm}, as the generalized layers do. */
        GEMM
    }

    /** @param arguments the way, and the problem whose products are a step, if there is one */
    public static void main(String[] arguments) throws IOException {
        Way way = Way.valueOf(arguments[0]);
        if (way == Way.NEWEST) OpenBlas.load();
        var random = new SplittableRandom(1);
        Map<String, Runnable> tasks = new LinkedHashMap<>();
        for (Size size : SIZES) tasks.put(size.task(), product(way, size, random));
        if (arguments.length > 1) {
            SpeedTask problem = SpeedTask.read(Path.of(arguments[1]));
            tasks.put("step",
                    problem.lenet() ? Step.lenet(problem.batch(), random) : new Step(problem.batch(), problem.widths(), random));
        }
        Peer.serve("", tasks);
    }

    static Runnable product(Way way, Size size, RandomGenerator random) {
        int m = size.m, n = size.n, k = size.k;
        if (way == Way.NEWEST || way == Way.BUNDLED) {
            FloatPointer a = uniform(m * k, random), b = uniform(k * n, random), c = uniform(m * n, random);
            return () -> cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
        }
        INDArray a = Nd4j.rand(m, k), b = Nd4j.rand(k, n);
        INDArray c = Nd4j.create(new int[] {m, n}, way == Way.ND4J ? 'f' : 'c');
        return way == Way.ND4J ? () -> Nd4j.gemm(a, b, c, false, false, 1, 0)
                : () -> Gemm.multiply(1, a, false, b, false, 0, c);
    }

    private static FloatPointer uniform(int length, RandomGenerator random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = random.nextFloat() * 0.1f;
        return new FloatPointer(values);
    }

    /** All products of a step. */
    static final class Step implements Runnable {
        private final List<Layer> layers = new ArrayList<>();

        private record Layer(int rows, int inputs, int outputs, FloatPointer activations, FloatPointer weights,
                FloatPointer errors,
                FloatPointer weightGradient, FloatPointer inputGradient) {}

        /** @param widths units of each layer, the input included */
        Step(int batch, int[] widths, RandomGenerator random) {
            for (int i = 1; i < widths.length; i++) add(batch, widths[i - 1], widths[i], random);
        }

        private Step() {}

        /** LeNet-5 on patches that are there already: a row for each position of each example. */
        static Step lenet(int batch, RandomGenerator random) {
            var step = new Step();
            step.add(24 * 24 * batch, 25, 20, random);
            step.add(8 * 8 * batch, 20 * 25, 50, random);
            step.add(batch, 50 * 16, 500, random);
            step.add(batch, 500, 10, random);
            return step;
        }

        private void add(int rows, int inputs, int outputs, RandomGenerator random) {
            layers.add(new Layer(rows, inputs, outputs, uniform(rows * inputs, random), uniform(inputs * outputs, random),
                    uniform(rows * outputs, random), uniform(inputs * outputs, random), uniform(rows * inputs, random)));
        }

        @Override public void run() {
            for (Layer l : layers) {
                cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, l.rows, l.outputs, l.inputs, 1, l.activations, l.inputs,
                        l.weights, l.inputs, 0, l.errors, l.outputs);
            }
            for (int i = layers.size() - 1; i >= 0; i--) {
                Layer l = layers.get(i);
                cblas_sgemm(CblasColMajor, CblasNoTrans, CblasTrans, l.inputs, l.outputs, l.rows, 1, l.activations, l.inputs,
                        l.errors, l.outputs, 0, l.weightGradient, l.inputs);
                if (i > 0) {
                    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, l.rows, l.inputs, l.outputs, 1, l.errors, l.outputs,
                            l.weights, l.inputs, 0, l.inputGradient, l.inputs);
                }
            }
        }
    }
}
