package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.studies.recall.PatternKind;
import org.tanhwg.studies.recall.RecallExperiment;
import org.tanhwg.studies.recall.RecallProgress;
import org.tanhwg.studies.recall.RecallSettings;
import org.tanhwg.studies.recall.RecallTable;
import org.tanhwg.studies.recall.Rule;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn recall}: associative recall of patterns of bits or phases. */
@Command(name = "recall", description = {
        "Store patterns of bits, or of phases in complex numbers, in recurrent networks by several rules and recall them from damaged cues.",
        "",
        "Rules: hebb, storkey (bits only), pseudo-inverse, hopfield (softmax memory), tan-hwg (local learning with the potential --beta), tan-hwg-sparse"
                + " (the same with potential 0.15, which prunes more than half of the synapses). All see the same patterns and cues."
                + " Defaults are in brackets.",
        ""})
final class RecallCommand implements Callable<Integer> {
    private static final int DRAWN_UNITS = 256;
    private static final int PIXELS = 784;

    @Option(names = "--units", paramLabel = "N",
            description = "units, and bits or phases of a pattern [256; with mnist 784]") private Optional<Integer> units;

    @Option(names = "--patterns", paramLabel = "N", defaultValue = "64",
            description = "patterns stored [64]") private int patterns;

    @Option(names = "--flips", paramLabel = "X", defaultValue = "0.1",
            description = "share of a cue's bits that are wrong, of its phases that are drawn anew [0.1]") private double flips;

    @Option(names = "--patterns-kind", paramLabel = "KIND", defaultValue = "random",
            description = "bits that are random, correlated or of mnist (digits, black and white), or phase: random phases, complex connections [random]") private PatternKind kind;

    @Option(names = "--rules", paramLabel = "NAMES", split = ",",
            description = "rules to compare, separated by commas [all that store such patterns]") private List<Rule> rules;

    @Option(names = "--erase", paramLabel = "X", defaultValue = "0",
            description = "share of a cue's bits or phases that are not known [0]") private double erase;

    @Option(names = "--damage", paramLabel = "X", defaultValue = "0",
            description = "share of the connections that are cut before recall [0]") private double damage;

    @Option(names = "--cues", paramLabel = "N", defaultValue = "5", description = "cues of each pattern [5]") private int cues;

    @Option(names = "--beta", paramLabel = "X", defaultValue = "0",
            description = "potential of tan-hwg, in parts of a unit's mean weight; 0.1 prunes half of the synapses [0]") private double beta;

    @Option(names = "--dynamics", paramLabel = "KIND", defaultValue = "signs",
            description = "signs, or graded (slower, wider basins) [signs]") private Dynamics dynamics;

    @Option(names = "--sweep", paramLabel = "BOOL", defaultValue = "true", arity = "1",
            description = "whether to measure curves too, over --loads, flips, erasure, damage and order of storage [true]") private boolean sweep;

    @Option(names = "--loads", paramLabel = "X,...", split = ",",
            defaultValue = "0.05,0.1,0.15,0.2,0.25,0.3,0.35,0.4,0.45,0.5,0.55,0.6",
            description = "patterns per unit at which each rule stores anew and its capacity is found [0.05,0.1,...,0.6]") private List<Double> loads;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of everything random [1]") private long seed;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-recall]") private Optional<Path> out;

    @Option(names = "--results", paramLabel = "FILE",
            description = "Markdown page that gets a table of this run") private Optional<Path> results;

    @Option(names = "--resume", paramLabel = "DIR",
            description = "go on with the run in DIR, as it was configured; rules that are done are kept") private Optional<Path> resume;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        final RecallExperiment.Done done;
        try (var progress = new RecallProgress(System.err, Gnn.terminal())) {
            done = resume.isPresent() ? resume(resume.get(), progress) : RecallExperiment.run(settings(), out, progress);
        }
        results.ifPresent(file -> RecallTable.write(done.result(), settings(), command(), file));
        PrintWriter printer = spec.commandLine().getOut();
        done.result().rules().forEach((name, rule) -> printer.println(RecallProgress.line(name, rule)));
        printer.println(done.folder().path());
        return Gnn.DONE;
    }

    /** What was typed, without where it went. */
    private String command() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !List.of("--out", "--results", "--debug").contains(option.longestName()))
                .map(option -> option.longestName() + " " + String.join(",", option.stringValues()))
                .collect(Collectors.joining(" ", "recall ", "")).strip();
    }

    private RecallExperiment.Done resume(Path path, RecallProgress progress) {
        var begun = BegunRun.open(path, spec, new RecallCommand());
        return RecallExperiment.resume(begun.command().settings(), begun.folder(), progress);
    }

    private RecallSettings settings() {
        try {
            return new RecallSettings(units.orElse(kind == PatternKind.MNIST ? PIXELS : DRAWN_UNITS), patterns, flips, kind,
                    rules == null ? Rule.of(kind) : rules, erase, damage, cues, beta, dynamics, sweep, loads, seed);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
    }
}
