package org.tanhwg.core.memory;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.memory.VectorMemory.Precision;

/**
 * The Java half of src/test/bench/memory.py. Arguments: a file with N, M, n, β as doubles, then N patterns and M cues of n numbers,
 * big-endian; "single" or "double"; the most updates; rounds. On each line that it reads it retrieves all cues once, and writes wall and processor seconds and the
 * number of updates done; the ends are in FILE.out after the last.
 */
final class MemoryBench {
    private MemoryBench() {}

    public static void main(String[] arguments) throws IOException {
        double[][] patterns, cues;
        double beta;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(arguments[0])), 1 << 20))) {
            int n = (int) in.readDouble(), m = (int) in.readDouble(), length = (int) in.readDouble();
            beta = in.readDouble();
            patterns = rows(in, n, length);
            cues = rows(in, m, length);
        }
        var memory = new VectorMemory(patterns, beta, Precision.valueOf(arguments[1].toUpperCase(java.util.Locale.ROOT)));
        var stopping = new Stopping(1e-6, Integer.parseInt(arguments[2]));
        var threads = ManagementFactory.getThreadMXBean();
        List<Retrieval<double[]>> ends = new ArrayList<>();
        while (System.in.read() == '\n') {
            long wall = System.nanoTime(), processor = threads.getCurrentThreadCpuTime();
            ends = memory.retrieve(Arrays.asList(cues), stopping);
            processor = threads.getCurrentThreadCpuTime() - processor;
            wall = System.nanoTime() - wall;
            System.out.println(wall * 1e-9 + " " + processor * 1e-9 + " " + ends.stream().mapToInt(Retrieval::updates).sum());
        }
        try (var out = Files.newBufferedWriter(Path.of(arguments[0] + ".out"))) {
            for (var end : ends) for (double v : end.state()) out.write(v + "\n");
        }
    }

    private static double[][] rows(DataInputStream in, int count, int length) throws IOException {
        double[][] rows = new double[count][length];
        for (double[] row : rows) for (int k = 0; k < length; k++) row[k] = in.readDouble();
        return rows;
    }
}
