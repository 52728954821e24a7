package org.tanhwg.training.stability;

import java.util.Arrays;
import java.util.List;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.run.StabilityResult.Pressures;

/** KKT pressures of the units of a chain of layers, with the gradient of all examples (§6.3.3, theory §4.3). */
final class PressureMeter {
    /** How near to the unit's mean a pressure counts as equal. */
    static final double EQUAL = 0.1;
    /** Examples at a time: their activations are kept until the gradient is known. */
    private static final int PART = 5000;

    private final List<ChainLayer> layers;
    /** ∂L/∂O of each layer's synapses. */
    private final double[][] gradients;

    /** @param examples whose mean loss is L */
    PressureMeter(List<ChainLayer> layers, Examples examples) {
        this.layers = layers;
        gradients = layers.stream().map(layer -> new double[layer.synapses()]).toArray(double[][]::new);
        for (int from = 0; from < examples.count(); from += PART) {
            int to = Math.min(from + PART, examples.count());
            var part = new SampledChain(layers, examples.rows(from, to), Arrays.copyOfRange(examples.labels(), from, to));
            for (int l = 0; l < gradients.length; l++)
                ChainLayer.add(gradients[l], (to - from) / (double) examples.count(), part.gradient(l));
        }
        for (int l = 0; l < gradients.length; l++) // from the layer's coordinates
            for (int k = 0; k < gradients[l].length; k++) gradients[l][k] /= Math.sqrt(layers.get(l).speed()[k]);
    }

    /** p of the synapses of a unit that have mass: 0 where they are silent. */
    double[] pressures(int l, int unit) {
        ChainLayer layer = layers.get(l);
        int first = layer.first()[unit], count = layer.first()[unit + 1] - first;
        double[] p = new double[count];
        for (int i = 0; i < count; i++) {
            double w = layer.speed()[first + i] / layer.inputs();
            p[i] = layer.weights()[first + i] / w * gradients[l][first + i];
        }
        return p;
    }

    /** What is told of a layer; its synapses must have mass. */
    Pressures layer(int l) {
        ChainLayer layer = layers.get(l);
        int units = 0, living = 0, equal = 0, silent = 0, smaller = 0;
        double levels = 0;
        double[] spreads = new double[layer.units()];
        for (int y = 0; y < layer.units(); y++) {
            int first = layer.first()[y];
            double[] p = pressures(l, y);
            int own = 0;
            double mass = 0, sum = 0, squares = 0;
            for (int i = 0; i < p.length; i++) {
                if (layer.weights()[first + i] == 0) continue;
                double w = layer.speed()[first + i];
                own++;
                mass += w;
                sum += w * p[i];
                squares += w * p[i] * p[i];
            }
            if (own < 2) continue;
            double theta = sum / mass;
            for (int i = 0; i < p.length; i++) {
                if (layer.weights()[first + i] == 0) smaller += p[i] < theta ? 1 : 0;
                else equal += Math.abs(p[i] - theta) <= EQUAL * Math.abs(theta) ? 1 : 0;
            }
            int without = layer.inputs() - p.length; // their amplitude is 0, and so is their pressure
            if (theta > 0) smaller += without;
            silent += without + p.length - own;
            living += own;
            levels += theta;
            spreads[units++] = Math.sqrt(Math.max(0, squares / mass - theta * theta))
                    / Math.max(Math.abs(theta), Double.MIN_NORMAL);
        }
        if (units == 0) return new Pressures(0, 0, 0, 0, 0);
        Arrays.sort(spreads, 0, units);
        return new Pressures(units, levels / units, (spreads[(units - 1) / 2] + spreads[units / 2]) / 2, equal / (double) living,
                silent == 0 ? 0 : smaller / (double) silent);
    }
}
