package org.tanhwg.studies.lock;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tanhwg.report.Table;
import org.tanhwg.studies.lock.LockResult.Case;
import org.tanhwg.studies.lock.LockResult.Held;
import org.tanhwg.studies.lock.LockResult.Networked;
import org.tanhwg.training.run.ResultsFile;

/** The figures of {@code gnn lock} for a page of results: units, laws and networks. */
final class LockTable {
    private static final String NOTE = "Seed %d. A unit of %d complex synapses meets inputs that keep a phase offset to the feedback, some that do not, a feedback"
            + " of another frequency (%s rad per step), and that with an oscillator inside. Synapses then meet two offsets %s rad apart, noise %s rad: held means"
            + " within .02 rad and .07 of the mass. Networks with oscillators and without are trained by `fit`, %,d steps of 8 sequences, and measured on 64 that"
            + " they have not seen; what one step tells is the least error of who knows everything and hears one step of the inputs.";

    private LockTable() {}

    /** Puts it in the place of the one of the same seed, or at the end of the page. */
    static void publish(LockResult run, LockSettings settings, String command, Path page) {
        String note = String.format(Locale.ROOT, NOTE, settings.seed(), settings.inputs(), settings.mismatch(), settings.apart(),
                settings.jitter(), NetworkTrial.steps(settings));
        String tables = named("Units", List.of("", "locked", "order", "offset error, rad", "drift, rad/step",
                "dead unstable inputs", "dead stable inputs"), run.cases().stream().map(LockTable::row).toList())
                + "\n" + named("Two offsets", List.of("", "held", "modes", "phase error, rad", "mass error"),
                        run.offsets().stream().map(LockTable::row).toList())
                + "\n"
                + named("Networks", List.of("", "", "locked", "phase error, rad", "drift, rad/step", "one step tells, rad"),
                        run.networks().stream().map(LockTable::row).toList());
        ResultsFile.replace(page, "lock-" + settings.seed(), ResultsFile.section("Phase locking, seed " + settings.seed(), note,
                command, List.of(run.provenance()), tables));
    }

    private static String named(String name, List<String> header, List<List<String>> rows) {
        return "**" + name + "**\n\n" + Table.markdown(header, rows);
    }

    private static List<String> row(Case c) {
        return List.of(c.name(), yes(c.locked()), number(c.orderParameter()),
                c.offsetError() == null ? "–" : number(c.offsetError()), number(c.driftPerStep()),
                c.exactZerosUnstable() + " of " + c.unstableInputs(), c.exactZerosStable() + " of " + c.stableInputs());
    }

    private static List<String> row(Held held) {
        return List.of(held.law(), yes(held.held()), String.valueOf(held.modes()), number(held.phaseError()),
                number(held.massError()));
    }

    private static List<String> row(Networked network) {
        return List.of(network.title(), network.name(), yes(network.locked()), number(network.phaseError()),
                number(network.driftPerStep()), number(network.limits().oneStep()));
    }

    private static String yes(boolean verdict) { return verdict ? "yes" : "no"; }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", Math.round(1e4 * value) / 1e4); // no −0
    }
}
