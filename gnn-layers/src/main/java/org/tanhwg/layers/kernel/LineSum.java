package org.tanhwg.layers.kernel;

import java.util.Arrays;

/** Lines that are to be added up, with a factor or another line each; several share a loop, so that what they are added to is read less often. */
final class LineSum {
    private float[] factors = new float[64];
    private float[][] left = new float[64][];
    private float[][] lines = new float[64][];
    private int count;

    /** @param line null is one of zeros */
    void add(float factor, float[] line) {
        if (line == null) return;
        reserve();
        factors[count] = factor;
        lines[count++] = line;
    }

    /** @param line null is one of zeros */
    void add(float[] factor, float[] line) {
        if (line == null) return;
        reserve();
        left[count] = factor;
        lines[count++] = line;
    }

    boolean empty() { return count == 0; }

    private void reserve() {
        if (count < lines.length) return;
        factors = Arrays.copyOf(factors, 2 * count);
        left = Arrays.copyOf(left, 2 * count);
        lines = Arrays.copyOf(lines, 2 * count);
    }

    /** {@code into} ← into + Σ factor · line; none is left. */
    void onto(int n, float[] into) {
        int k = 0;
        for (; k + 3 < count; k += 4)
            SparseProducts.addFour(n, factors[k], lines[k], factors[k + 1], lines[k + 1], factors[k + 2], lines[k + 2],
                    factors[k + 3], lines[k + 3], into);
        for (; k < count; k++) SparseProducts.add(n, factors[k], lines[k], into);
        count = 0;
    }

    /** {@code into} ← into + Σ of the products of the pairs; none is left. */
    void productsOnto(int n, float[] into) {
        int k = 0;
        for (; k + 1 < count; k += 2)
            SparseProducts.addTwoProducts(n, left[k], lines[k], left[k + 1], lines[k + 1], into);
        if (k < count) SparseProducts.addProduct(n, 1, left[k], lines[k], into);
        count = 0;
    }
}
