package org.tanhwg.core.compact;

/** What a unit makes of z = Σ O a + b. The order of the constants is part of the file format. */
public enum Activation {
    IDENTITY, RELU, TANH, SIGMOID,
    /** e^z over the sum of all units of the layer; of the last layer only. */
    SOFTMAX;

    /** One unit's; not of {@link #SOFTMAX}. */
    float of(float z) {
        float[] one = {z};
        apply(one, 0, 1);
        return one[0];
    }

    /** Replaces z in [from, to): the units of an example or, for all but {@link #SOFTMAX}, a unit in several examples. */
    void apply(float[] z, int from, int to) {
        switch (this) {
            case IDENTITY -> {
            }
            case RELU -> rectify(z, from, to);
            case TANH -> {
                for (int i = from; i < to; i++) z[i] = (float) Math.tanh(z[i]);
            }
            case SIGMOID -> {
                for (int i = from; i < to; i++) z[i] = (float) (1 / (1 + Math.exp(-z[i])));
            }
            case SOFTMAX -> normalise(z, from, to);
        }
    }

    private static void rectify(float[] z, int from, int to) {
        for (int i = from; i < to; i++) z[i] = Math.max(z[i], 0f);
    }

    private static void normalise(float[] z, int from, int to) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) most = Math.max(most, z[i]);
        double sum = 0;
        for (int i = from; i < to; i++) {
            double e = Math.exp(z[i] - most);
            z[i] = (float) e;
            sum += e;
        }
        for (int i = from; i < to; i++) z[i] = (float) (z[i] / sum);
    }
}
