package org.tanhwg.layers.impl;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.kernel.sparse.Halves;
import org.tanhwg.layers.kernel.step.FastStep;

/**
 * Fits the coefficients of {@link StepCost}: times a training step of one layer both ways over widths, batches and numbers of synapses, and the
 * products over all inputs and over packed ones, by processor time; prints the regressions with relative residuals. One BLAS thread. Not a
 * test: run its main class.
 */
final class StepCostBench {
    private static final int[][] WIDTHS = {{100, 10}, {300, 100}, {784, 300}, {1200, 1200}};
    private static final int[] BATCHES = {1, 20, 100, 500};
    private static final double[] SHARES = {0.005, 0.02, 0.05, 0.1, 0.3};
    private static final double[] NON_ZERO = {0.2, 0.5, 0.7, 0.9};
    private static final double SECONDS = 0.1;

    private final int n;
    private final int units;
    private final INDArray w;
    private final INDArray m;
    private final INDArray biases;
    private final INDArray observable;
    private final INDArray gradient;
    private final INDArray biasGradient;
    private final INDArray averaged;
    private final INDArray a;
    private final INDArray error;
    private final SparseSynapses sparse;
    private final float[] signal;
    private final FastStep fastStep = new FastStep();
    private final FastStep.Coefficients coefficients;
    private final LayerOperations operations = LayerOperations.of(DataType.FLOAT);
    private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();

    private StepCostBench(int n, int units, int batch, double share) {
        this.n = n;
        this.units = units;
        var random = new SplittableRandom(1);
        float[] mass = new float[n * units];
        for (int i = 0; i < mass.length; i++) mass[i] = random.nextDouble() < share ? 1f / n : 0;
        w = Nd4j.createFromArray(mass).reshape('f', n, units);
        m = w.mul(n);
        observable = w.ulike();
        gradient = w.ulike();
        averaged = w.ulike().assign(0);
        biases = Nd4j.zeros(DataType.FLOAT, 1, units);
        biasGradient = Nd4j.zeros(DataType.FLOAT, 1, units);
        a = Nd4j.rand(DataType.FLOAT, batch, n);
        error = Nd4j.rand(DataType.FLOAT, batch, units).subi(0.5);
        error.muli(error.gt(0).castTo(DataType.FLOAT)); // of rectified units
        sparse = new SparseSynapses(n, units);
        sparse.support().read(FloatViews.of(w));
        signal = new float[sparse.support().size()];
        float[] none = new float[units];
        coefficients = new FastStep.Coefficients(0.9f, none, none, none, ones(units), false);
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private void dense() {
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {a.size(0), units}, 'c');
        operations.broadcast(biases, z);
        operations.observable(w, m, observable);
        Gemm.multiply(1, a, false, observable, false, 1, z);
        Gemm.multiply(1, a, true, error, false, 0, gradient);
        operations.columnSums(error, 1, biasGradient);
        INDArray back = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, a.shape(), 'c');
        Gemm.multiply(1, error, false, observable, true, 0, back);
        fastStep.apply(n, 0, units, FloatViews.of(w), FloatViews.of(m), FloatViews.of(gradient), FloatViews.of(averaged),
                coefficients);
        m.subi(gradient);
    }

    private void sparse() {
        sparse.support().refresh(FloatViews.of(w));
        sparse.transmit(a, m, biases, null, 0,
                workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {a.size(0), units}, 'f'));
        sparse.gradient(a, error, 1, gradient, biasGradient, null, false);
        sparse.inputGradient(false, workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, a.shape(), 'f'));
        fastStep.apply(sparse.support(), 0, units, sparse.means(), signal, FloatViews.of(gradient), FloatViews.of(averaged),
                coefficients);
        sparse.subtract(FloatViews.of(m), FloatViews.of(gradient));
    }

    private void products() {
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {a.size(0), units}, 'c');
        operations.observable(w, m, observable);
        Gemm.multiply(1, a, false, observable, false, 0, z);
        Gemm.multiply(1, a, true, error, false, 0, gradient);
    }

    private void packed(NonZeroInputs inputs) {
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {a.size(0), units}, 'c');
        inputs.choose(a);
        inputs.transmit(w, m, 0, z, Halves.WHOLE);
        inputs.gradient(error, 1, gradient, Halves.WHOLE);
    }

    /** Leaves the inputs from this one on 0. */
    private void darken(int first) {
        if (first < n) a.get(NDArrayIndex.all(), NDArrayIndex.interval(first, n)).assign(0);
    }

    /** Microseconds of processor time, the smallest of five rounds. */
    private static double time(Runnable step) {
        var threads = ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long start = threads.getCurrentThreadCpuTime();
            int steps = 0;
            for (; threads.getCurrentThreadCpuTime() - start < SECONDS / 5 * 1e9; steps++) step.run();
            if (round > 0) best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) * 1e-3 / steps);
        }
        return best;
    }

    /** Regression of times on terms, with relative residuals. */
    private static String fit(List<double[]> terms, List<Double> times) {
        double[][] x = new double[terms.size()][];
        double[] y = new double[terms.size()];
        for (int i = 0; i < x.length; i++) {
            double t = times.get(i);
            x[i] = Arrays.stream(terms.get(i)).map(term -> term / t).toArray();
            y[i] = 1;
        }
        var regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(true);
        regression.newSampleData(y, x);
        return Arrays.toString(regression.estimateRegressionParameters()) + "  relative error "
                + String.format(Locale.ROOT, "%.2f", Math.sqrt(regression.calculateResidualSumOfSquares() / y.length));
    }

    public static void main(String[] args) {
        List<double[]> denseTerms = new ArrayList<>(), sparseTerms = new ArrayList<>();
        List<Double> denseTimes = new ArrayList<>(), sparseTimes = new ArrayList<>();
        int right = 0, cases = 0;
        for (int[] width : WIDTHS)
            for (int batch : BATCHES)
                for (double share : SHARES) {
                    var bench = new StepCostBench(width[0], width[1], batch, share);
                    int support = bench.sparse.support().size();
                    double dense = time(bench::dense), sparse = time(bench::sparse);
                    denseTerms.add(new double[] {1, width[0] * width[1], (double) batch * width[0] * width[1]});
                    sparseTerms.add(new double[] {1, support, (double) batch * support, (double) batch * (width[0] + width[1])});
                    denseTimes.add(dense);
                    sparseTimes.add(sparse);
                    cases++;
                    if (StepCost.sparsePays(batch, width[0], width[1], support) == sparse < dense) right++;
                    System.out.printf(Locale.ROOT, "%dx%d batch %d synapses %d: dense %.1f sparse %.1f µs%n", width[0], width[1],
                            batch,
                            support, dense, sparse);
                }
        System.out.println("dense, of 1, n Y, batch n Y: " + fit(denseTerms, denseTimes));
        System.out.println("sparse, of 1, synapses, batch synapses, batch (n + Y): " + fit(sparseTerms, sparseTimes));
        packing();
        System.out.println("the model as it is chooses right in " + right + " of " + cases);
    }

    private static void packing() {
        List<double[]> allTerms = new ArrayList<>(), packedTerms = new ArrayList<>();
        List<Double> allTimes = new ArrayList<>(), packedTimes = new ArrayList<>();
        int right = 0, cases = 0;
        for (int[] width : WIDTHS)
            for (int batch : BATCHES)
                for (double share : NON_ZERO) {
                    int n = width[0], units = width[1], count = (int) (share * n);
                    var bench = new StepCostBench(n, units, batch, 1);
                    bench.darken(count);
                    var inputs = new NonZeroInputs(n, units, true);
                    double all = time(bench::products), packed = time(() -> bench.packed(inputs));
                    allTerms.add(new double[] {1, n * units, (double) batch * n * units});
                    packedTerms.add(new double[] {1, n * units, count * units, (double) batch * count * units, batch * n});
                    allTimes.add(all);
                    packedTimes.add(packed);
                    cases++;
                    if (StepCost.packingPays(batch, n, units, count) == packed < all) right++;
                    System.out.printf(Locale.ROOT, "%dx%d batch %d non-zero %d: all %.1f packed %.1f µs%n", n, units, batch,
                            count,
                            all,
                            packed);
                }
        System.out.println("all, of 1, n Y, batch n Y: " + fit(allTerms, allTimes));
        System.out.println("packed, of 1, n Y, non-zero Y, batch non-zero Y, batch n: " + fit(packedTerms, packedTimes));
        System.out.println("the model of packing as it is chooses right in " + right + " of " + cases);
    }
}
