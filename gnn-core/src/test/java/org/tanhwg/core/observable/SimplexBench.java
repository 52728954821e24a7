package org.tanhwg.core.observable;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The Java half of src/test/bench/geometry.py: seconds for 10⁵ projections of length 784 on one core, best of four, by kind of input. */
final class SimplexBench {
    private static final int LENGTH = 784;
    private static final int PROJECTIONS = 100_000;
    private static final int POOL = 200;

    private SimplexBench() {}

    public static void main(String[] none) {
        Map<String, ToDoubleFunction<SplittableRandom>> kinds = new TreeMap<>(Map.of(
                "standard normal", SplittableRandom::nextGaussian,
                "uniform in [0, 1]", SplittableRandom::nextDouble,
                "near the simplex: 1/784 + 0.01 normal", random -> 1.0 / LENGTH + 0.01 * random.nextGaussian()));
        kinds.forEach((name, kind) -> System.out.printf("%s\t%.3f%n", name, best(kind)));
    }

    private static double best(ToDoubleFunction<SplittableRandom> kind) {
        var random = new SplittableRandom(1);
        double[][] pool = new double[POOL][LENGTH];
        for (double[] v : pool) for (int i = 0; i < LENGTH; i++) v[i] = kind.applyAsDouble(random);
        double best = Double.POSITIVE_INFINITY;
        double mass = 0;
        for (int repeat = 0; repeat < 4; repeat++) {
            long start = System.nanoTime();
            for (int i = 0; i < PROJECTIONS; i++) mass += Simplex.project(pool[i % POOL])[0];
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        if (!(mass >= 0)) throw new AssertionError(mass);
        return best;
    }
}
