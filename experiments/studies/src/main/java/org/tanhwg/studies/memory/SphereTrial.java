package org.tanhwg.studies.memory;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.AssociativeMemory;
import org.tanhwg.core.memory.GaussianMemory;
import org.tanhwg.core.memory.Stopping;
import org.tanhwg.studies.memory.MemoryResult.Capacity;
import org.tanhwg.studies.memory.MemoryResult.Point;
import org.tanhwg.studies.memory.MemoryResult.Sweeps;

/**
 * Patterns on a Wasserstein sphere and cues at a given W₂ from them: retrievals, and how it depends on that distance, on β and on the dimension.
 *
 * @param <S> a state: a vector where covariances commute, else a law
 */
final class SphereTrial<S> {
    /** Distances of cues in the sweep, in units of the sphere's radius. */
    private static final double[] DISTANCES = {0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25};
    /** In units of the run's β. */
    private static final double[] BETAS = {0.3, 0.5, 0.7, 1, 1.5, 2, 4};
    /** In parts of the run's dimension. */
    private static final int[] DIMENSIONS = {8, 4, 2, 1};
    private static final int FEWEST_PATTERNS = 8;
    private static final double RECALLED = 0.95;
    /** Most updates of a cue in a sweep: where these do not do, it is not retrieved. */
    private static final int SWEEP_UPDATES = 20;

    private final MemorySettings settings;
    private final States<S> states;
    private final SplittableRandom random;

    /** How a sphere looks to a memory of these states. */
    private interface States<S> {
        AssociativeMemory<S> of(GaussianMemory memory);

        S cue(WassersteinSphere sphere, S pattern, double distance, RandomGenerator random);
    }

    private static final States<double[]> VECTORS = new States<>() {
        @Override public AssociativeMemory<double[]> of(GaussianMemory memory) { return memory.vectors().orElseThrow(); }

        @Override public double[] cue(WassersteinSphere sphere, double[] pattern, double distance, RandomGenerator random) {
            return sphere.cue(pattern, distance, random);
        }
    };
    private static final States<Gaussian> LAWS = new States<>() {
        @Override public AssociativeMemory<Gaussian> of(GaussianMemory memory) { return memory; }

        @Override public Gaussian cue(WassersteinSphere sphere, Gaussian pattern, double distance, RandomGenerator random) {
            return sphere.cue(pattern, distance, random);
        }
    };

    private SphereTrial(MemorySettings settings, States<S> states) {
        this.settings = settings;
        this.states = states;
        random = new SplittableRandom(settings.seed());
    }

    /** A pure function of the settings, times aside. */
    static MemoryFindings run(MemorySettings settings) {
        return settings.covariance() == MemorySettings.Covariance.GENERAL ? new SphereTrial<>(settings, LAWS).run()
                : new SphereTrial<>(settings, VECTORS).run();
    }

    private MemoryFindings run() {
        var sphere = new WassersteinSphere(settings, settings.dim());
        double radius = settings.radius() / Math.sqrt(settings.beta() * settings.patterns());
        long start = System.nanoTime();
        GaussianMemory stored = sphere.memory(settings.patterns(), settings.beta(), settings.precision(), random.split());
        double seconds = (System.nanoTime() - start) * 1e-9;
        AssociativeMemory<S> memory = states.of(stored);
        Cues<S> cues = cues(sphere, memory, settings.cues(), radius);
        Retrievals retrievals = Retrievals.of(memory, cues, settings.stopping());
        Sweeps sweeps = settings.sweep() == 0 ? new Sweeps(List.of(), List.of(), List.of())
                : new Sweeps(radii(sphere, memory), betas(memory, cues.some(settings.sweep())), capacities(radius));
        return new MemoryFindings(stored, retrievals, Optional.of(radius), settings.norm(),
                MemoryFindings.baselines(memory, cues, settings),
                sweeps,
                List.of(), Optional.empty(), seconds);
    }

    private Cues<S> cues(WassersteinSphere sphere, AssociativeMemory<S> memory, int count, double distance) {
        RandomGenerator own = random.split();
        int[] owners = IntStream.generate(() -> own.nextInt(memory.size())).limit(count).toArray();
        return new Cues<>(IntStream.of(owners).mapToObj(i -> states.cue(sphere, memory.pattern(i), distance, own)).toList(),
                owners);
    }

    private List<Point> radii(WassersteinSphere sphere, AssociativeMemory<S> memory) {
        return DoubleStream.of(DISTANCES).map(share -> share * settings.norm())
                .mapToObj(distance -> MemoryFindings.point(distance,
                        Retrievals.of(memory, cues(sphere, memory, settings.sweep(), distance), quick()), settings))
                .toList();
    }

    private List<Point> betas(AssociativeMemory<S> memory, Cues<S> cues) {
        return DoubleStream.of(BETAS).map(factor -> factor * settings.beta())
                .mapToObj(beta -> MemoryFindings.point(beta, Retrievals.of(memory.withBeta(beta), cues, quick()), settings))
                .toList();
    }

    private List<Capacity> capacities(double radius) {
        return IntStream.of(DIMENSIONS).map(part -> Math.max(1, settings.dim() / part)).distinct()
                .mapToObj(dimension -> capacity(dimension, radius)).toList();
    }

    private Capacity capacity(int dimension, double radius) {
        var sphere = new WassersteinSphere(settings, dimension);
        int held = 0;
        for (int patterns = FEWEST_PATTERNS; patterns <= settings.patterns(); patterns *= 2) {
            AssociativeMemory<S> memory = states
                    .of(sphere.memory(patterns, settings.beta(), settings.precision(), random.split()));
            Retrievals retrievals = Retrievals.of(memory, cues(sphere, memory, settings.sweep(), radius), quick());
            if (Retrievals.share(retrievals.distances(), settings.within()) < RECALLED)
                return new Capacity(dimension, held, false);
            held = patterns;
        }
        return new Capacity(dimension, held, true);
    }

    private Stopping quick() {
        return new Stopping(Math.max(settings.tolerance(), 1e-6), Math.min(settings.updates(), SWEEP_UPDATES));
    }
}
