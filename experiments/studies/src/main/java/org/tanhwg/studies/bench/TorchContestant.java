package org.tanhwg.studies.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tanhwg.datasets.Examples;

/**
 * PyTorch with Adam in a child process, which trains or answers for a round when told to on its standard input; {@code torch_contestant.py}
 * is the child.
 */
final class TorchContestant implements Contestant {
    /** Debian's PyTorch belongs to the first, whatever else the path leads to. */
    static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    private static final int CHUNK = 1 << 18;

    private final Process child;
    private final BufferedReader answers;
    private final String library;

    private TorchContestant(Process child, BufferedReader answers, String library) {
        this.child = child;
        this.answers = answers;
        this.library = library;
    }

    /** Starts a child under the first of {@link #PYTHONS} that has PyTorch, with the examples and the widths of the hidden layers. */
    static Optional<TorchContestant> start(Examples examples, List<Integer> hidden, int batch) {
        String header = examples.count() + " " + examples.width() + " " + examples.classes() + " " + batch + " "
                + hidden.stream().map(String::valueOf).collect(Collectors.joining(","));
        for (String python : PYTHONS) {
            Optional<TorchContestant> torch = start(python);
            if (torch.isEmpty()) continue;
            torch.get().send(header + "\n", examples);
            return Optional.of(torch.get());
        }
        return Optional.empty();
    }

    private static Optional<TorchContestant> start(String python) {
        var builder = new ProcessBuilder(python, "-c", script()).redirectError(Redirect.INHERIT);
        builder.environment().putAll(SpeedBench.ONE_THREAD);
        try {
            Process child = builder.start();
            BufferedReader answers = child.inputReader(StandardCharsets.UTF_8);
            String ready = answers.readLine(); // nothing but the end when it has no PyTorch
            return Optional.ofNullable(ready).map(library -> new TorchContestant(child, answers, library));
        } catch (IOException e) {
            return Optional.empty(); // no such Python
        }
    }

    private static String script() {
        try (InputStream in = TorchContestant.class.getResourceAsStream("torch_contestant.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("torch_contestant.py", e);
        }
    }

    /** Features as floats, then labels as 32-bit integers, little-endian. */
    private void send(String header, Examples examples) {
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try {
            OutputStream out = child.getOutputStream();
            out.write(header.getBytes(StandardCharsets.UTF_8));
            float[] features = examples.features();
            for (int from = 0; from < features.length; from += CHUNK) {
                int count = Math.min(CHUNK, features.length - from);
                chunk.asFloatBuffer().put(features, from, count);
                out.write(chunk.array(), 0, 4 * count);
            }
            for (int label : examples.labels())
                out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(label).array());
            out.flush();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    @Override public String name() { return "PyTorch " + library + ", Adam"; }

    @Override public double round(double seconds) { return ask(String.valueOf(seconds)); }

    /** This child process answering {@code batch} examples again and again, at the speed of its median call; closed with this one. */
    Contestant answering(int batch) {
        return new Contestant() {
            @Override public String name() { return "PyTorch " + library; }

            @Override public double round(double seconds) { return ask(seconds + " " + batch); }
        };
    }

    private double ask(String question) {
        try {
            child.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
            child.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) throw ended(null);
            return Double.parseDouble(answer);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private static IllegalStateException ended(IOException cause) {
        return new IllegalStateException("PyTorch's process ended in mid-run; what it said is above", cause);
    }

    @Override public void close() { child.destroy(); }
}
