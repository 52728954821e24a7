package org.tanhwg.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tanhwg.core.diffusion.MapLearner.Connectivity;
import org.tanhwg.core.diffusion.Walk.Integrator;
import org.tanhwg.studies.drift.DriftExperiment;
import org.tanhwg.studies.drift.DriftResult.Outcome;
import org.tanhwg.studies.drift.DriftResult.Pair;
import org.tanhwg.studies.drift.DriftSettings;
import org.tanhwg.studies.drift.Embedding;
import org.tanhwg.studies.drift.Solver;
import org.tanhwg.studies.drift.Target;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn drift}: a recurrent network that follows a stochastic differential equation. */
@Command(name = "drift", description = {
        "Let a recurrent network follow a stochastic differential equation, simulate it, and measure how well it does.", "",
        "Systems: ou (Ornstein-Uhlenbeck with rotation), double-well, van-der-pol, lorenz, wells (four, an input switches), cycling-wells,"
                + " multiplicative (noise depends on the state), gradient. Nothing is read; examples are drawn.",
        ""})
final class DriftCommand implements Callable<Integer> {
    @Option(names = "--system", paramLabel = "NAME", defaultValue = "ou",
            description = "the equation [ou]") private Target system;

    @Option(names = "--neurons", paramLabel = "N",
            description = "neurons of the network [256; 64 with a learned embedding]") private Optional<Integer> neurons;

    @Option(names = "--points", paramLabel = "N", defaultValue = "6000",
            description = "examples of the drift, half of them along paths, half in a box around those [6000]") private int points;

    @Option(names = "--embedding", paramLabel = "KIND",
            description = "random or learned: where neurons look at the latent state [random; learned for wells]") private Optional<Embedding> embedding;

    @Option(names = "--learn-steps", paramLabel = "N",
            description = "steps that a learned embedding takes [80; 220 for symmetric, which is as much work]") private Optional<Integer> learnSteps;

    @Option(names = "--connectivity", paramLabel = "KIND", defaultValue = "asymmetric",
            description = "asymmetric or symmetric: of the weight matrix [asymmetric]") private Connectivity connectivity;

    @Option(names = "--solver", paramLabel = "NAME",
            description = "ridge, tan-hwg, adam, or learned: how the readout is found [ridge; tan-hwg with --keep; learned for symmetric]") private Optional<Solver> solver;

    @Option(names = "--epochs", paramLabel = "N",
            description = "passes of the solver over the examples [10 for tan-hwg, 200 for adam]") private Optional<Integer> epochs;

    @Option(names = "--regularization", paramLabel = "X", defaultValue = "1e-8",
            description = "λ of ridge: more makes drift less exact and bears more noise [1e-8]") private double regularization;

    @Option(names = "--keep", paramLabel = "SHARE", defaultValue = "1",
            description = "largest share of the readout's weights that stay, in (0, 1]: by consolidation with tan-hwg, by optimal brain surgeon with ridge [1]") private double keep;

    @Option(names = "--integrator", paramLabel = "NAME", defaultValue = "heun",
            description = "euler-maruyama or heun: of simulations [heun]") private Integrator integrator;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "200000",
            description = "steps of each simulation, over 20 paths [200000]") private int steps;

    @Option(names = "--commands", paramLabel = "N", defaultValue = "1000",
            description = "switches that an input commands, with wells [1000]") private int commands;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of everything random [1]") private long seed;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-drift]") private Optional<Path> out;

    @Option(names = "--resume", paramLabel = "DIR",
            description = "go on with the run in DIR, as it was configured") private Optional<Path> resume;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        if (resume.isPresent()) return resume(resume.get());
        DriftSettings settings = settings();
        return print(DriftExperiment.run(settings, RunFolder.create(out, "drift")));
    }

    private int resume(Path path) {
        var begun = BegunRun.open(path, spec, new DriftCommand());
        return print(DriftExperiment.resume(begun.command().settings(), begun.folder()));
    }

    private int print(DriftExperiment.Done done) {
        Outcome end = done.result().outcome();
        spec.commandLine().getOut().printf(Locale.ROOT, "drift error %.2g  diffusion error %.2g  W2 %s (chance %.2g)%s  %s%n",
                end.driftError(), end.diffusionError(),
                end.stationaryW2() == null ? "none, diverged" : String.format(Locale.ROOT, "%.2g", end.stationaryW2()),
                end.stationaryW2Floor(), more(end), done.folder().path());
        return Gnn.DONE;
    }

    private static String more(Outcome end) {
        return ratio("passage time", end.passageTime()) + ratio("Lyapunov exponent", end.lyapunovExponent())
                + ratio("circulation", end.circulation())
                + (end.switches() == null ? "" : String.format(Locale.ROOT, "  switches %.1f %%", 100 * end.switches().share()))
                + (end.kept() < 1 ? String.format(Locale.ROOT, "  kept %.1f %%", 100 * end.kept()) : "");
    }

    private static String ratio(String name, Pair pair) {
        return pair == null ? "" : String.format(Locale.ROOT, "  %s %.4g of %.4g", name, pair.network(), pair.equation());
    }

    private DriftSettings settings() {
        try {
            Embedding map = embedding
                    .orElse(system.learned() || connectivity == Connectivity.SYMMETRIC
                            || solver.equals(Optional.of(Solver.LEARNED)) ? Embedding.LEARNED : Embedding.RANDOM);
            Solver way = solver
                    .orElse(connectivity == Connectivity.SYMMETRIC ? Solver.LEARNED : keep < 1 ? Solver.TAN_HWG : Solver.RIDGE);
            return new DriftSettings(system, neurons.orElse(map == Embedding.LEARNED ? 64 : 256), points, map,
                    learnSteps.orElse(DriftSettings.learnSteps(connectivity)),
                    connectivity, way, epochs.orElse(way.epochs()), regularization, keep, integrator, steps, commands,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
    }
}
