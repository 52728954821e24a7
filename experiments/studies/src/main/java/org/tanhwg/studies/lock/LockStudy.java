package org.tanhwg.studies.lock;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.StudyFolder;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.lock.LockSettings.Situation;
import org.tanhwg.studies.lock.NetworkTrial.Task;

/** {@code gnn lock}: units in every situation, and networks, which takes a minute, so that a run that goes on begins anew. */
public final class LockStudy implements StudyRun<LockResult> {
    public static final Study<LockSettings, LockResult> STUDY = new Study<>("lock", LockSettings.class, LockResult.class,
            LockStudy::new, "Let a unit with complex synapses lock its phases to a feedback, and measure whether it does.",
            "Four cases: stable (every input keeps a phase offset to the feedback), unstable (some do not), mismatch (and the feedback has"
                    + " another frequency), oscillator (and the unit has an internal oscillator). Then synapses meet two competing offsets, with atoms and"
                    + " with a normal law; and networks are trained to follow another frequency than that of their inputs, the same under noise, and"
                    + " several frequencies at once, with oscillators and without."
                    + " Nothing is read; the examples are drawn.")
            .with(LockTable::publish);

    private final LockSettings settings;
    private List<LockTrial.Outcome> outcomes = List.of();
    private Optional<OffsetsTrial.Outcome> offsets = Optional.empty();

    LockStudy(LockSettings settings) { this.settings = settings; }

    @Override public LockSettings settings() { return settings; }

    @Override public LockResult run(StudyFolder folder) {
        folder.progress().start(Task.values().length, NetworkTrial.TURNS);
        return new LockResult("lock", folder.provenance(Optional.empty(), settings.seed()),
                outcomes().stream().map(LockTrial.Outcome::result).toList(), offsets().held(),
                Stream.of(Task.values()).flatMap(task -> networks(task, folder).stream()).toList());
    }

    private List<LockResult.Networked> networks(Task task, StudyFolder folder) {
        folder.progress().began("networks, " + task.label());
        List<LockResult.Networked> networks = NetworkTrial.run(settings, task, folder.progress()::step);
        folder.progress().ended("networks, " + task.label() + ": phase error "
                + networks.stream().map(n -> String.format(Locale.ROOT, "%.3f", n.phaseError())).collect(Collectors.joining(", "))
                + " rad");
        return networks;
    }

    @Override public Report report(LockResult result, StudyFolder folder) {
        return LockReport.of(result, outcomes().stream().map(LockTrial.Outcome::memory).toList(), offsets());
    }

    private OffsetsTrial.Outcome offsets() {
        if (offsets.isEmpty()) offsets = Optional.of(OffsetsTrial.run(settings));
        return offsets.get();
    }

    private List<LockTrial.Outcome> outcomes() {
        if (outcomes.isEmpty()) outcomes = Stream.of(Situation.values()).map(s -> LockTrial.run(settings, s)).toList();
        return outcomes;
    }

    @Override public List<String> summary(LockResult result) {
        Stream<String> offsets = result.offsets().stream().map(h -> String.format(Locale.ROOT,
                "%-11s  %-10s  %d modes of two offsets  phase error %.4f rad  mass error %.4f", h.law(),
                h.held() ? "held" : "not held", h.modes(), h.phaseError(), h.massError()));
        Stream<String> networks = result.networks().stream().map(n -> String.format(Locale.ROOT,
                "%-11s  %-10s  in a network, %s: phase error %.4f rad  drift %.1e rad/step", n.name(),
                n.locked() ? "locked" : "not locked", n.title(), n.phaseError(), n.driftPerStep()));
        return Stream.concat(result.cases().stream().map(c -> String.format(Locale.ROOT,
                "%-11s  %-10s  order %.4f  offset error %s  drift %.1e rad/step  dead %d of %d unstable, %d of %d stable",
                c.name(), c.locked() ? "locked" : "not locked", c.orderParameter(),
                c.offsetError() == null ? "none" : String.format(Locale.ROOT, "%.4f rad", c.offsetError()), c.driftPerStep(),
                c.exactZerosUnstable(), c.unstableInputs(), c.exactZerosStable(), c.stableInputs())),
                Stream.concat(offsets, networks)).toList();
    }
}
