package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tanhwg.core.memory.VectorMemory.Precision;
import org.tanhwg.studies.memory.Covariance;
import org.tanhwg.studies.memory.MemoryExperiment;
import org.tanhwg.studies.memory.MemoryResult;
import org.tanhwg.studies.memory.MemorySettings;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn memory}: dense associative memory over normal laws. */
@Command(name = "memory", description = {
        "Store normal laws in a dense associative memory and recall them from cues at a given Wasserstein distance.", "",
        "Patterns are drawn on the Wasserstein sphere |mean|² + trace = norm², or are words of a text (--words), whose cues are the laws"
                + " that the other half of the text teaches. Defaults are in brackets.",
        ""})
final class MemoryCommand implements Callable<Integer> {
    private static final String WORDS = "--words";
    /** Options that mean something for drawn patterns only. */
    private static final List<String> DRAWN = List.of("--covariance", "--radius", "--norm", "--condition");

    @Option(names = "--patterns", paramLabel = "N", defaultValue = "1000",
            description = "patterns stored; with --words at most so many words [1000]") private int patterns;

    @Option(names = "--dim", paramLabel = "N", defaultValue = "10", description = "dimension d of the laws [10]") private int dim;

    @Option(names = "--covariance", paramLabel = "KIND", defaultValue = "general",
            description = "commuting, general or spherical [general]") private Covariance covariance;

    @Option(names = "--beta", paramLabel = "X", defaultValue = "1",
            description = "inverse temperature β, in 1/distance² [1]") private double beta;

    @Option(names = "--radius", paramLabel = "X", defaultValue = "100",
            description = "distance W₂ of a cue from its pattern, in units of 1/√(βN) [100]") private double radius;

    @Option(names = "--norm", paramLabel = "X", defaultValue = "7",
            description = "radius of the sphere of patterns [7]") private double norm;

    @Option(names = "--condition", paramLabel = "X", defaultValue = "10",
            description = "ratio up to which the eigenvalues of a covariance differ [10]") private double condition;

    @Option(names = WORDS, paramLabel = "FILE",
            description = "store the words of this text instead") private Optional<Path> words;

    @Option(names = "--cues", paramLabel = "N", defaultValue = "500", description = "cues recalled [500]") private int cues;

    @Option(names = "--within", paramLabel = "X", defaultValue = "0.1",
            description = "distance W₂ from its pattern up to which the end of a recall counts as retrieved [0.1]") private double within;

    @Option(names = "--tolerance", paramLabel = "X", defaultValue = "1e-7",
            description = "change by an update at which a recall ends, relative to the spread of the patterns [1e-7]") private double tolerance;

    @Option(names = "--updates", paramLabel = "N", defaultValue = "200",
            description = "most updates of a cue [200]") private int updates;

    @Option(names = "--precision", paramLabel = "KIND", defaultValue = "double",
            description = "of products with all patterns: single or double [double]") private Precision precision;

    @Option(names = "--sweep", paramLabel = "N", defaultValue = "20",
            description = "cues at each point of the sweeps over radius, β and dimension; 0 for none [20]") private int sweep;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of everything random [1]") private long seed;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-memory]") private Optional<Path> out;

    @Option(names = "--resume", paramLabel = "DIR",
            description = "do the run in DIR, which did not end, as it was configured") private Optional<Path> resume;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        MemoryExperiment.Done done = resume.map(this::resume).orElseGet(() -> MemoryExperiment.run(settings(), out));
        MemoryResult.Outcome end = done.result().outcome();
        String kinds = end.status().entrySet().stream().filter(kind -> kind.getValue() > 0)
                .map(kind -> kind.getValue() + " " + kind.getKey()).collect(Collectors.joining(", "));
        PrintWriter printer = spec.commandLine().getOut();
        printer.printf(Locale.ROOT,
                "retrieved %.1f %%  median W2 %.2g  mean W2 %.2g  %d cues: %s; %d converged  %.3g ms per cue  %s%n",
                100 * end.retrieved(), end.medianW2(), end.meanW2(), end.cues(), kinds, end.converged(),
                done.result().timing().millisecondsPerCue(), done.folder().path());
        return Gnn.DONE;
    }

    private MemoryExperiment.Done resume(Path path) {
        var begun = BegunRun.open(path, spec, new MemoryCommand());
        return MemoryExperiment.resume(begun.command().settings(), begun.folder());
    }

    private MemorySettings settings() {
        if (words.isPresent()) {
            for (String option : DRAWN)
                if (spec.commandLine().getParseResult().hasMatchedOption(option))
                    throw new UserError(option + " is for drawn patterns and makes no difference to " + WORDS + "; leave it out");
        }
        try {
            MemorySettings.Source source = words.isPresent() ? new MemorySettings.Words(words.get())
                    : new MemorySettings.Sphere(covariance, radius, norm, condition);
            return new MemorySettings(patterns, dim, beta, cues, within, tolerance, updates, precision, sweep, source, seed);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
    }
}
