package org.tanhwg.studies.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.core.diffusion.Walk;
import org.tanhwg.core.diffusion.Walk.Integrator;

/**
 * Latent states from which a network learns, half along paths, spread by jitter, half in a box around them.
 *
 * @param points z
 * @param starts states on paths, some way apart
 * @param low corner of the box that holds all but 0.1 % of the paths on either side, for each coordinate; {@code high} is the other
 */
record DriftExamples(double[][] points, double[][] starts, double[] low, double[] high) {
    private static final int PATHS = 20;
    private static final int STEPS = 5000;
    private static final int EVERY = 10;
    private static final double JITTER = 0.3;
    private static final double TAIL = 0.001;
    private static final double STRETCH = 1.3;

    static DriftExamples draw(Target target, int count, RandomGenerator random) {
        double[][] visited = visited(target, random);
        int k = visited[0].length;
        double[] low = new double[k], high = new double[k], spread = new double[k];
        for (int j = 0; j < k; j++) {
            int coordinate = j;
            double[] sorted = Arrays.stream(visited).mapToDouble(z -> z[coordinate]).sorted().toArray();
            low[j] = sorted[(int) (TAIL * sorted.length)];
            high[j] = sorted[(int) ((1 - TAIL) * sorted.length)];
            double mean = Arrays.stream(sorted).average().orElseThrow();
            spread[j] = Math.sqrt(Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        }
        double[][] points = new double[count][k];
        for (int e = 0; e < count; e++) {
            double[] at = visited[random.nextInt(visited.length)];
            for (int j = 0; j < k; j++) {
                double centre = (low[j] + high[j]) / 2, half = STRETCH * (high[j] - low[j]) / 2;
                points[e][j] = e % 2 == 0 ? at[j] + JITTER * spread[j] * random.nextGaussian()
                        : random.nextDouble(centre - half, centre + half);
            }
        }
        double[][] starts = IntStream.range(0, PATHS).mapToObj(p -> visited[(p + 1) * visited.length / PATHS - 1])
                .toArray(double[][]::new);
        return new DriftExamples(points, starts, low, high);
    }

    /** States on paths from starts around the origin, whose first fifth is left out. */
    private static double[][] visited(Target target, RandomGenerator random) {
        List<double[]> visited = new ArrayList<>();
        for (int p = 0; p < PATHS; p++) {
            double[] start = random.doubles(target.process().dimension(), -2, 2).toArray();
            var walk = new Walk(target.process(), Integrator.HEUN, target.dt(), start, new SplittableRandom(random.nextLong()));
            for (int t = 0; t < STEPS; t++) {
                walk.step();
                if (t >= STEPS / 5 && t % EVERY == 0) visited.add(walk.state().clone());
            }
        }
        return visited.toArray(double[][]::new);
    }

    /** Points of a regular grid over the box, the corners included: none of them was learned from. */
    double[][] grid() {
        int k = low.length, side = k == 1 ? 1001 : k == 2 ? 61 : 19;
        double[][] grid = new double[(int) Math.round(Math.pow(side, k))][k];
        for (int p = 0; p < grid.length; p++)
            for (int j = 0, rest = p; j < k; j++, rest /= side)
                grid[p][j] = low[j] + (high[j] - low[j]) * (rest % side) / (side - 1);
        return grid;
    }

    /** z + f(z). */
    static double[][] targets(ItoProcess process, double[][] points) {
        double[][] targets = new double[points.length][process.dimension()];
        for (int e = 0; e < points.length; e++) {
            process.drift(points[e], targets[e]);
            for (int j = 0; j < targets[e].length; j++) targets[e][j] += points[e][j];
        }
        return targets;
    }

    /** The entries of G. */
    static double[][] noise(ItoProcess process, double[][] points) {
        double[][] noise = new double[points.length][process.dimension() * process.noises()];
        for (int e = 0; e < points.length; e++) process.diffusion(points[e], noise[e]);
        return noise;
    }
}
