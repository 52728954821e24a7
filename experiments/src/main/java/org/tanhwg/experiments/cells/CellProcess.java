package org.tanhwg.experiments.cells;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.tanhwg.experiments.run.UserError;

/** Runs this program once more, for one cell: Deeplearning4j's workspaces and native threads are then nobody else's. */
final class CellProcess {
    private CellProcess() {}

    /**
     * Runs and waits; an interrupt of this thread, or the end of this process, ends the child too.
     *
     * @param main class and arguments
     * @throws UserError when the child found something only the user can put right; it has said what
     */
    static void run(String cell, List<String> main) {
        Process child = start(main);
        var hook = new Thread(child::destroy, "end of " + cell);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int code = child.waitFor();
            if (code == 2) throw new UserError("cell " + cell + " cannot run; the line above says why");
            if (code != 0) throw new IllegalStateException("cell " + cell + " ended with exit code " + code);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            child.destroy();
            throw (CancellationException) new CancellationException("cell " + cell + " was interrupted").initCause(e);
        }
    }

    private static Process start(List<String> main) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dgnn.terminal=false");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(main);
        try {
            return new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command.get(0), e);
        }
    }
}
