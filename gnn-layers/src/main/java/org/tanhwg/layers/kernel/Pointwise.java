package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;

/** Elementwise maps of two arrays of the same layout, tile by tile. */
public final class Pointwise {
    /** Arrays no longer than this are done faster than ND4J could be called. */
    public static final int TILE = 1024;

    /** Adding and subtracting this flushes values below about 1e-25 to zero; decaying averages would otherwise become denormal, which takes the processor a hundred times as long. */
    private static final float FLUSH = 1e-18f;
    /** The same of errors, below about 1e-32; those above 2e-18 stay what they are to the last bit. */
    private static final float FLUSH_ERROR = 1e-25f;

    private final float[] a = new float[TILE];
    private final float[] b = new float[TILE];
    private final float[] c = new float[TILE];

    /** All zeros. */
    public static void clear(FloatBuffer values) {
        float[] zeros = new float[Math.min(TILE, values.limit())];
        for (int start = 0; start < values.limit(); start += TILE)
            values.put(start, zeros, 0, Math.min(TILE, values.limit() - start));
    }

    /** {@code average} ← decay · average + (1 − decay) · fresh, and 0 below about 1e-25. */
    public static void average(int length, float decay, float[] average, float[] fresh) {
        for (int i = 0; i < length; i++) average[i] = average(decay, average[i], fresh[i]);
    }

    /** decay · average + (1 − decay) · fresh, and 0 below about 1e-25. */
    public static float average(float decay, float average, float fresh) {
        return (decay * average + (1 - decay) * fresh + FLUSH) - FLUSH;
    }

    /** Values below about 1e-25 ← 0. */
    public void flush(FloatBuffer values) {
        flush(values, FLUSH);
    }

    /** Errors below about 1e-32 ← 0, as {@link #rectifyBackward} and {@link #tanhBackward} leave them. */
    public void flushErrors(FloatBuffer errors) {
        flush(errors, FLUSH_ERROR);
    }

    private void flush(FloatBuffer values, float by) {
        for (int start = 0; start < values.limit(); start += TILE) {
            int count = Math.min(TILE, values.limit() - start);
            values.get(start, a, 0, count);
            for (int i = 0; i < count; i++) a[i] = (a[i] + by) - by;
            values.put(start, a, 0, count);
        }
    }

    /** {@code into} ← left · right. */
    public void product(int length, FloatBuffer left, FloatBuffer right, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            left.get(start, a, 0, count);
            right.get(start, b, 0, count);
            for (int i = 0; i < count; i++) a[i] *= b[i];
            into.put(start, a, 0, count);
        }
    }

    /** {@code into} ← left · right. */
    public void product(int length, FloatBuffer left, float[] right, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            left.get(start, a, 0, count);
            System.arraycopy(right, start, b, 0, count); // with an index of its own the loop would not vectorise
            for (int i = 0; i < count; i++) a[i] *= b[i];
            into.put(start, a, 0, count);
        }
    }

    /** {@code into} ← left + right. */
    public void sum(int length, FloatBuffer left, FloatBuffer right, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            left.get(start, a, 0, count);
            right.get(start, b, 0, count);
            for (int i = 0; i < count; i++) a[i] += b[i];
            into.put(start, a, 0, count);
        }
    }

    /** {@code from} ← from − what. */
    public void subtract(int length, FloatBuffer what, FloatBuffer from) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            from.get(start, a, 0, count);
            what.get(start, b, 0, count);
            for (int i = 0; i < count; i++) a[i] -= b[i];
            from.put(start, a, 0, count);
        }
    }

    /** {@code into} ← (left · right)². */
    public void squaredProduct(int length, FloatBuffer left, FloatBuffer right, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            left.get(start, a, 0, count);
            right.get(start, b, 0, count);
            for (int i = 0; i < count; i++) a[i] = (a[i] * b[i]) * (a[i] * b[i]);
            into.put(start, a, 0, count);
        }
    }

    /** {@code into} ← into + left · right. */
    public void addProduct(int length, FloatBuffer left, FloatBuffer right, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            left.get(start, a, 0, count);
            right.get(start, b, 0, count);
            into.get(start, c, 0, count);
            for (int i = 0; i < count; i++) c[i] += a[i] * b[i];
            into.put(start, c, 0, count);
        }
    }

    /** {@code into} ← max(0, z). */
    public void rectify(int length, FloatBuffer z, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            z.get(start, a, 0, count);
            for (int i = 0; i < count; i++) a[i] = Math.max(0, a[i]);
            into.put(start, a, 0, count);
        }
    }

    /** {@code into} ← epsilon where z &gt; 0, 0 elsewhere: the derivative of {@link #rectify}. */
    public void rectifyBackward(int length, FloatBuffer z, FloatBuffer epsilon, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            z.get(start, a, 0, count);
            epsilon.get(start, b, 0, count);
            // a branch would not vectorise: anything positive saturates at 1
            for (int i = 0; i < count; i++) {
                float error = b[i] * Math.min(Math.max(0, a[i]) * 1e38f, 1f);
                b[i] = (error + FLUSH_ERROR) - FLUSH_ERROR;
            }
            into.put(start, b, 0, count);
        }
    }

    /** {@code into} ← tanh z, with a relative error below 5e-7. */
    public void tanh(int length, FloatBuffer z, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            z.get(start, a, 0, count);
            tanh(count, a);
            into.put(start, a, 0, count);
        }
    }

    /** {@code into} ← epsilon (1 − tanh² z): the derivative of {@link #tanh}. */
    public void tanhBackward(int length, FloatBuffer z, FloatBuffer epsilon, FloatBuffer into) {
        for (int start = 0; start < length; start += TILE) {
            int count = Math.min(TILE, length - start);
            z.get(start, a, 0, count);
            epsilon.get(start, b, 0, count);
            tanh(count, a);
            for (int i = 0; i < count; i++) {
                float error = b[i] * (1 - a[i] * a[i]);
                b[i] = (error + FLUSH_ERROR) - FLUSH_ERROR;
            }
            into.put(start, b, 0, count);
        }
    }

    /** x p(x²)/q(x²), fitted to tanh on [−8, 8] with a relative error of 7e-9; it vectorises where Math.tanh does not. NaN stays. */
    private static void tanh(int count, float[] a) {
        for (int i = 0; i < count; i++) {
            float x = Math.max(-8f, Math.min(8f, a[i]));
            float s = x * x;
            float p = (((1.52305073e-8f * s + 2.18947286e-5f) * s + 3.57160221e-3f) * s + 0.134445016f) * s + 1;
            float q = (((8.52248381e-7f * s + 3.41129876e-4f) * s + 2.6164459e-2f) * s + 0.467778289f) * s + 1;
            a[i] = x * p / q;
        }
    }
}
