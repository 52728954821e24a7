package org.tanhwg.core;

/** Sums over float arrays, in an order that is part of every result. */
public final class Floats {
    private Floats() {}

    /** Σ a_i b_i over the first {@code n}; four sums, because additions that wait for one another leave the processor idle. */
    public static float dot(int n, float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < n; i++) s0 += a[i] * b[i];
        return (s0 + s1) + (s2 + s3);
    }
}
