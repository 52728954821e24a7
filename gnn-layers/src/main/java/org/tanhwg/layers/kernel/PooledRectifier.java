package org.tanhwg.layers.kernel;

/**
 * max(0, z) and the largest of each window of it, over lines of numbers: which of the window's lines was the first of the largest is a code, −{@link #NONE} where none
 * is above 0. Nothing branches, since branches would not vectorise.
 */
final class PooledRectifier {
    /** Farther than 1 from every place in a window. */
    private static final float NONE = 9;
    private static final float LARGE = 1e38f;

    private PooledRectifier() {}

    /** Takes one more line of the windows. @param largest of the lines before @param code which that was */
    static void compare(int n, int place, float[] z, float[] largest, float[] code) {
        for (int i = 0; i < n; i++) {
            float above = Math.min(1f, Math.max(0f, z[i] - largest[i]) * LARGE);
            code[i] += above * (place - code[i]);
            largest[i] = Math.max(largest[i], z[i]);
        }
    }

    /** After the last line. */
    static void rectify(int n, float[] largest, float[] code) {
        for (int i = 0; i < n; i++) {
            float positive = Math.min(1f, Math.max(0f, largest[i]) * LARGE);
            code[i] = code[i] * positive + NONE * (positive - 1);
            largest[i] = Math.max(0f, largest[i]);
        }
    }

    /** Leaves the errors of windows that have one above 0, and adds them and their squares to what others had. */
    static void pass(int n, float[] code, float[] error, float[] sums, float[] squares) {
        for (int i = 0; i < n; i++) {
            float e = error[i] * Math.min(1f, Math.max(0f, code[i] + 1));
            error[i] = e;
            sums[i] += e;
            squares[i] += e * e;
        }
    }

    /** {@code into} ← the errors of those whose largest was at that place. */
    static void spread(int n, int place, float[] code, float[] error, float[] into) {
        for (int i = 0; i < n; i++) into[i] = error[i] * Math.max(0f, 1f - Math.abs(code[i] - place));
    }
}
