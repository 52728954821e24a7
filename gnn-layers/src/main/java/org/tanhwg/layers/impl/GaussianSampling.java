package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;

import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.kernel.Halves;

/**
 * Gaussian laws by local reparametrisation: z = aO + b + √v ξ, v = a² (wσ)² (theory §4.4).
 *
 * <p>The way back goes through ∂L/∂v = ε ξ/(2√v). Its product 2 (a²)ᵀ ∂L/∂v is by Stein's lemma an unbiased estimate of the curvature of the
 * loss in O, which is what the spread's proximal step takes; and wσ times it is ∂L/∂(wσ).
 *
 * <p>A complex law is isotropic: |a|² takes the place of a², both parts of z get a draw of their own, and the estimate is the mean of the
 * curvatures in both parts, κ = 2 having cancelled.
 */
final class GaussianSampling implements Sampling {
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

    /** @param parts numbers that make up an amplitude: 1, or 2 where it is complex */
    GaussianSampling(LayerOperations operations, ComplexOperations complex, int parts) {
        this.operations = operations;
        this.complex = complex;
        this.parts = parts;
    }

    @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream,
            Halves halves) {
        INDArray w = parameters.get(MASS);
        INDArray spread = parameters.get(SPREAD);
        variance = Sampling.reserve(variance, w.dataType(), 'c', z.size(0), z.size(1));
        slope = Sampling.reserve(slope, w.dataType(), 'c', z.size(0), z.size(1));
        if (pass instanceof Pass.Packed packed) packed.inputs().transmitVariance(w, spread, variance, halves);
        else {
            variances = Sampling.reserve(variances, w.dataType(), 'f', w.size(0), w.size(1));
            squares = Sampling.reserve(squares, w.dataType(), FloatViews.columnMajor(a) ? 'f' : 'c', a.size(0), a.size(1));
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

    @Override public void inputGradient(INDArray a, INDArray into) {
        product = Sampling.reserve(product, into.dataType(), FloatViews.columnMajor(into) ? 'f' : 'c', into.size(0),
                into.size(1));
        Gemm.multiply(2, slope, false, variances, true, 0, product);
        if (parts == 2) complex.sumParts(product);
        operations.addProduct(a, product, into);
    }
}
