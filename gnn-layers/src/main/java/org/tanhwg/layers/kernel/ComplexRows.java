package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;

/**
 * Maps of complex matrices, whose rows are [re | im] with {@code width} numbers in each half, a row at a time.
 *
 * <p>Moduli are floored at 1e-15: at z = 0 the direction z/|z| is 0.
 */
public final class ComplexRows {
    private static final float LEAST_SQUARE = 1e-30f;

    private float[] z = new float[0];
    private float[] e = new float[0];
    private float[] inverse = new float[0];
    private float[] bias = new float[0];

    /** {@code into} ← i·values. */
    public void turn(int rows, int width, FloatBuffer values, FloatBuffer into) {
        reserve(width);
        for (int r = 0; r < rows; r++) {
            int start = 2 * r * width;
            values.get(start, z, 0, width);
            values.get(start + width, e, 0, width);
            for (int i = 0; i < width; i++) e[i] = -e[i];
            into.put(start, e, 0, width);
            into.put(start + width, z, 0, width);
        }
    }

    /** Both halves of every row ← their sum. */
    public void sumParts(int rows, int width, FloatBuffer values) {
        reserve(width);
        for (int r = 0; r < rows; r++) {
            int start = 2 * r * width;
            values.get(start, z, 0, 2 * width);
            for (int i = 0; i < width; i++) e[i] = z[i] + z[i + width];
            values.put(start, e, 0, width);
            values.put(start + width, e, 0, width);
        }
    }

    /** {@code into} ← |z|, rows × width. */
    public void modulus(int rows, int width, FloatBuffer values, FloatBuffer into) {
        reserve(width);
        for (int r = 0; r < rows; r++) {
            values.get(2 * r * width, z, 0, 2 * width);
            for (int i = 0; i < width; i++) e[i] = (float) Math.sqrt(z[i] * z[i] + z[i + width] * z[i + width]);
            into.put(r * width, e, 0, width);
        }
    }

    /** {@code into} ← ε z/|z|: the backward pass of {@link #modulus}, ε being rows × width. */
    public void modulusBackward(int rows, int width, FloatBuffer values, FloatBuffer epsilon, FloatBuffer into) {
        reserve(width);
        for (int r = 0; r < rows; r++) {
            read(2 * r * width, width, values);
            epsilon.get(r * width, e, 0, width);
            for (int i = 0; i < width; i++) {
                float scale = e[i] * inverse[i];
                e[i] = z[i] * scale;
                e[i + width] = z[i + width] * scale;
            }
            into.put(2 * r * width, e, 0, 2 * width);
        }
    }

    /** {@code into} ← max(0, |z| + b) z/|z|, with one real bias b for each column. */
    public void modRelu(int rows, int width, FloatBuffer values, FloatBuffer biases, FloatBuffer into) {
        reserve(width);
        biases.get(0, bias, 0, width);
        for (int r = 0; r < rows; r++) {
            read(2 * r * width, width, values);
            for (int i = 0; i < width; i++) {
                float gain = Math.max(0, 1 + bias[i] * inverse[i]);
                z[i] *= gain;
                z[i + width] *= gain;
            }
            into.put(2 * r * width, z, 0, 2 * width);
        }
    }

    /** {@code into} ← g ε − (b/|z|) u Re(ū ε) with u = z/|z| and gain g = 1 + b/|z|, where g &gt; 0: the backward pass of {@link #modRelu}. */
    public void modReluBackward(int rows, int width, FloatBuffer values, FloatBuffer biases, FloatBuffer epsilon,
            FloatBuffer into) {
        reserve(width);
        biases.get(0, bias, 0, width);
        for (int r = 0; r < rows; r++) {
            read(2 * r * width, width, values);
            epsilon.get(2 * r * width, e, 0, 2 * width);
            for (int i = 0; i < width; i++) {
                float part = bias[i] * inverse[i];
                float gain = Math.max(0, 1 + part);
                float ux = z[i] * inverse[i];
                float uy = z[i + width] * inverse[i];
                float radial = Math.min(gain * 1e38f, 1f) * part * (ux * e[i] + uy * e[i + width]);
                e[i] = gain * e[i] - radial * ux;
                e[i + width] = gain * e[i + width] - radial * uy;
            }
            into.put(2 * r * width, e, 0, 2 * width);
        }
    }

    /** {@code into} ← z/√(1 + |z|²). */
    public void bound(int rows, int width, FloatBuffer values, FloatBuffer into) {
        reserve(width);
        for (int r = 0; r < rows; r++) {
            values.get(2 * r * width, z, 0, 2 * width);
            for (int i = 0; i < width; i++) {
                float gain = (float) (1 / Math.sqrt(1 + z[i] * z[i] + z[i + width] * z[i + width]));
                z[i] *= gain;
                z[i + width] *= gain;
            }
            into.put(2 * r * width, z, 0, 2 * width);
        }
    }

    /** {@code into} ← g ε − g³ z Re(z̄ ε) with gain g = 1/√(1 + |z|²): the backward pass of {@link #bound}. */
    public void boundBackward(int rows, int width, FloatBuffer values, FloatBuffer epsilon, FloatBuffer into) {
        reserve(width);
        for (int r = 0; r < rows; r++) {
            values.get(2 * r * width, z, 0, 2 * width);
            epsilon.get(2 * r * width, e, 0, 2 * width);
            for (int i = 0; i < width; i++) {
                float gain = (float) (1 / Math.sqrt(1 + z[i] * z[i] + z[i + width] * z[i + width]));
                float radial = gain * gain * gain * (z[i] * e[i] + z[i + width] * e[i + width]);
                e[i] = gain * e[i] - radial * z[i];
                e[i + width] = gain * e[i + width] - radial * z[i + width];
            }
            into.put(2 * r * width, e, 0, 2 * width);
        }
    }

    /** {@code into} ← scale · Σ over the rows of Re(ε z̄)/|z|: what moves every |z|, which is the gradient of modReLU's biases. */
    public void radialSums(int rows, int width, FloatBuffer values, FloatBuffer error, float scale, FloatBuffer into) {
        reserve(width);
        for (int i = 0; i < width; i++) bias[i] = 0;
        for (int r = 0; r < rows; r++) {
            read(2 * r * width, width, values);
            error.get(2 * r * width, e, 0, 2 * width);
            for (int i = 0; i < width; i++) bias[i] += (z[i] * e[i] + z[i + width] * e[i + width]) * inverse[i];
        }
        for (int i = 0; i < width; i++) bias[i] *= scale;
        into.put(0, bias, 0, width);
    }

    /** One row and the inverse of its moduli. */
    private void read(int start, int width, FloatBuffer values) {
        values.get(start, z, 0, 2 * width);
        for (int i = 0; i < width; i++) {
            float square = z[i] * z[i] + z[i + width] * z[i + width];
            inverse[i] = (float) (1 / Math.sqrt(Math.max(square, LEAST_SQUARE)));
        }
    }

    private void reserve(int width) {
        if (inverse.length >= width) return;
        z = new float[2 * width];
        e = new float[2 * width];
        inverse = new float[width];
        bias = new float[width];
    }
}
