package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.CONJUGATE;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.impl.Sequences.Unrolled.Steps;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * Local reparametrisation of complex Gaussian laws of any covariance, A = m + s ξ + c ξ̄ (theory §4.4).
 *
 * <p>The deviation of z from its mean is normal with E|δ|² = 2V and E δ² = 2P,
 * <pre>V = Σ |a|² w² (s² + |c|²),   P = Σ a² w² 2sc,   δ = σ ξ + γ ξ̄,   σ² + |γ|² = V,   2σγ = P</pre>
 * the symmetric root of its covariance, so that c = 0 draws what the isotropic law draws. By Price's theorem ∂L/∂V and ∂L/∂P are unbiased estimates of the curvature
 * of the loss in z, h I + R(h₂); Σ |a|² ∂L/∂V and Σ conj(a²) ∂L/∂P are C and B, those in the observable, which the proximal step takes.
 *
 * <p>Arrays of complex numbers are in parts, as {@link Synapses} says; those of real ones have a row for each example.
 */
final class CovarianceSampling implements Sampling {
    private static final double SMALLEST_VARIANCE = 1e-30;
    /** Share of V that σ² − |γ|² counts as at least: products of single precision know no less. */
    private static final double FLATTEST = 1e-3;

    private final ComplexOperations complex;
    private final DataType type;
    /** w² (s² + |c|²), n × Y. */
    private INDArray width;
    /** Parts of w² 2sc, n × Y each. */
    private INDArray pseudoRe;
    private INDArray pseudoIm;
    private INDArray turned;
    private Draws all;
    private Draws[] steps = {};
    private Slopes slopes;
    private Slopes stepSlopes;
    private INDArray[] estimates = new INDArray[3];
    private INDArray[] products = new INDArray[2];
    private RandomGenerator random;

    CovarianceSampling(DataType type) {
        this.type = type;
        complex = ComplexOperations.of(type);
    }

    /** What a pass, or one of its steps, keeps. @param squares |a|² @param squared a² @param variance V @param pseudo P @param noise ξ */
    private record Draws(INDArray squares, INDArray squared, INDArray variance, INDArray pseudo, INDArray noise) {}

    /** @param variance ∂L/∂V @param pseudo ∂L/∂P */
    private record Slopes(INDArray variance, INDArray pseudo) {}

    @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream, Halves halves) {
        begin(1, a.size(0), parameters, stream);
        fill(steps[0], a);
        noise(steps[0], z, random);
    }

    @Override public void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream) {
        noise(steps[0], z, new SplittableRandom(stream));
    }

    @Override public void begin(long count, long batch, Map<String, INDArray> parameters, long stream) {
        INDArray w = parameters.get(MASS);
        if (steps.length != count || steps[0].noise().size(0) != batch) {
            long n = w.size(0), units = w.size(1);
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                List<Steps> five = List.of(Steps.of(type, count, batch / 2, n, 1), Steps.of(type, count, batch, n, 1),
                        Steps.of(type, count, batch / 2, units, 1), Steps.of(type, count, batch, units, 1),
                        Steps.of(type, count, batch, units, 1));
                all = draws(five.stream().map(Steps::all).toList());
                steps = IntStream.range(0, (int) count).mapToObj(t -> draws(five.stream().map(its -> its.at().get(t)).toList()))
                        .toArray(Draws[]::new);
            }
        }
        observe(parameters);
        random = new SplittableRandom(stream);
    }

    private static Draws draws(List<INDArray> five) {
        return new Draws(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
    }

    @Override public void draw(int step, INDArray a, Map<String, INDArray> parameters, INDArray z) {
        fill(steps[step], a);
        noise(steps[step], z, random);
    }

    /** The covariances of the observable weights w A. */
    private void observe(Map<String, INDArray> parameters) {
        INDArray w = parameters.get(MASS);
        int n = (int) w.size(0);
        width = FloatViews.reserve(width, type, 'f', n, w.size(1));
        pseudoRe = FloatViews.reserve(pseudoRe, type, 'f', n, w.size(1));
        pseudoIm = FloatViews.reserve(pseudoIm, type, 'f', n, w.size(1));
        var mass = Numbers.of(w);
        var spread = Numbers.of(parameters.get(SPREAD));
        var conjugate = Numbers.of(parameters.get(CONJUGATE));
        Numbers v = Numbers.of(width), re = Numbers.of(pseudoRe), im = Numbers.of(pseudoIm);
        for (int i = 0; i < w.length(); i++) {
            int first = i + i / n * n;
            double s = mass.get(i) * spread.get(i);
            double cre = mass.get(i) * conjugate.get(first), cim = mass.get(i) * conjugate.get(first + n);
            v.put(i, s * s + cre * cre + cim * cim);
            re.put(i, 2 * s * cre);
            im.put(i, 2 * s * cim);
        }
    }

    private void fill(Draws draws, INDArray a) {
        int n = (int) a.size(1);
        Numbers input = Numbers.of(FloatViews.inRows(a)), square = Numbers.of(draws.squares), squared = Numbers.of(draws.squared);
        for (int i = 0; i < a.length() / 2; i++) {
            int at = i + i / n * n;
            double re = input.get(at), im = input.get(at + n);
            square.put(i, re * re + im * im);
            squared.put(at, re * re - im * im);
            squared.put(at + n, 2 * re * im);
        }
        Gemm.multiply(1, draws.squares, false, width, false, 0, draws.variance);
        Gemm.multiply(1, draws.squared, false, pseudoRe, false, 0, draws.pseudo);
        Gemm.multiply(1, turned(draws.squared), false, pseudoIm, false, 1, draws.pseudo);
    }

    private void noise(Draws draws, INDArray z, RandomGenerator source) {
        INDArray rows = FloatViews.inRows(z);
        int units = (int) z.size(1);
        Numbers xi = Numbers.of(draws.noise), into = Numbers.of(rows);
        Numbers variance = Numbers.of(draws.variance), pseudo = Numbers.of(draws.pseudo);
        for (int i = 0; i < z.length(); i++) xi.put(i, source.nextGaussian());
        for (int i = 0; i < z.length() / 2; i++) {
            int at = i + i / units * units;
            double v = variance.get(i);
            if (!(v > SMALLEST_VARIANCE)) continue;
            double sigma = Math.sqrt((v + determinant(v, pseudo.get(at), pseudo.get(at + units))) / 2);
            double re = pseudo.get(at) / (2 * sigma), im = pseudo.get(at + units) / (2 * sigma);
            double x = xi.get(at), y = xi.get(at + units);
            into.put(at, into.get(at) + sigma * x + re * x + im * y);
            into.put(at + units, into.get(at + units) + sigma * y + im * x - re * y);
        }
        if (rows != z) z.assign(rows);
    }

    /** σ² − |γ|², the root of the determinant of the covariance. */
    private static double determinant(double v, double re, double im) {
        double p = Math.hypot(re, im);
        return Math.max(Math.sqrt(Math.max(0, (v - p) * (v + p))), FLATTEST * v);
    }

    /** From ε to ∂L/∂V and ∂L/∂P, by what σ and γ owe to them. */
    private Slopes slopes(Slopes present, Draws draws, INDArray error) {
        int units = (int) error.size(1);
        var slope = new Slopes(FloatViews.reserve(present == null ? null : present.variance, type, 'c', error.size(0) / 2, units),
                FloatViews.reserve(present == null ? null : present.pseudo, type, 'c', error.size(0), units));
        Numbers xi = Numbers.of(draws.noise), epsilon = Numbers.of(FloatViews.inRows(error));
        Numbers variance = Numbers.of(draws.variance), pseudo = Numbers.of(draws.pseudo);
        Numbers into = Numbers.of(slope.variance), across = Numbers.of(slope.pseudo);
        for (int i = 0; i < error.length() / 2; i++) {
            int at = i + i / units * units;
            double v = variance.get(i);
            if (!(v > SMALLEST_VARIANCE)) {
                into.put(i, 0);
                across.put(at, 0);
                across.put(at + units, 0);
                continue;
            }
            double root = determinant(v, pseudo.get(at), pseudo.get(at + units));
            double sigma = Math.sqrt((v + root) / 2);
            double re = pseudo.get(at) / (2 * sigma), im = pseudo.get(at + units) / (2 * sigma);
            double x = xi.get(at), y = xi.get(at + units), e = epsilon.get(at), f = epsilon.get(at + units);
            double gre = e * x - f * y, gim = e * y + f * x;
            double through = e * x + f * y - (gre * re + gim * im) / sigma;
            into.put(i, through * sigma / (2 * root));
            across.put(at, gre / (2 * sigma) - through * re / (2 * root));
            across.put(at + units, gim / (2 * sigma) - through * im / (2 * root));
        }
        return slope;
    }

    @Override public void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters,
            Map<String, INDArray> views, double scale, boolean proximal, Halves halves) {
        INDArray w = parameters.get(MASS);
        slopes = slopes(slopes, all, error);
        for (int i = 0; i < estimates.length; i++)
            estimates[i] = FloatViews.reserve(estimates[i], type, 'f', w.size(0), w.size(1));
        Gemm.multiply(scale, all.squares, true, slopes.variance, false, 0, estimates[0]);
        Gemm.multiply(scale, all.squared, true, slopes.pseudo, false, 0, estimates[1]);
        Gemm.multiply(-scale, all.squared, true, turned(slopes.pseudo), false, 0, estimates[2]);
        int n = (int) w.size(0);
        Numbers mass = Numbers.of(w), spread = Numbers.of(parameters.get(SPREAD)),
                conjugate = Numbers.of(parameters.get(CONJUGATE));
        Numbers curvature = Numbers.of(estimates[0]), re = Numbers.of(estimates[1]), im = Numbers.of(estimates[2]);
        Numbers toMass = Numbers.of(views.get(MASS)), toSpread = Numbers.of(views.get(SPREAD)),
                toConjugate = Numbers.of(views.get(CONJUGATE));
        for (int i = 0; i < w.length(); i++) {
            int first = i + i / n * n;
            double c = curvature.get(i), bre = re.get(i), bim = im.get(i);
            if (!proximal) {
                double s = spread.get(i), cre = conjugate.get(first), cim = conjugate.get(first + n), m = mass.get(i);
                double ofSpread = 2 * (c * s + bre * cre + bim * cim);
                double ofRe = 2 * (c * cre + s * bre), ofIm = 2 * (c * cim + s * bim);
                toMass.put(i, toMass.get(i) + m * (s * ofSpread + cre * ofRe + cim * ofIm));
                c = m * m * ofSpread;
                bre = m * m * ofRe;
                bim = m * m * ofIm;
            }
            toSpread.put(i, c);
            toConjugate.put(first, bre);
            toConjugate.put(first + n, bim);
        }
    }

    @Override public void inputGradient(INDArray a, INDArray into) { back(slopes, 0, a, into); }

    @Override public void stateGradient(int step, INDArray error, Map<String, INDArray> parameters, INDArray state,
            INDArray into) {
        stepSlopes = slopes(stepSlopes, steps[step], error);
        back(stepSlopes, width.size(0) - state.size(1), state, into);
    }

    /** Adds 2a Σ ∂L/∂V w² (s² + |c|²) + 2ā Σ ∂L/∂P conj(w² 2sc). @param first of the inputs that {@code a} is */
    private void back(Slopes from, long first, INDArray a, INDArray into) {
        int columns = (int) into.size(1);
        products[0] = FloatViews.reserve(products[0], type, 'c', into.size(0) / 2, columns);
        products[1] = FloatViews.reserve(products[1], type, 'c', into.size(0), columns);
        Gemm.multiply(2, from.variance, false, those(width, first, columns), true, 0, products[0]);
        Gemm.multiply(2, from.pseudo, false, those(pseudoRe, first, columns), true, 0, products[1]);
        Gemm.multiply(-2, turned(from.pseudo), false, those(pseudoIm, first, columns), true, 1, products[1]);
        INDArray rows = FloatViews.inRows(into);
        Numbers input = Numbers.of(FloatViews.inRows(a)), sum = Numbers.of(rows);
        Numbers plain = Numbers.of(products[0]), across = Numbers.of(products[1]);
        for (int i = 0; i < into.length() / 2; i++) {
            int at = i + i / columns * columns;
            double x = input.get(at), y = input.get(at + columns), p = across.get(at), q = across.get(at + columns);
            sum.put(at, sum.get(at) + x * plain.get(i) + x * p + y * q);
            sum.put(at + columns, sum.get(at + columns) + y * plain.get(i) + x * q - y * p);
        }
        if (rows != into) into.assign(rows);
    }

    private static INDArray those(INDArray all, long first, long columns) {
        return columns == all.size(0) ? all : all.get(NDArrayIndex.interval(first, first + columns), NDArrayIndex.all());
    }

    /** i times a matrix, good until the next call. */
    private INDArray turned(INDArray parts) {
        turned = FloatViews.reserve(turned, type, 'c', parts.size(0), parts.size(1));
        complex.turn(parts, turned);
        return turned;
    }

    /** The numbers of a contiguous array of either precision, in memory order. */
    private interface Numbers {
        double get(int at);

        void put(int at, double value);

        static Numbers of(INDArray array) {
            return array.dataType() == DataType.FLOAT ? new Floats(FloatViews.of(array))
                    : new Doubles(array.data().asNioDouble().slice());
        }
    }

    private record Floats(FloatBuffer numbers) implements Numbers {
        @Override public double get(int at) { return numbers.get(at); }

        @Override public void put(int at, double value) { numbers.put(at, (float) value); }
    }

    private record Doubles(DoubleBuffer numbers) implements Numbers {
        @Override public double get(int at) { return numbers.get(at); }

        @Override public void put(int at, double value) { numbers.put(at, value); }
    }
}
