package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.arrays.Gemm;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * The products of a layer over all its synapses, real or complex.
 *
 * <p>Complex synapses: a row-major matrix [batch, re | im] is also one of twice as many rows of half the width, real and imaginary parts in
 * turn. Seen so, complex products are real ones: z = a Re O + (ia) Im O; the signal G = Σ conj(a) ε has the parts aᵀε and −aᵀ(iε); and the
 * way back is ε conj(O)ᵀ = ε Re Oᵀ − (iε) Im Oᵀ. All matrices [batch, ·] here are such {@link #parts}.
 */
final class DenseProducts {
    private final LayerOperations operations;
    private final ComplexOperations complex;
    private final List<String> amplitudes;
    /** O, or its real and imaginary parts. */
    private final INDArray[] observables;
    private INDArray turned;

    /** @param amplitudes keys of the parameters that make up an amplitude: one, or two where it is complex */
    DenseProducts(LayerOperations operations, List<String> amplitudes, DataType type) {
        this.operations = operations;
        this.amplitudes = amplitudes;
        complex = ComplexOperations.of(type);
        observables = new INDArray[amplitudes.size()];
    }

    /** A complex matrix as one of twice as many rows; a real one as it is. */
    INDArray parts(INDArray matrix) {
        return Sequences.parts(matrix, amplitudes.size());
    }

    /** {@code into} ← aO, or {@code into} + aO. */
    void transmit(INDArray a, Map<String, INDArray> parameters, boolean onto, INDArray into, Halves halves) {
        for (int part = 0; part < amplitudes.size(); part++) {
            INDArray observable = observe(part, parameters);
            INDArray factor = part == 0 ? a : turned(a);
            int beta = part > 0 || onto ? 1 : 0;
            halves.over((int) into.size(1),
                    (half, from, to) -> Gemm.columns(1, factor, false, observable, false, beta, into, from, to));
        }
    }

    /** Computes all parts of O. */
    DenseProducts observe(Map<String, INDArray> parameters) {
        for (int part = 0; part < observables.length; part++) observe(part, parameters);
        return this;
    }

    /** O of real synapses as last observed. */
    INDArray observable() { return observables[0]; }

    /** {@code into} ← {@code into} + aO, with O as last observed. */
    void add(INDArray a, INDArray into) {
        for (int part = 0; part < observables.length; part++)
            Gemm.multiply(1, part == 0 ? a : turned(a), false, observables[part], false, 1, into);
    }

    /** {@code into} ← beta · {@code into} + ε Oᵀ for the inputs in [first, end) alone, with O as last observed. */
    void inputGradient(INDArray error, long first, long end, double beta, INDArray into) {
        for (int part = 0; part < observables.length; part++) {
            INDArray those = observables[part].get(NDArrayIndex.interval(first, end), NDArrayIndex.all());
            Gemm.multiply(part == 0 ? 1 : -1, part == 0 ? error : turned(error), false, those, true, part == 0 ? beta : 1, into);
        }
    }

    /** O = w m, n × Y, of one part; good until the next pass. */
    private INDArray observe(int part, Map<String, INDArray> parameters) {
        INDArray w = parameters.get(MASS);
        observables[part] = FloatViews.reserve(observables[part], w.dataType(), 'f', w.size(0), w.size(1));
        operations.observable(w, parameters.get(amplitudes.get(part)), observables[part]);
        return observables[part];
    }

    /** The views of the amplitudes ← scale · G. */
    void gradient(INDArray a, INDArray error, double scale, Map<String, INDArray> views, Halves halves) {
        for (int part = 0; part < amplitudes.size(); part++) {
            double sign = part == 0 ? scale : -scale;
            INDArray factor = part == 0 ? error : turned(error);
            INDArray into = views.get(amplitudes.get(part));
            halves.over((int) into.size(1),
                    (half, from, to) -> Gemm.columns(sign, a, true, factor, false, 0, into, from, to));
        }
    }

    /** {@code into} ← ε Oᵀ, with O of the last pass. */
    void inputGradient(INDArray error, INDArray into) {
        for (int part = 0; part < amplitudes.size(); part++) {
            Gemm.multiply(part == 0 ? 1 : -1, part == 0 ? error : turned(error), false, observables[part], true, part, into);
        }
    }

    /** i times a matrix, good until the next call. */
    private INDArray turned(INDArray parts) {
        turned = FloatViews.reserve(turned, parts.dataType(), 'c', parts.size(0), parts.size(1));
        complex.turn(parts, turned);
        return turned;
    }
}
