package org.tanhwg.layers.kernel.sparse;

import java.util.stream.IntStream;

/** How the listed synapses of a layer lead from the features of its input to those of its output; each feature is an array of examples. */
public sealed interface Wiring permits Wiring.Direct, ConvolvedWiring {

    /** Number of input features. */
    int inputs();

    /** Number of output features. */
    int outputs();

    /** All output features. */
    int[] every();

    /** The input features that some synapse reads, the first {@link #liveInputs} of the array. */
    int[] live();

    /** How many those are. */
    int liveInputs();

    /** In how many groups of output features, one after the other, examples are drawn for: a group has all its draws before the next. */
    int groups();

    /** z ← b + Σ O a. @param observable O of each listed synapse @param bias one for each unit */
    void forward(int batch, float[] observable, float[] bias, float[][] a, float[][] z);

    /** ∂L/∂a ← Σ O ε. */
    void backward(int batch, float[] observable, float[][] error, float[][] into);

    /** G ← scale Σ a ε for each listed synapse. @param bias receives scale Σ ε for each unit */
    void signal(int batch, float scale, float[][] a, float[][] error, float[] signal, float[] bias);

    /** Each input is a feature, and each unit. */
    final class Direct implements Wiring {
        private final Support support;
        private final int[] units;

        private Halves halves = Halves.WHOLE;

        public Direct(Support support) {
            this.support = support;
            units = IntStream.range(0, support.units()).toArray();
        }

        /** How the features of a pass are done. */
        public void share(Halves halves) { this.halves = halves; }

        @Override public int inputs() { return support.inputs(); }

        @Override public int outputs() { return support.units(); }

        @Override public int[] every() { return units; }

        @Override public int[] live() { return support.live(); }

        @Override public int liveInputs() { return support.liveInputs(); }

        @Override public int groups() { return 1; }

        @Override public void forward(int batch, float[] observable, float[] bias, float[][] a, float[][] z) {
            halves.over(support.units(),
                    (half, from, to) -> SparseProducts.forward(support, from, to, batch, observable, bias, a, z));
        }

        @Override public void backward(int batch, float[] observable, float[][] error, float[][] into) {
            halves.over(support.inputs(),
                    (half, from, to) -> SparseProducts.backward(support, from, to, batch, observable, error, into));
        }

        @Override public void signal(int batch, float scale, float[][] a, float[][] error, float[] signal, float[] bias) {
            halves.over(support.units(),
                    (half, from, to) -> SparseProducts.signal(support, from, to, batch, scale, a, error, signal, bias));
        }
    }
}
