package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.ReleaseFactors;
import org.tanhwg.layers.kernel.picture.SlidingWindow;
import org.tanhwg.layers.kernel.sparse.ConvolvedLines;
import org.tanhwg.layers.kernel.sparse.ConvolvedWiring;
import org.tanhwg.layers.kernel.sparse.Features;
import org.tanhwg.layers.kernel.sparse.Halves;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.sparse.Wiring;

/**
 * The synapses of one real layer of Dirac or Gaussian laws once most of them are gone: the products of {@link Synapses} over those that have mass.
 *
 * <p>Matrices [batch, ·] that it makes lie feature after feature ({@code 'f'}), as it needs those of the next layer.
 */
public final class SparseSynapses {
    private final Support support;
    private final Features input = new Features();
    private final Features output = new Features();
    private final Features error = new Features();
    private final Features back = new Features();
    private final SparseSampling sampling;
    private Wiring wiring;
    private Halves halves = Halves.WHOLE;
    private final float[] bias;
    private float[] means = new float[0];
    private float[] observable = new float[0];
    private float[] signal = new float[0];
    private Known known = Known.NOTHING;
    /** How many synapses had mass when last looked at. */
    private int count;
    /** Whether mass has moved since all synapses were last looked at. */
    private boolean unverified;
    private INDArray loaded;
    /** Version of the list outside of which the gradient views are known to be 0; 0 for none. */
    private int clearedFor;

    /** What is known of the synapses that have mass. */
    private enum Known {
        NOTHING,
        /** How many they are. */
        NUMBER,
        /** Which they are, by the list. */
        LIST,
        /** Besides, that the last pass took them: mass that moves next is that of the list. */
        LIST_IN_USE,
        /** Nothing, for good: no pass shall take them. */
        NEVER
    }

    SparseSynapses(int n, int units) {
        support = new Support(n, units);
        sampling = new SparseSampling(support);
        wiring = new Wiring.Direct(support);
        bias = new float[units];
    }

    /** From now on the synapses are those of a kernel that slides over pictures. */
    void slide(SlidingWindow window) {
        if (!(wiring instanceof ConvolvedWiring known && known.window().equals(window)))
            wiring = new ConvolvedWiring(support, window);
    }

    /** How the features of a pass are done. */
    void share(Halves halves) {
        this.halves = halves;
        if (wiring instanceof Wiring.Direct direct) direct.share(halves);
    }

    void never() { known = Known.NEVER; }

    void massMoved() {
        if (known == Known.NUMBER || known == Known.LIST) known = Known.NOTHING;
        unverified = true;
    }

    /** The synapses that have mass. */
    public Support support() { return support; }

    /** Amplitude mean m of each, in the last pass, until it is stepped. */
    public float[] means() { return means; }

    /** ∂L/∂O of each, of the last pass. */
    public float[] signal() { return signal; }

    /** Writes the means as they are in the list. @param m means of all synapses */
    public void store(FloatBuffer m) {
        support.scatter(means, 0, support.size(), m);
    }

    /** Takes the update off one number of each. @param values of all synapses */
    public void subtract(FloatBuffer values, FloatBuffer update) {
        for (int k = 0; k < support.size(); k++) {
            int at = support.at(k);
            values.put(at, values.get(at) - update.get(at));
        }
    }

    /**
     * Decides who takes the coming pass: whether these few synapses are done before the dense products are.
     *
     * @param training then mass that others gave to a synapse is looked for once a consolidation; else always, since an answer depends on it
     */
    boolean choose(INDArray w, long batch, boolean training) {
        if (known == Known.NEVER) return false;
        if (known == Known.NOTHING) {
            count = Support.count(FloatViews.of(w));
            known = Known.NUMBER;
        }
        if (!pays(batch)) {
            if (known == Known.LIST_IN_USE) known = Known.LIST;
            return false;
        }
        if (known == Known.NUMBER) support.read(FloatViews.of(w));
        else support.refresh(FloatViews.of(w));
        if (known != Known.NUMBER && (unverified || !training)) support.verify(FloatViews.of(w));
        unverified = false;
        count = support.size();
        known = pays(batch) ? Known.LIST_IN_USE : Known.LIST;
        return known == Known.LIST_IN_USE;
    }

    private boolean pays(long batch) {
        return wiring instanceof ConvolvedWiring sliding
                ? StepCost.sparsePays((int) batch, sliding.window(), support.units(), count)
                : StepCost.sparsePays((int) batch, support.inputs(), support.units(), count);
    }

    /**
     * z = aO + b, and the deviation of the draws if there are any.
     *
     * @param spread σ of all synapses; null where amplitudes are not drawn
     * @param stream seed of the draws
     * @param z receives it, [batch, outputs] in either layout
     */
    void transmit(INDArray a, INDArray m, INDArray biases, INDArray spread, long stream, INDArray z) {
        load(a, input);
        loaded = a;
        observe(m);
        FloatViews.of(biases).get(0, bias);
        output.reserve(input.batch(), wiring.outputs());
        wiring.forward(input.batch(), observable, bias, input.rows(), output.rows());
        if (spread != null) sampling.draw(wiring, input, FloatViews.of(spread), output, stream);
        output.store(FloatViews.of(z), wiring.outputs(), FloatViews.columnMajor(z));
    }

    /** The pool and rectifier of a kernel go with it: {@link ConvolvedLines} over these synapses. @param before what it was, if anything */
    ConvolvedLines lines(ConvolvedLines before, int down, int across) {
        SlidingWindow window = ((ConvolvedWiring) wiring).window();
        return before != null && before.does(window, down, across) ? before
                : new ConvolvedLines(support, window, down, across);
    }

    /** {@code into} ← the pooled maps. @param a features of the input @param noise that comes to it */
    void transmit(ConvolvedLines lines, INDArray a, Optional<ReleaseFactors.OfStep> noise, INDArray m, INDArray biases,
            INDArray into, Halves halves) {
        loaded = null;
        lines.load((int) a.size(1), FloatViews.of(a), noise, halves);
        observe(m);
        FloatViews.of(biases).get(0, bias);
        lines.forward(observable, bias, FloatViews.of(into), halves);
    }

    /** Fills the gradient views of m and b after that. @param below receives ∂L/∂a; null if it is not asked for @param squares whether those of the errors are */
    void gradient(ConvolvedLines lines, INDArray errors, double scale, INDArray amplitudeView, INDArray biasView, INDArray below,
            boolean squares, Halves halves) {
        lines.signal((float) scale, FloatViews.of(errors), signal, bias, below != null, squares, halves);
        fill(amplitudeView, biasView, null);
        if (below != null) lines.backward(observable, FloatViews.of(below), halves);
    }

    private void observe(INDArray m) {
        if (observable.length < support.size()) {
            means = new float[support.size()];
            observable = new float[support.size()];
            signal = new float[support.size()];
        }
        support.gather(FloatViews.of(m), 0, support.size(), means);
        support.observe(means, observable);
    }

    private void load(INDArray matrix, Features into) {
        boolean byFeature = FloatViews.columnMajor(matrix);
        INDArray contiguous = byFeature || FloatViews.rowMajor(matrix) ? matrix : matrix.dup('c');
        into.load(FloatViews.of(contiguous), (int) matrix.size(0), (int) matrix.size(1), byFeature,
                into == input ? wiring.live() : wiring.every(), into == input ? wiring.liveInputs() : wiring.outputs(), halves);
    }

    /**
     * Fills the gradient views of m, b and, where the law has any, σ; synapses without mass get 0.
     *
     * @param a input of the last pass
     * @param scale of every sum over the batch
     * @param spreadView null where the law has no σ
     * @param sampled whether the pass drew
     */
    void gradient(INDArray a, INDArray errors, double scale, INDArray amplitudeView, INDArray biasView, INDArray spreadView,
            boolean sampled) {
        if (loaded != a) load(a, input);
        loaded = null;
        load(errors, error);
        wiring.signal(input.batch(), (float) scale, input.rows(), error.rows(), signal, bias);
        FloatBuffer spreads = spreadView == null ? null : FloatViews.of(spreadView);
        fill(amplitudeView, biasView, spreads);
        if (sampled) sampling.gradient(wiring, error, scale, spreads);
        else if (spreads != null) for (int k = 0; k < support.size(); k++) spreads.put(support.at(k), 0);
    }

    private void fill(INDArray amplitudeView, INDArray biasView, FloatBuffer spreads) {
        FloatViews.of(biasView).put(0, bias);
        FloatBuffer view = FloatViews.of(amplitudeView);
        if (clearedFor != support.version()) {
            Pointwise.clear(view);
            if (spreads != null) Pointwise.clear(spreads);
        }
        clearedFor = support.version();
        support.scatter(signal, 0, support.size(), view);
    }

    /** ∂L/∂a = ε Oᵀ, [batch, inputs] in either layout; after {@link #gradient}. */
    void inputGradient(boolean sampled, INDArray gradient) {
        back.reserve(error.batch(), wiring.inputs());
        wiring.backward(error.batch(), observable, error.rows(), back.rows());
        if (sampled) sampling.inputGradient(wiring, input, back);
        back.store(FloatViews.of(gradient), wiring.inputs(), FloatViews.columnMajor(gradient));
    }

    /** Hands the curvature the moments of the last pass of a sliding kernel; after {@link #gradient}. */
    void gather(Curvature curvature) {
        var sliding = (ConvolvedWiring) wiring;
        curvature.gather(into -> sliding.inputSquares(input.batch(), input.rows(), into),
                into -> sliding.errorSquares(error.batch(), error.rows(), into));
    }

    /** Tells that others have written to the gradient views. */
    void overwritten() { clearedFor = 0; }
}
