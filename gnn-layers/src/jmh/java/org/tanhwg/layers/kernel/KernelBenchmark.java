package org.tanhwg.layers.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tanhwg.layers.kernel.sparse.SparseProducts;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.step.Consolidation;
import org.tanhwg.layers.kernel.step.FastStep;

/** Kernels of one layer, 784 inputs, 300 units, batch 100; the sparse ones at the given share of synapses. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Thread)
public class KernelBenchmark {
    private static final int INPUTS = 784, UNITS = 300, BATCH = 100;

    @Param({"0.02", "0.1"}) private double share;

    private final FastStep fastStep = new FastStep();
    private final Consolidation consolidation = new Consolidation();
    private final Support support = new Support(INPUTS, UNITS);
    private final Consolidation.Coefficients slow = new Consolidation.Coefficients(0.1, 0.5, 0, 0, 0, false, Optional.empty());
    private FastStep.Coefficients fast;
    private FloatBuffer mass, amplitude, gradient, signal, massUpdate;
    private float[][] a, error, z, back;
    private float[] observable, listed, means, average, bias, biasSignal;

    @Setup public void fill() {
        var random = new SplittableRandom(1);
        mass = buffer();
        amplitude = buffer();
        gradient = buffer();
        signal = buffer();
        massUpdate = buffer();
        for (int i = 0; i < mass.limit(); i++) {
            boolean lives = random.nextDouble() < share;
            mass.put(i, lives ? 1f / INPUTS : 0);
            amplitude.put(i, lives ? (float) random.nextDouble(-1, 1) : 0);
            gradient.put(i, (float) random.nextDouble(-1e-3, 1e-3));
        }
        support.read(mass);
        observable = new float[support.size()];
        listed = new float[support.size()];
        means = new float[support.size()];
        average = new float[support.size()];
        bias = new float[UNITS];
        biasSignal = new float[UNITS];
        a = matrix(INPUTS, random, 0);
        error = matrix(UNITS, random, 0.6);
        z = new float[UNITS][BATCH];
        back = new float[INPUTS][BATCH];
        float[] zeros = new float[UNITS], ones = new float[UNITS];
        Arrays.fill(ones, 1);
        fast = new FastStep.Coefficients(0.9f, zeros, zeros, zeros, ones, false);
    }

    private static FloatBuffer buffer() {
        return ByteBuffer.allocateDirect(Float.BYTES * INPUTS * UNITS).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static float[][] matrix(int features, SplittableRandom random, double zeros) {
        float[][] matrix = new float[features][BATCH];
        for (float[] row : matrix)
            for (int b = 0; b < BATCH; b++) row[b] = random.nextDouble() < zeros ? 0 : (float) random.nextDouble();
        return matrix;
    }

    @Benchmark public void fastStepOfAll() {
        fastStep.apply(INPUTS, 0, UNITS, mass, amplitude, gradient, signal, fast);
    }

    @Benchmark public void fastStepOfFew() {
        fastStep.apply(support, 0, support.units(), means, average, gradient, signal, fast);
    }

    @Benchmark public void consolidationOfAll() {
        consolidation.apply(INPUTS, UNITS, mass, amplitude, massUpdate, gradient, signal, Optional.empty(), slow);
    }

    @Benchmark public void consolidationOfFew() {
        consolidation.apply(support, amplitude, massUpdate, gradient, signal, slow);
    }

    @Benchmark public void forward() { SparseProducts.forward(support, 0, support.units(), BATCH, observable, bias, a, z); }

    @Benchmark public void backward() { SparseProducts.backward(support, 0, support.inputs(), BATCH, observable, error, back); }

    @Benchmark public void signal() { SparseProducts.signal(support, 0, support.units(), BATCH, 1, a, error, listed, biasSignal); }

    @Benchmark public void refresh() { support.refresh(mass); }
}
