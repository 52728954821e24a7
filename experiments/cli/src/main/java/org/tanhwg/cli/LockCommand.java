package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tanhwg.studies.lock.LockExperiment;
import org.tanhwg.studies.lock.LockResult;
import org.tanhwg.studies.lock.LockSettings;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn lock}: the controlled experiment of phase locking. */
@Command(name = "lock", description = {
        "Let a unit with complex synapses lock its phases to a feedback, and measure whether it does.", "",
        "Four cases: stable (every input keeps a phase offset to the feedback), unstable (some do not), mismatch (and the feedback has"
                + " another frequency), oscillator (and the unit has an internal oscillator). Nothing is read; the examples are drawn.",
        ""})
final class LockCommand implements Callable<Integer> {
    @Option(names = "--inputs", paramLabel = "N", defaultValue = "24",
            description = "synapses of the unit [24]") private int inputs;

    @Option(names = "--unstable", paramLabel = "N", defaultValue = "8",
            description = "inputs without a phase offset, in all cases but the first [8]") private int unstable;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "40000",
            description = "examples in each case; the second half is measured [40000]") private int steps;

    @Option(names = "--jitter", paramLabel = "X", defaultValue = "0.15",
            description = "spread of an input's phase around its offset, radians [0.15]") private double jitter;

    @Option(names = "--mismatch", paramLabel = "X", defaultValue = "0.02",
            description = "frequency of the feedback less that of the inputs, radians per step [0.02]") private double mismatch;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of everything random [1]") private long seed;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-lock]") private Optional<Path> out;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        LockExperiment.Done done = LockExperiment.run(settings(), out);
        PrintWriter printer = spec.commandLine().getOut();
        for (LockResult.Case c : done.result().cases()) {
            printer.printf(Locale.ROOT,
                    "%-10s  %-10s  order %.4f  offset error %s  drift %.1e rad/step  dead %d of %d unstable, %d of %d stable%n",
                    c.name(), c.locked() ? "locked" : "not locked", c.orderParameter(),
                    c.offsetError() == null ? "none" : String.format(Locale.ROOT, "%.4f rad", c.offsetError()), c.driftPerStep(),
                    c.exactZerosUnstable(), c.unstableInputs(), c.exactZerosStable(), c.stableInputs());
        }
        printer.println(done.folder().path());
        return Gnn.DONE;
    }

    private LockSettings settings() {
        try {
            return new LockSettings(inputs, unstable, steps, jitter, mismatch, seed);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
    }
}
