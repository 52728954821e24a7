package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.tanhwg.layers.kernel.Reparametrisation;
import org.tanhwg.layers.kernel.sparse.Features;
import org.tanhwg.layers.kernel.sparse.SparseProducts;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.sparse.Wiring;

/** What the draws of Gaussian laws add to the passes of {@link SparseSynapses}: {@link GaussianSampling} over the synapses with mass. */
final class SparseSampling {
    private final Support support;
    private final Reparametrisation reparametrisation = new Reparametrisation();
    private final Features squares = new Features();
    private final Features variance = new Features();
    /** ∂z/∂v, then ∂L/∂v. */
    private final Features slope = new Features();
    private final Features back = new Features();
    private final float[] none;
    private final float[] sums;
    private float[] variances = new float[0];
    private float[] curvature = new float[0];

    SparseSampling(Support support) {
        this.support = support;
        none = new float[support.units()];
        sums = new float[support.units()];
    }

    /** z ← z + √v ξ, the same ξ as those of the pass over all synapses. @param spread σ of all synapses */
    void draw(Wiring wiring, Features a, FloatBuffer spread, Features z, long stream) {
        int batch = a.batch();
        if (variances.length < support.size()) {
            variances = new float[support.size()];
            curvature = new float[support.size()];
        }
        for (int k = 0; k < support.size(); k++) {
            float deviation = support.mass(k) * spread.get(support.at(k));
            variances[k] = deviation * deviation;
        }
        squares.reserve(batch, wiring.inputs());
        for (int i = 0; i < wiring.liveInputs(); i++) {
            int x = wiring.live()[i];
            SparseProducts.product(batch, a.rows()[x], a.rows()[x], squares.rows()[x]);
        }
        variance.reserve(batch, wiring.outputs());
        slope.reserve(batch, wiring.outputs());
        wiring.forward(batch, variances, none, squares.rows(), variance.rows());
        reparametrisation.draw(batch, wiring.outputs(), wiring.groups(), z.rows(), variance.rows(), slope.rows(),
                new SplittableRandom(stream));
    }

    /** Fills the entries of synapses with mass with the batch's estimate of the curvature of the loss in O. */
    void gradient(Wiring wiring, Features error, double scale, FloatBuffer view) {
        int batch = error.batch();
        for (int y = 0; y < wiring.outputs(); y++)
            SparseProducts.product(batch, slope.rows()[y], error.rows()[y], slope.rows()[y]);
        wiring.signal(batch, (float) (2 * scale), squares.rows(), slope.rows(), curvature, sums);
        for (int k = 0; k < support.size(); k++) view.put(support.at(k), curvature[k]);
    }

    /** Adds to ∂L/∂a what came through the draws; after {@link #gradient}. */
    void inputGradient(Wiring wiring, Features a, Features into) {
        back.reserve(a.batch(), wiring.inputs());
        wiring.backward(a.batch(), variances, slope.rows(), back.rows());
        for (int i = 0; i < wiring.liveInputs(); i++) {
            int x = wiring.live()[i];
            SparseProducts.addProduct(a.batch(), 2, a.rows()[x], back.rows()[x], into.rows()[x]);
        }
    }
}
