package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.core.observable.Simplex;

/** What an updater that knows nothing of measures, such as Adam, is given, plain gradients, and what it leaves, which becomes measures again. */
final class ForeignStep {
    /** Rounding of the sum of a unit's structural weights, where nothing moved them. */
    private static final double ROUNDING = 2e-6;

    private ForeignStep() {}

    /** Brings each unit's w back to the simplex, by the Euclidean projection (theory §3), and widths to 0 where they are below. */
    static void project(Map<String, INDArray> parameters) {
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

    /** From ∂L/∂O to ∂L/∂m = w ∂L/∂O and ∂L/∂w = m ∂L/∂O, summed over the parts. @param amplitudes keys of these */
    static void gradients(List<String> amplitudes, Map<String, INDArray> parameters, Map<String, INDArray> views) {
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
}
