package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.ATOMS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.kernel.AtomDraws;
import org.tanhwg.layers.kernel.Halves;

/**
 * Quantile laws: no local reparametrisation is exact, so each example draws an atom of every synapse. Costs O(batch · n · Y) draws.
 *
 * <p>Single precision only.
 */
final class AtomSampling implements Sampling {
    private final AtomDraws draws;
    private final int count;
    private long stream;
    private INDArray back;

    AtomSampling(int n, int units, int count) {
        this.draws = new AtomDraws(n, units, count);
        this.count = count;
    }

    @Override public void draw(INDArray a, Pass pass, Map<String, INDArray> parameters, INDArray z, long stream,
            Halves halves) {
        redraw(a, parameters, z, stream);
    }

    @Override public void redraw(INDArray a, Map<String, INDArray> parameters, INDArray z, long stream) {
        this.stream = stream;
        INDArray input = rowMajor(a);
        draws.transmit((int) a.size(0), FloatViews.of(input), FloatViews.of(parameters.get(MASS)),
                FloatViews.of(parameters.get(ATOMS)),
                FloatViews.of(z), stream);
    }

    @Override public void gradient(INDArray a, INDArray error, Pass pass, Map<String, INDArray> parameters,
            Map<String, INDArray> views, double scale, boolean proximal, Halves halves) {
        back = Sampling.reserve(back, a.dataType(), 'c', a.size(0), a.size(1)).assign(0);
        INDArray w = parameters.get(MASS);
        INDArray atoms = parameters.get(ATOMS);
        INDArray gradient = views.get(ATOMS);
        INDArray input = rowMajor(a);
        INDArray signal = rowMajor(error);
        draws.back((int) a.size(0), FloatViews.of(input), FloatViews.of(w), FloatViews.of(atoms), FloatViews.of(signal),
                (float) (proximal ? count * scale : scale),
                FloatViews.of(gradient), FloatViews.of(back), stream);
        if (proximal) return;
        INDArray throughMass = gradient.mul(atoms).dup('f').reshape('f', w.size(0), count, w.size(1)).sum(1);
        views.get(MASS).addi(throughMass);
        gradient.muli(Nd4j.tile(w, count, 1));
    }

    @Override public void inputGradient(INDArray a, INDArray into) { into.addi(back); }

    private static INDArray rowMajor(INDArray matrix) { return FloatViews.rowMajor(matrix) ? matrix : matrix.dup('c'); }
}
