package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;

/** Softmax and cross-entropy in one pass: probabilities, error signal ε = p − label and loss of a minibatch. */
public final class SoftmaxCrossEntropy {
    /** A smaller error is taken for 0: products with it would be denormal numbers, which take the processor a hundred times as long. */
    private static final float SMALLEST = 1e-25f;

    private SoftmaxCrossEntropy() {}

    /**
     * Loss of a minibatch, summed over its examples, in nats.
     *
     * @param logits rows × classes, row after row
     * @param labels the same shape; each row a distribution
     * @param error receives p − label, 0 where it is below 1e-25; may be null when only the loss is wanted
     */
    public static double apply(int rows, int classes, FloatBuffer logits, FloatBuffer labels, FloatBuffer error) {
        float[] z = new float[classes];
        float[] target = new float[classes];
        double loss = 0;
        for (int r = 0; r < rows; r++) {
            logits.get(r * classes, z, 0, classes);
            labels.get(r * classes, target, 0, classes);
            float top = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) top = Math.max(top, z[k]);
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                if (target[k] != 0) loss -= target[k] * (double) (z[k] - top);
                z[k] = (float) Math.exp(z[k] - top);
                sum += z[k];
            }
            double mass = 0;
            for (int k = 0; k < classes; k++) mass += target[k];
            loss += mass * Math.log(sum);
            if (error == null) continue;
            float scale = (float) (mass / sum);
            for (int k = 0; k < classes; k++) {
                float difference = z[k] * scale - target[k];
                z[k] = Math.abs(difference) < SMALLEST ? 0 : difference;
            }
            error.put(r * classes, z, 0, classes);
        }
        return loss;
    }

    /** Trace of the Fisher information of the logits, Σ_k p_k(1−p_k), mean over the minibatch. */
    public static double curvature(int rows, int classes, FloatBuffer logits) {
        float[] z = new float[classes];
        double trace = 0;
        for (int r = 0; r < rows; r++) {
            logits.get(r * classes, z, 0, classes);
            float top = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) top = Math.max(top, z[k]);
            double sum = 0;
            double squares = 0;
            for (int k = 0; k < classes; k++) {
                double e = Math.exp(z[k] - top);
                sum += e;
                squares += e * e;
            }
            trace += 1 - squares / (sum * sum);
        }
        return trace / rows;
    }
}
