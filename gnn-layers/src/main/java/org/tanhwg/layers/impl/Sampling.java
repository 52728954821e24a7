package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.ATOMS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.impl.Sequences.Unrolled.Steps;
import org.tanhwg.layers.kernel.AtomDraws;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * What the draws of a layer's amplitudes add to its expected transmission, forward and backward (theory §1, §4.4).
 *
 * <p>Complex matrices come in parts, as {@link Synapses} says: 2 batch rows.
 */
sealed interface Sampling permits Sampling.None, Sampling.Gaussian, Sampling.Atoms, CovarianceSampling {

    /**
     * Adds the deviation of the draws from their mean to z.
     *
     * @param a input, [batch, n]
     * @param pass which the draws belong to
     * @param z pre-activations, [batch, Y], contiguous
     * @param stream seed of the draws
     * @param halves how the units are done
     */
    void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream, Halves halves);

    /** Does so once more, for input and parameters of the last {@link #draw}. */
    void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream);

    /**
     * Fills the gradient views of the law and, for foreign updaters, adds its share to that of w.
     *
     * @param error ε = ∂L/∂z, [batch, Y], in the layout of z
     * @param scale of every sum over the batch
     * @param proximal whether the views take what the Tan–HWG step takes
     */
    void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters, Map<String, INDArray> views,
            double scale, boolean proximal, Halves halves);

    /** Adds to ∂L/∂a what came through the draws; after {@link #gradient}. @param into may be that of the first inputs alone, as many columns as a */
    void inputGradient(INDArray a, INDArray into);

    /** Begins a pass step by step: {@link #draw} of each step follows, and {@link #gradient} takes the rows of all steps. @param batch rows of a step */
    void begin(long steps, long batch, Map<String, INDArray> parameters, long stream);

    /** Adds the deviation of the draws of one step to its z. @param a input of that step, [batch, n] */
    void draw(int step, INDArray a, Map<String, INDArray> parameters, INDArray z);

    /**
     * Adds to ∂L/∂state what came through the draws of a step; before {@link #gradient}.
     *
     * @param state the last inputs of that step, as many as it has columns
     */
    void stateGradient(int step, INDArray error, Map<String, INDArray> parameters, INDArray state, INDArray into);

    static Sampling of(FeedForwardLayer layer, SynapticLaw law, DataType type) {
        return switch (law.kind()) {
            case DIRAC -> new None();
            case GAUSSIAN -> new Gaussian(LayerOperations.of(type), ComplexOperations.of(type),
                    ((Generalized) layer).amplitudeKeys().size());
            case COVARIANCE -> new CovarianceSampling(type);
            case QUANTILES, ATOMS -> new Atoms((int) ((Generalized) layer).synapses(layer.getNIn(), layer.getNOut()),
                    (int) layer.getNOut(), law.atoms(), ((Generalized) layer).amplitudeKeys().size());
        };
    }

    /** Dirac laws: every draw is the mean. */
    final class None implements Sampling {
        @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream,
                Halves halves) {}

        @Override public void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream) {}

        @Override public void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters,
                Map<String, INDArray> views, double scale, boolean proximal, Halves halves) {}

        @Override public void inputGradient(INDArray a, INDArray into) {}

        @Override public void begin(long steps, long batch, Map<String, INDArray> parameters, long stream) {}

        @Override public void draw(int step, INDArray a, Map<String, INDArray> parameters, INDArray z) {}

        @Override public void stateGradient(int step, INDArray error, Map<String, INDArray> parameters, INDArray state,
                INDArray into) {}
    }

    /**
     * Gaussian laws by local reparametrisation: z = aO + b + √v ξ, v = a² (wσ)² (theory §4.4).
     *
     * <p>The way back goes through ∂L/∂v = ε ξ/(2√v). Its product 2 (a²)ᵀ ∂L/∂v is by Stein's lemma an unbiased estimate of the curvature of the
     * loss in O, which is what the spread's proximal step takes; and wσ times it is ∂L/∂(wσ).
     *
     * <p>A complex law is isotropic: |a|² takes the place of a², both parts of z get a draw of their own, and the estimate is the mean of the
     * curvatures in both parts, κ = 2 having cancelled.
     */
    final class Gaussian implements Sampling {
        private final LayerOperations operations;
        private final ComplexOperations complex;
        private final int parts;
        private INDArray variances;
        private INDArray squares;
        /** v. */
        private INDArray variance;
        /** ∂z/∂v, then ∂L/∂v. */
        private INDArray slope;
        private INDArray product;
        private INDArray stepSlope;
        /** Squares, variances and slopes of all steps of sequences. */
        private Steps[] steps = {};
        private RandomGenerator random;

        /** @param parts numbers that make up an amplitude: 1, or 2 where it is complex */
        Gaussian(LayerOperations operations, ComplexOperations complex, int parts) {
            this.operations = operations;
            this.complex = complex;
            this.parts = parts;
        }

        @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream,
                Halves halves) {
            INDArray w = parameters.get(MASS);
            INDArray spread = parameters.get(SPREAD);
            char order = FloatViews.columnMajor(z) ? 'f' : 'c';
            variance = FloatViews.reserve(variance, w.dataType(), order, z.size(0), z.size(1));
            slope = FloatViews.reserve(slope, w.dataType(), order, z.size(0), z.size(1));
            if (pass instanceof Pass.Packed packed) packed.inputs().transmitVariance(w, spread, variance, halves);
            else {
                variances = FloatViews.reserve(variances, w.dataType(), 'f', w.size(0), w.size(1));
                squares = FloatViews.reserve(squares, w.dataType(), FloatViews.columnMajor(a) ? 'f' : 'c', a.size(0), a.size(1));
                operations.variance(w, spread, variances);
                operations.square(a, squares);
                if (parts == 2) complex.sumParts(squares);
                halves.over((int) w.size(1),
                        (half, from, to) -> Gemm.columns(1, squares, false, variances, false, 0, variance, from, to));
            }
            redraw(a, parameters, z, stream);
        }

        @Override public void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream) {
            operations.reparametrise(z, variance, slope, new SplittableRandom(stream));
        }

        @Override public void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters,
                Map<String, INDArray> views, double scale, boolean proximal, Halves halves) {
            operations.product(slope, error, slope);
            INDArray curvature = views.get(SPREAD);
            double twice = 2 * (proximal ? scale / parts : scale);
            if (pass instanceof Pass.Packed packed) packed.inputs().varianceGradient(slope, twice, curvature, halves);
            else
                halves.over((int) curvature.size(1),
                        (half, from, to) -> Gemm.columns(twice, squares, true, slope, false, 0, curvature, from, to));
            if (proximal) return;
            INDArray w = parameters.get(MASS);
            curvature.muli(parameters.get(SPREAD)).muli(w);
            views.get(MASS).addi(curvature.mul(parameters.get(SPREAD)));
            curvature.muli(w);
        }

        @Override public void inputGradient(INDArray a, INDArray into) { back(slope, 0, a, into); }

        /** @param first of the inputs that {@code a} is */
        private void back(INDArray slopes, long first, INDArray a, INDArray into) {
            product = FloatViews.reserve(product, into.dataType(), FloatViews.columnMajor(into) ? 'f' : 'c', into.size(0),
                    into.size(1));
            INDArray those = into.size(1) == variances.size(0) ? variances
                    : variances.get(NDArrayIndex.interval(first, first + into.size(1)), NDArrayIndex.all());
            Gemm.multiply(2, slopes, false, those, true, 0, product);
            if (parts == 2) complex.sumParts(product);
            operations.addProduct(a, product, into);
        }

        @Override public void begin(long count, long batch, Map<String, INDArray> parameters, long stream) {
            INDArray w = parameters.get(MASS);
            if (steps.length == 0 || steps[0].at().size() != count || steps[0].all().size(0) != count * batch) {
                try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                    steps = LongStream.of(w.size(0), w.size(1), w.size(1))
                            .mapToObj(columns -> Steps.of(w.dataType(), count, batch, columns, 1)).toArray(Steps[]::new);
                }
            }
            variances = FloatViews.reserve(variances, w.dataType(), 'f', w.size(0), w.size(1));
            operations.variance(w, parameters.get(SPREAD), variances);
            squares = steps[0].all();
            variance = steps[1].all();
            slope = steps[2].all();
            random = new SplittableRandom(stream);
        }

        @Override public void draw(int step, INDArray a, Map<String, INDArray> parameters, INDArray z) {
            INDArray square = steps[0].at().get(step);
            operations.square(a, square);
            if (parts == 2) complex.sumParts(square);
            Gemm.multiply(1, square, false, variances, false, 0, steps[1].at().get(step));
            operations.reparametrise(z, steps[1].at().get(step), steps[2].at().get(step), random);
        }

        @Override public void stateGradient(int step, INDArray error, Map<String, INDArray> parameters, INDArray state,
                INDArray into) {
            stepSlope = FloatViews.reserve(stepSlope, error.dataType(), 'c', error.size(0), error.size(1));
            operations.product(steps[2].at().get(step), error, stepSlope);
            back(stepSlope, variances.size(0) - state.size(1), state, into);
        }
    }

    /**
     * Quantile laws and atoms in the plane: no local reparametrisation is exact, so each example draws an atom of every synapse. Costs O(batch · n · Y) draws.
     *
     * <p>Single precision only.
     */
    final class Atoms implements Sampling {
        private final AtomDraws draws;
        private final int count;
        private final int parts;
        private long stream;
        /** Of the last {@link #gradient}: errors in rows, and parameters. */
        private INDArray signal;
        private INDArray mass;
        private INDArray atoms;
        private INDArray back;
        private INDArray stepBack;

        /** @param parts numbers that make up an amplitude: 1, or 2 where it is complex */
        Atoms(int n, int units, int count, int parts) {
            this.draws = new AtomDraws(n, units, count, parts);
            this.parts = parts;
            this.count = count;
        }

        @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream,
                Halves halves) {
            redraw(a, parameters, z, stream);
        }

        @Override public void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream) {
            this.stream = stream;
            draw(0, a, parameters, z);
        }

        @Override public void begin(long steps, long batch, Map<String, INDArray> parameters, long stream) {
            this.stream = stream;
        }

        @Override public void draw(int step, INDArray a, Map<String, INDArray> parameters, INDArray z) {
            INDArray input = FloatViews.inRows(a);
            INDArray into = FloatViews.inRows(z);
            int rows = (int) a.size(0) / parts;
            draws.transmit(step * rows, rows, FloatViews.of(input), FloatViews.of(parameters.get(MASS)),
                    FloatViews.of(parameters.get(ATOMS)), FloatViews.of(into), stream);
            if (into != z) z.assign(into);
        }

        @Override public void stateGradient(int step, INDArray error, Map<String, INDArray> parameters, INDArray state,
                INDArray into) {
            long n = parameters.get(MASS).size(0);
            int rows = (int) error.size(0) / parts;
            stepBack = FloatViews.reserve(stepBack, error.dataType(), 'c', error.size(0), n);
            draws.back(step * rows, rows, FloatViews.of(parameters.get(MASS)), FloatViews.of(parameters.get(ATOMS)),
                    FloatViews.of(FloatViews.inRows(error)), FloatViews.of(stepBack), stream);
            into.addi(stepBack.get(NDArrayIndex.all(), NDArrayIndex.interval(n - state.size(1), n)));
        }

        @Override public void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters,
                Map<String, INDArray> views, double scale, boolean proximal, Halves halves) {
            mass = parameters.get(MASS);
            atoms = parameters.get(ATOMS);
            signal = FloatViews.inRows(error);
            INDArray gradient = views.get(ATOMS);
            INDArray input = FloatViews.inRows(a);
            draws.gradient(0, (int) a.size(0) / parts, FloatViews.of(input), FloatViews.of(signal),
                    (float) (proximal ? count * scale : scale), FloatViews.of(gradient), stream);
            if (proximal) return;
            INDArray throughMass = gradient.mul(atoms).dup('f').reshape('f', mass.size(0), parts * count, mass.size(1)).sum(1);
            views.get(MASS).addi(throughMass);
            gradient.muli(Nd4j.tile(mass, parts * count, 1));
        }

        @Override public void inputGradient(INDArray a, INDArray into) {
            long n = mass.size(0);
            back = FloatViews.reserve(back, into.dataType(), 'c', into.size(0), n);
            draws.back(0, (int) into.size(0) / parts, FloatViews.of(mass), FloatViews.of(atoms), FloatViews.of(signal),
                    FloatViews.of(back), stream);
            into.addi(into.size(1) == n ? back : back.get(NDArrayIndex.all(), NDArrayIndex.interval(0, into.size(1))));
        }
    }
}
