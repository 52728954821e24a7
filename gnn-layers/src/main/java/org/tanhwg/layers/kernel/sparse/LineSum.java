package org.tanhwg.layers.kernel.sparse;

import java.util.Arrays;

/** Lines that are to be added up, with a factor each; four share a loop, so that what they are added to is read less often. */
final class LineSum {
    private float[] factors = new float[64];
    private float[][] lines = new float[64][];
    private int count;

    /** @param line null is one of zeros */
    void add(float factor, float[] line) {
        if (line == null) return;
        if (count == lines.length) {
            factors = Arrays.copyOf(factors, 2 * count);
            lines = Arrays.copyOf(lines, 2 * count);
        }
        factors[count] = factor;
        lines[count++] = line;
    }

    /** {@code into} ← constant + Σ factor · line; none is left. */
    void into(int n, float constant, float[] into) {
        int k = 0;
        if (count < 4) Arrays.fill(into, 0, n, constant);
        else {
            SparseProducts.setFour(n, constant, factors[0], lines[0], factors[1], lines[1], factors[2], lines[2], factors[3],
                    lines[3],
                    into);
            k = 4;
        }
        for (; k + 3 < count; k += 4)
            SparseProducts.addFour(n, factors[k], lines[k], factors[k + 1], lines[k + 1], factors[k + 2], lines[k + 2],
                    factors[k + 3], lines[k + 3], into);
        for (; k + 1 < count; k += 2) SparseProducts.addTwo(n, factors[k], lines[k], factors[k + 1], lines[k + 1], into);
        if (k < count) SparseProducts.add(n, factors[k], lines[k], into);
        count = 0;
    }
}
