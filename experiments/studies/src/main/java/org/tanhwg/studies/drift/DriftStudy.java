package org.tanhwg.studies.drift;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.core.diffusion.NetworkFile;
import org.tanhwg.datasets.sde.Systems.DoubleWell;
import org.tanhwg.datasets.sde.Systems.Lorenz;
import org.tanhwg.datasets.sde.Wells;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.StudyFolder;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.drift.DriftReport.View;
import org.tanhwg.studies.drift.DriftResult.Outcome;
import org.tanhwg.studies.drift.DriftResult.Pair;
import org.tanhwg.studies.drift.DriftResult.Switches;
import org.tanhwg.training.run.UserError;

/**
 * {@code gnn drift}: fits a network to an equation, keeps it in {@code network.bin} (read by {@link NetworkFile}) as soon as it is there, and compares
 * the two.
 */
public final class DriftStudy implements StudyRun<DriftResult> {
    public static final Study<DriftSettings, DriftResult> STUDY = new Study<>("drift", DriftSettings.class, DriftResult.class,
            DriftStudy::new,
            "Let a recurrent network follow a stochastic differential equation, simulate it, and measure how well it does.",
            "Systems: ou (Ornstein-Uhlenbeck with rotation), double-well, van-der-pol, lorenz, wells (four, an input switches), cycling-wells,"
                    + " multiplicative (noise depends on the state), gradient. Nothing is read; examples are drawn.");
    private static final String NETWORK = "network.bin";
    /** States that portraits show. */
    private static final int PATH = 800;
    private static final int LYAPUNOV_STEPS = 200_000;

    private final DriftSettings settings;
    private final ItoProcess process;
    private DriftExamples examples;
    private DriftNetwork network;
    private Simulation equation;
    private Simulation followed;

    DriftStudy(DriftSettings settings) {
        this.settings = settings;
        process = settings.system().process();
    }

    @Override public DriftSettings settings() { return settings; }

    @Override public DriftResult run(StudyFolder folder) {
        examples = DriftExamples.draw(settings.system(), settings.points(), new SplittableRandom(settings.seed()));
        long start = System.nanoTime();
        boolean fitted = Files.exists(folder.path(NETWORK));
        network = fitted ? read(folder.path(NETWORK)) : Fitting.fit(settings, examples);
        Double fitSeconds = fitted ? null : seconds(start);
        if (!fitted) folder.write(NETWORK, stream -> NetworkFile.write(network, stream));
        start = System.nanoTime();
        simulate();
        Outcome outcome = outcome();
        return new DriftResult("drift", folder.provenance(Optional.empty(), settings.seed()), outcome,
                new DriftResult.Timing(fitSeconds, seconds(start)));
    }

    private static double seconds(long start) { return (System.nanoTime() - start) * 1e-9; }

    private static DriftNetwork read(Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return NetworkFile.read(in);
        } catch (IOException e) {
            throw new UserError(file + ": " + UserError.reason(e) + "; remove it, and the network is fitted again", e);
        }
    }

    private void simulate() {
        equation = Simulation.of(settings, examples.starts(), 1);
        followed = Simulation.of(settings, network, examples.starts(), 3);
    }

    private Outcome outcome() {
        ItoProcess latent = network.latent();
        double[][] grid = examples.grid();
        Simulation again = Simulation.of(settings, examples.starts(), 2);
        boolean lost = followed.diverged();
        return new Outcome(DriftErrors.drift(latent, process, grid), DriftErrors.diffusion(latent, process, grid),
                lost ? null : equation.distance(followed), equation.distance(again), lost ? null : followed.offFlat(),
                DriftErrors.imaginary(network, grid),
                network.drift().nonZeros() / (double) (settings.neurons() * process.dimension()), passageTime(latent),
                lost ? null : lyapunov(latent),
                process.dimension() != 2 || lost ? null : Pair.of(equation.circulation(process), followed.circulation(latent)),
                lost ? null : switches());
    }

    private Pair passageTime(ItoProcess latent) {
        if (!(process instanceof DoubleWell wells)) return null;
        double low = Math.min(examples.low()[0], -2);
        return Pair.of(PassageTime.mean(process, wells.sigma(), low, -1, 1),
                PassageTime.mean(latent, wells.sigma(), low, -1, 1));
    }

    private Pair lyapunov(ItoProcess latent) {
        if (!(process instanceof Lorenz lorenz)) return null;
        double[] start = examples.starts()[0];
        double dt = 2 * settings.system().dt();
        return Pair.of(Lyapunov.largest(lorenz, start, dt, LYAPUNOV_STEPS), Lyapunov.largest(latent, start, dt, LYAPUNOV_STEPS));
    }

    private Switches switches() {
        if (!(process instanceof Wells wells) || wells.rotation() != 0 || settings.commands() == 0) return null;
        int obeyed = Switching.obeyed(settings, network, wells);
        return new Switches(settings.commands(), obeyed, obeyed / (double) settings.commands());
    }

    @Override public Report report(DriftResult result, StudyFolder folder) {
        if (network == null) { // another process has run
            examples = DriftExamples.draw(settings.system(), settings.points(), new SplittableRandom(settings.seed()));
            network = read(folder.path(NETWORK));
            simulate();
        }
        var views = new ArrayList<>(List.of(view("equation", equation, process)));
        if (!followed.diverged()) views.add(view("network", followed, network.latent()));
        return DriftReport.of(result, views);
    }

    private View view(String name, Simulation simulation, ItoProcess of) {
        List<double[]> path = Arrays.stream(simulation.states()).limit(PATH).toList();
        return new View(name, path, Densities.marginals(simulation, examples),
                of.dimension() == 1 ? List.of() : Densities.current(simulation, of, examples));
    }

    @Override public List<String> summary(DriftResult result) {
        Outcome end = result.outcome();
        return List.of(String.format(Locale.ROOT, "drift error %.2g  diffusion error %.2g  W2 %s (chance %.2g)%s%s%s%s%s",
                end.driftError(), end.diffusionError(),
                end.stationaryW2() == null ? "none, diverged" : String.format(Locale.ROOT, "%.2g", end.stationaryW2()),
                end.stationaryW2Floor(), ratio("passage time", end.passageTime()),
                ratio("Lyapunov exponent", end.lyapunovExponent()), ratio("circulation", end.circulation()),
                end.switches() == null ? "" : String.format(Locale.ROOT, "  switches %.1f %%", 100 * end.switches().share()),
                end.kept() < 1 ? String.format(Locale.ROOT, "  kept %.1f %%", 100 * end.kept()) : ""));
    }

    private static String ratio(String name, Pair pair) {
        return pair == null ? "" : String.format(Locale.ROOT, "  %s %.4g of %.4g", name, pair.network(), pair.equation());
    }
}
