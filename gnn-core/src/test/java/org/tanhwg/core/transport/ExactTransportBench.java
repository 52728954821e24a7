package org.tanhwg.core.transport;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Java half of src/test/bench/geometry.py: solves each instance file several times and writes "cost", then "wall
 * cpu" in seconds for each time, beside it. The best stands for the solver once compiled; the first of the first file shows it
 * cold.
 */
final class ExactTransportBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int REPEATS = 3;

    private ExactTransportBench() {}

    public static void main(String[] instances) throws IOException {
        for (String name : instances) {
            double[] a, b;
            double[][] cost;
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(name)), 1 << 20))) {
                a = numbers(in, in.readInt());
                b = numbers(in, in.readInt());
                cost = new double[a.length][];
                for (int i = 0; i < a.length; i++) cost[i] = numbers(in, b.length);
            }
            StringBuilder line = new StringBuilder();
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                long start = System.nanoTime(), cpuStart = THREADS.getCurrentThreadCpuTime();
                ExactTransport.Result result = ExactTransport.solve(a, b, cost);
                double[][] plan = result.plan();
                double seconds = (System.nanoTime() - start) / 1e9,
                        cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e9;
                if (!result.converged() || plan.length != a.length) throw new AssertionError(result.status());
                if (repeat == 0) line.append(result.cost());
                line.append(' ').append(seconds).append(' ').append(cpuSeconds);
            }
            Files.writeString(Path.of(name + ".out"), line);
        }
    }

    private static double[] numbers(DataInputStream in, int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = in.readDouble();
        return values;
    }
}
