package org.tanhwg.studies.speed;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The bench's end of the talk with a {@link Peer}. */
final class PeerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;
    /** Class paths are left out of messages. */
    private static final int LONG = 200;

    private final Launch launch;
    private final Process child;
    private final BufferedReader answers;
    private final String name;

    /** How a contestant is started. @param environment beside or in the place of the bench's own; a variable without text is taken away */
    record Launch(List<String> command, Map<String, String> environment) {
        Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /** Starts it and waits until it is ready. @throws IllegalStateException when it ends instead */
    PeerProcess(Launch launch) {
        this.launch = launch;
        var builder = new ProcessBuilder(launch.command).redirectError(Redirect.INHERIT);
        launch.environment.forEach((variable, text) -> {
            if (text.isEmpty()) builder.environment().remove(variable);
            else builder.environment().put(variable, text);
        });
        try {
            child = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(launch.command.get(0) + " cannot be started", e);
        }
        answers = child.inputReader(StandardCharsets.UTF_8);
        name = answer(Peer.READY);
    }

    /** What it calls itself. */
    String name() { return name; }

    /** Lets it do something so many times. @return nanoseconds of all */
    long take(long times, String task) {
        try {
            child.getOutputStream().write((times + " " + task + "\n").getBytes(StandardCharsets.UTF_8));
            child.getOutputStream().flush();
        } catch (IOException e) {
            throw ended(e);
        }
        return Long.parseLong(answer(Peer.TOOK));
    }

    /** Libraries may write lines of their own. */
    private String answer(String word) {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine())
                if (line.startsWith(word)) return line.substring(word.length());
            throw ended(null);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private IllegalStateException ended(IOException cause) {
        return new IllegalStateException(
                "a contestant ended in mid-run; what it said is above: "
                        + launch.command.stream().filter(word -> word.length() < LONG).collect(Collectors.joining(" ")),
                cause);
    }

    @Override public void close() {
        try {
            child.getOutputStream().close();
            if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) child.destroyForcibly();
        } catch (IOException e) {
            child.destroyForcibly(); // it has ended already
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
