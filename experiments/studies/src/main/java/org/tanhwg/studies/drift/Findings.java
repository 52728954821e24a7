package org.tanhwg.studies.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.datasets.sde.DoubleWell;
import org.tanhwg.datasets.sde.Lorenz;
import org.tanhwg.datasets.sde.Wells;
import org.tanhwg.studies.drift.DriftResult.Outcome;
import org.tanhwg.studies.drift.DriftResult.Pair;
import org.tanhwg.studies.drift.DriftResult.Switches;

/**
 * What a comparison of network and equation found.
 *
 * @param equation states that the equation visited, and {@code followed} those of the network
 */
record Findings(Outcome outcome, ItoProcess process, Examples examples, DriftNetwork network, Simulation equation,
        Simulation followed) {
    /** States that portraits show. */
    private static final int PATH = 800;
    private static final int LYAPUNOV_STEPS = 200_000;

    /** A pure function of its arguments. */
    static Findings of(DriftSettings settings, Examples examples, DriftNetwork network) {
        ItoProcess process = settings.system().process(), latent = network.latent();
        double[][] grid = examples.grid();
        Simulation equation = Simulation.of(settings, examples.starts(), 1);
        Simulation again = Simulation.of(settings, examples.starts(), 2);
        Simulation followed = Simulation.of(settings, network, examples.starts(), 3);
        boolean lost = followed.diverged();
        var outcome = new Outcome(HeldOut.driftError(latent, process, grid), HeldOut.diffusionError(latent, process, grid),
                lost ? null : equation.distance(followed), equation.distance(again), lost ? null : followed.offFlat(),
                HeldOut.imaginary(network, grid),
                network.drift().nonZeros() / (double) (settings.neurons() * process.dimension()),
                passage(process, latent, examples).orElse(null), lyapunov(settings, latent, examples, lost).orElse(null),
                process.dimension() != 2 || lost ? null : Pair.of(equation.circulation(process), followed.circulation(latent)),
                switches(settings, network, lost).orElse(null));
        return new Findings(outcome, process, examples, network, equation, followed);
    }

    private static Optional<Pair> passage(ItoProcess process, ItoProcess latent, Examples examples) {
        if (!(process instanceof DoubleWell wells)) return Optional.empty();
        double low = Math.min(examples.low()[0], -2);
        return Optional.of(Pair.of(PassageTime.mean(process, wells.sigma(), low, -1, 1),
                PassageTime.mean(latent, wells.sigma(), low, -1, 1)));
    }

    private static Optional<Pair> lyapunov(DriftSettings settings, ItoProcess latent, Examples examples, boolean lost) {
        if (!(settings.system().process() instanceof Lorenz lorenz) || lost) return Optional.empty();
        double[] start = examples.starts()[0];
        double dt = 2 * settings.system().dt();
        return Optional.of(Pair.of(Lyapunov.largest(lorenz, start, dt, LYAPUNOV_STEPS),
                Lyapunov.largest(latent, start, dt, LYAPUNOV_STEPS)));
    }

    private static Optional<Switches> switches(DriftSettings settings, DriftNetwork network, boolean lost) {
        if (!(settings.system().process() instanceof Wells wells) || wells.rotation() != 0 || settings.commands() == 0 || lost)
            return Optional.empty();
        int obeyed = Switching.obeyed(settings, network, wells);
        return Optional.of(new Switches(settings.commands(), obeyed, obeyed / (double) settings.commands()));
    }

    /** What a report shows of both, the equation first. */
    List<DriftReport.View> views() {
        var views = new ArrayList<>(List.of(view("equation", equation, process)));
        if (!followed.diverged()) views.add(view("network", followed, network.latent()));
        return views;
    }

    private DriftReport.View view(String name, Simulation simulation, ItoProcess of) {
        List<double[]> path = Arrays.stream(simulation.states()).limit(PATH).toList();
        return new DriftReport.View(name, path, Densities.marginals(simulation, examples),
                of.dimension() == 1 ? List.of() : Densities.current(simulation, of, examples));
    }
}
