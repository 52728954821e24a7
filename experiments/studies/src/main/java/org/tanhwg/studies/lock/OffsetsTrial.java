package org.tanhwg.studies.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tanhwg.core.energy.AtomAttraction;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.space.Complex;

/**
 * Synapses that meet two competing offsets: spectral memory as a repository of the offsets that occur repeatedly (Rem 6.18), which a law with several modes can be and
 * one with a single mode cannot.
 *
 * <p>In each example one coin decides between two offsets of every input to the feedback. What would align a synapse is the amplitude b ā; the law of these over a window
 * of examples is the signal, and the step that of the quadratic energy of W₂ to it. Atoms and the isotropic normal law see the same.
 */
final class OffsetsTrial {
    /** Share of the examples that show the first offset: one that sixteen atoms can hold. */
    static final double SHARE = 0.625;
    /** Both modes are held where none is further off than this, in radians and in mass. */
    static final double PHASE_TOLERANCE = 0.02, MASS_TOLERANCE = 0.07;
    private static final int SYNAPSES = 3;
    private static final int POINTS_PER_ATOM = 8;
    private static final double PULL = 0.1;

    private final LockSettings settings;
    private final RandomGenerator random;
    private final List<Synapse> synapses;

    private OffsetsTrial(LockSettings settings) {
        this.settings = settings;
        random = new SplittableRandom(settings.seed() + 1);
        synapses = IntStream.range(0, SYNAPSES).mapToObj(x -> new Synapse(random.nextDouble(-Math.PI, Math.PI))).toList();
    }

    /**
     * What the synapses remember.
     *
     * @param held figures of each law
     * @param atoms phase laws of the atoms of each synapse, and {@code normal} of its normal law
     */
    record Outcome(List<LockResult.Held> held, List<PhaseLaw> atoms, List<PhaseLaw> normal) {}

    static Outcome run(LockSettings settings) { return new OffsetsTrial(settings).run(); }

    private Outcome run() {
        int window = POINTS_PER_ATOM * settings.atoms();
        int windows = settings.steps() / window;
        for (int k = 0; k < windows; k++) {
            boolean[] first = new boolean[window];
            for (int i = 0; i < window; i++) first[i] = random.nextDouble() < SHARE;
            double pull = PULL / (1 + PULL * Math.max(0, k - windows / 2)); // the second half is averaged
            for (Synapse synapse : synapses) synapse.meet(first, pull);
        }
        List<PhaseLaw> atoms = synapses.stream().map(synapse -> PhaseLaw.of(synapse.atoms)).toList();
        List<PhaseLaw> normal = synapses.stream().map(synapse -> PhaseLaw.of((VectorLaw<Complex>) synapse.normal)).toList();
        return new Outcome(List.of(held(settings.atoms() + " atoms", atoms), held("normal law", normal)), atoms, normal);
    }

    /** Figures of the synapse that remembers worst. */
    private LockResult.Held held(String law, List<PhaseLaw> laws) {
        double phase = 0, mass = 0;
        int modes = Integer.MAX_VALUE;
        for (int x = 0; x < laws.size(); x++) {
            List<PhaseLaw.Mode> found = laws.get(x).modes().stream().limit(2).toList();
            modes = Math.min(modes, found.size());
            for (int k = 0; k < 2; k++) {
                double offset = synapses.get(x).offset + k * settings.apart();
                double share = k == 0 ? SHARE : 1 - SHARE;
                Optional<PhaseLaw.Mode> nearest = found.stream()
                        .min((a, b) -> Double.compare(distance(a.phase(), offset), distance(b.phase(), offset)));
                phase = Math.max(phase, nearest.map(mode -> distance(mode.phase(), offset)).orElse(Math.PI));
                mass = Math.max(mass, Math.abs(nearest.map(PhaseLaw.Mode::mass).orElse(0.0) - share));
            }
        }
        return new LockResult.Held(law, modes, phase, mass, phase <= PHASE_TOLERANCE && mass <= MASS_TOLERANCE);
    }

    private static double distance(double phase, double other) {
        return Math.abs(Math.IEEEremainder(phase - other, 2 * Math.PI));
    }

    /** One synapse under both laws. */
    private final class Synapse {
        private final double offset;
        private VectorLaw<Complex> atoms;
        private ComplexGaussian normal = new ComplexGaussian(Complex.ZERO, 0.5);

        Synapse(double offset) {
            this.offset = offset;
            atoms = new ComplexAtoms(IntStream.range(0, settings.atoms()).mapToObj(k -> normal.sample(random)).toList());
        }

        void meet(boolean[] first, double pull) {
            List<Complex> aligned = new ArrayList<>();
            for (boolean one : first) {
                double phase = offset + (one ? 0 : settings.apart()) + settings.jitter() * random.nextGaussian();
                aligned.add(Complex.polar(1, phase));
            }
            var signal = new ComplexAtoms(aligned);
            atoms = new AtomAttraction(signal, settings.atoms(), pull).prox(atoms, 1).to();
            // the nearest isotropic normal law to the signal has its mean and its standard deviation
            double spread = Math.sqrt(signal.variance() / 2);
            double share = pull / (1 + pull);
            normal = new ComplexGaussian(normal.mean().times(1 - share).plus(signal.mean().times(share)),
                    (1 - share) * normal.sigma() + share * spread);
        }
    }
}
