package org.tanhwg.core.energy;

import org.tanhwg.core.Checks;

/** Argument check of symmetric matrices. */
final class SymmetricMatrix {
    private SymmetricMatrix() {}

    /** A copy of {@code a}. @throws IllegalArgumentException if it is empty, not square, not finite or not symmetric to the bit */
    static double[][] checked(String name, double[][] a) {
        Checks.atLeast(name + ".length", a.length, 1);
        double[][] copy = a.clone();
        for (int i = 0; i < a.length; i++) {
            Checks.size(name + "[" + i + "].length", a[i].length, a.length);
            copy[i] = Checks.finite(name + "[" + i + "]", a[i]).clone();
            for (int j = 0; j < i; j++) Checks.inRange(name + "[" + i + "][" + j + "]", a[i][j], a[j][i], a[j][i]);
        }
        return copy;
    }
}
