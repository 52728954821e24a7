package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.core.observable.Simplex;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * The gradient views of one layer, as its updater reads them.
 *
 * <p>A synaptic updater such as Tan–HWG finds ∂L/∂O in that of m as the minibatch mean, which is what its step takes. Any other knows nothing of measures: it
 * finds the plain gradients ∂L/∂w = m ∂L/∂O and ∂L/∂m = w ∂L/∂O, summed as Deeplearning4j expects, and what it leaves becomes measures again.
 */
final class GradientViews {
    /** Rounding of the sum of a unit's structural weights, where nothing moved them. */
    private static final double ROUNDING = 2e-6;

    private final boolean proximal;
    private final boolean averaged;
    private final List<String> amplitudes;
    private Pass filled = Pass.ALL;
    private boolean massUpdated;

    /** @param amplitudes keys of the parameters that make up an amplitude */
    GradientViews(NeuralNetConfiguration conf, List<String> amplitudes) {
        proximal = ((BaseLayer) conf.getLayer()).getIUpdater() instanceof Generalized.Updater;
        averaged = conf.isMiniBatch();
        this.amplitudes = amplitudes;
    }

    /** Whether the updater is a synaptic one. */
    boolean proximal() { return proximal; }

    /** The pass whose gradient they hold. */
    Pass filled() { return filled; }

    /** Tells that others have written to them. */
    void overwritten() { filled = Pass.ALL; }

    /** Tells that the one of w holds an update, for listeners to see, which is to go before the next gradient comes: whoever normalises that would count it. */
    void massUpdated() {
        massUpdated = true;
    }

    /** Whether the network itself shall divide them by the size of the minibatch. */
    boolean dividedByMinibatch() {
        return !proximal;
    }

    /** Factor of every sum over a batch of that size that goes into one of them. */
    double scale(long examples) {
        return proximal && averaged ? 1.0 / examples : 1;
    }

    /** Before the gradient of a pass is written. */
    void begin(Pass pass, Map<String, INDArray> views) {
        filled = pass;
        if (massUpdated) Pointwise.clear(FloatViews.of(views.get(MASS)));
        massUpdated = false;
    }

    /** From ∂L/∂O to the plain gradients, summed over the parts of an amplitude, where the updater takes these. */
    void convert(Map<String, INDArray> parameters, Map<String, INDArray> views) {
        if (proximal) return;
        INDArray massGradient = views.get(MASS);
        for (String part : amplitudes) {
            INDArray gradient = views.get(part);
            if (part.equals(amplitudes.get(0)))
                Nd4j.getExecutioner().exec(new MulOp(gradient, parameters.get(part), massGradient));
            else
                massGradient.addi(gradient.mul(parameters.get(part)));
            gradient.muli(parameters.get(MASS));
        }
    }

    /** All of them, as Deeplearning4j hands them on. */
    static Gradient gradient(Map<String, INDArray> views) {
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().putAll(views);
        return gradient;
    }

    /** After a step of such an updater: brings each unit's w back to the simplex by the Euclidean projection (theory §3), and widths below 0 to 0. */
    void project(Map<String, INDArray> parameters) {
        if (proximal) return;
        INDArray w = parameters.get(MASS);
        double[] masses = w.dup('f').data().asDouble();
        int n = (int) w.size(0);
        boolean moved = false;
        for (int start = 0; start < masses.length; start += n) {
            double[] unit = Arrays.copyOfRange(masses, start, start + n);
            double sum = Arrays.stream(unit).sum();
            if (!Double.isFinite(sum) || Math.abs(sum - 1) < ROUNDING && Arrays.stream(unit).allMatch(mass -> mass >= 0))
                continue;
            System.arraycopy(Simplex.project(unit), 0, masses, start, n);
            moved = true;
        }
        if (moved) w.assign(Nd4j.createFromArray(masses).reshape('f', w.shape()).castTo(w.dataType()));
        if (parameters.containsKey(SPREAD)) Transforms.max(parameters.get(SPREAD), 0, false);
    }
}
