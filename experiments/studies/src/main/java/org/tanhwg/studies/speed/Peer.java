package org.tanhwg.studies.speed;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A contestant's end of the talk with {@link SpeedBench}, in plain Java: it says {@code ready NAME}; for each line {@code N TASK} it does the task so many
 * times and says {@code took NANOSECONDS}. It ends when its standard input does.
 */
public final class Peer {
    static final String READY = "ready ";
    static final String TOOK = "took ";

    private Peer() {}

    /**
     * Serves until the input ends.
     *
     * @param name library and version, as the table is to call it
     * @param tasks what can be asked for, by name: a step of training or an answer
     */
    public static void serve(String name, Map<String, Runnable> tasks) throws IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        out.println(READY + name);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            out.println(TOOK + nanoseconds(Long.parseLong(words[0]), tasks.get(words[1])));
        }
    }

    private static long nanoseconds(long times, Runnable task) {
        long start = System.nanoTime();
        for (long i = 0; i < times; i++) task.run();
        return System.nanoTime() - start;
    }
}
