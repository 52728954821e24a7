package org.tanhwg.training.cells;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tanhwg.training.run.UserError;

/**
 * This program once more, to run one cell after the other: Deeplearning4j's workspaces and native threads are then nobody else's. It is sent
 * the folder of a cell, and answers with a line when the cell is done. The end of this process ends it too.
 */
final class CellProcess implements AutoCloseable {
    private final Process child;
    private final BufferedReader answers;
    private final Thread hook;

    /** @param program main class and arguments */
    CellProcess(List<String> program) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dgnn.terminal=false");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(program);
        try {
            child = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command.get(0), e);
        }
        answers = child.inputReader(StandardCharsets.UTF_8);
        hook = new Thread(child::destroy, "end of cells");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Runs a cell and waits. @throws UserError when the child found something only the user can put right; it has said what */
    void run(Path cell) {
        try {
            child.getOutputStream().write((cell.toAbsolutePath() + "\n").getBytes(StandardCharsets.UTF_8));
            child.getOutputStream().flush();
            if (answers.readLine() != null) return;
        } catch (IOException e) {
            // it ended before it could read or answer; its exit code says more
        }
        int code;
        try {
            code = child.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cell + " was interrupted", e);
        }
        if (code == 2) throw new UserError(cell + " cannot run; the line above says why");
        throw new IllegalStateException(cell + " ended with exit code " + code);
    }

    /** The end of its input ends the child. */
    @Override public void close() {
        try {
            child.getOutputStream().close();
            if (!child.waitFor(10, TimeUnit.SECONDS)) child.destroy();
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            child.destroy();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // the machine is shutting down, and the hook has run
        }
    }
}
