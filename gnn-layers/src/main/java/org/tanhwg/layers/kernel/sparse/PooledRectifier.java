package org.tanhwg.layers.kernel.sparse;

/**
 * max(0, z) and the largest of each window of it, over lines of numbers: which of the window's lines was the first of the largest is a code, as large as there are lines where none
 * is above 0. Nothing branches, since branches would not vectorise; neither do loops over more arrays.
 */
final class PooledRectifier {
    private static final float LARGE = 1e38f;

    private PooledRectifier() {}

    /** Takes the first two lines of the windows. @param largest the first @param z the second @param code receives which is the larger */
    static void first(int n, float[] largest, float[] z, float[] code) {
        for (int i = 0; i < n; i++) {
            float both = Math.max(z[i], largest[i]);
            code[i] = Math.min(1f, (both - largest[i]) * LARGE);
            largest[i] = both;
        }
    }

    /** Takes one more line of the windows. @param largest of the lines before @param code which that was */
    static void compare(int n, int place, float[] z, float[] largest, float[] code) {
        for (int i = 0; i < n; i++) {
            float both = Math.max(z[i], largest[i]);
            code[i] += Math.min(1f, (both - largest[i]) * LARGE) * (place - code[i]);
            largest[i] = both;
        }
    }

    /** After the last line. 2 max(0, x) = x + |x| is exact: a maximum takes the processor longer. */
    static void rectify(int n, int places, float[] largest, float[] code) {
        for (int i = 0; i < n; i++) {
            float positive = 0.5f * (largest[i] + Math.abs(largest[i]));
            code[i] = places + Math.min(1f, positive * LARGE) * (code[i] - places);
            largest[i] = positive;
        }
    }
}
