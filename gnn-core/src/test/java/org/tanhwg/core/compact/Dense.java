package org.tanhwg.core.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Networks with all their zeros, and what they answer by the formula, in double precision. */
final class Dense {
    private Dense() {}

    /** Every weight is 0 with probability {@code silence}, so that inputs and units die too. */
    static List<LayerWeights> network(RandomGenerator random, double silence, Activation hidden, Activation last, int... widths) {
        var layers = new ArrayList<LayerWeights>();
        for (int l = 1; l < widths.length; l++) {
            float[] weights = new float[widths[l - 1] * widths[l]];
            for (int k = 0; k < weights.length; k++)
                if (random.nextDouble() >= silence) weights[k] = (float) random.nextGaussian();
            layers.add(new LayerWeights(widths[l - 1], widths[l], weights, numbers(random, widths[l]),
                    l == widths.length - 1 ? last : hidden));
        }
        return layers;
    }

    static float[] numbers(RandomGenerator random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian();
        return numbers;
    }

    static double[] answer(List<LayerWeights> layers, float[] example) {
        double[] a = new double[example.length];
        for (int x = 0; x < a.length; x++) a[x] = example[x];
        for (LayerWeights layer : layers) {
            double[] z = new double[layer.units()];
            for (int y = 0; y < z.length; y++) {
                z[y] = layer.biases()[y];
                for (int x = 0; x < a.length; x++) z[y] += layer.weight(y, x) * a[x];
            }
            a = activated(layer.activation(), z);
        }
        return a;
    }

    private static double[] activated(Activation activation, double[] z) {
        double most = Arrays.stream(z).max().orElseThrow();
        double sum = Arrays.stream(z).map(v -> Math.exp(v - most)).sum();
        double[] a = new double[z.length];
        for (int y = 0; y < z.length; y++) {
            a[y] = switch (activation) {
                case IDENTITY -> z[y];
                case RELU -> z[y] > 0 ? z[y] : 0;
                case TANH -> Math.tanh(z[y]);
                case SIGMOID -> 1 / (1 + Math.exp(-z[y]));
                case SOFTMAX -> Math.exp(z[y] - most) / sum;
            };
        }
        return a;
    }
}
