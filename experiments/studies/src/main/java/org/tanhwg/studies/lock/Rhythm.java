package org.tanhwg.studies.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tanhwg.core.space.Complex;
import org.tanhwg.studies.lock.LockSettings.Situation;

/**
 * What the unit hears: inputs of modulus 1 on a common carrier whose phase is new at every step, and the feedback on the same carrier.
 *
 * <p>A stable input has the phase of the carrier plus its own offset plus jitter; an unstable one has any phase. The feedback turns
 * against the carrier by the frequency mismatch.
 */
final class Rhythm {
    private final RandomGenerator random;
    private final double[] offsets;
    private final int stable;
    private final double jitter;
    private final double mismatch;
    private double feedback;

    Rhythm(LockSettings settings, Situation situation, RandomGenerator random) {
        this.random = random;
        stable = settings.inputs() - situation.unstable(settings);
        jitter = settings.jitter();
        mismatch = situation.mismatch(settings);
        feedback = anyPhase();
        offsets = random.doubles(settings.inputs(), -Math.PI, Math.PI).toArray();
    }

    /**
     * One example.
     *
     * @param nominal the inputs as they would be without jitter
     * @param inputs a
     * @param feedback b
     */
    record Moment(List<Complex> nominal, List<Complex> inputs, Complex feedback) {}

    /** Number of stable inputs; they come first. */
    int stable() { return stable; }

    /** The next example. */
    Moment next() {
        double carrier = anyPhase();
        List<Complex> nominal = new ArrayList<>();
        List<Complex> inputs = new ArrayList<>();
        for (int x = 0; x < offsets.length; x++) {
            double phase = x < stable ? carrier + offsets[x] : anyPhase();
            nominal.add(Complex.polar(1, phase));
            inputs.add(Complex.polar(1, x < stable ? phase + jitter * random.nextGaussian() : phase));
        }
        var moment = new Moment(nominal, inputs, Complex.polar(1, carrier + feedback));
        feedback += mismatch;
        return moment;
    }

    private double anyPhase() { return random.nextDouble(-Math.PI, Math.PI); }

    /**
     * An internal oscillator (Rem 6.20): a self-sustained rotation that the inputs are heard against, so that the memory can store offsets
     * relative to it.
     *
     * <p>It is driven by the memory: what the memory had to turn in a step pulls its frequency by the share {@link #DRIVE}. The frequency
     * settles where the memory no longer turns, which is the mismatch, though nothing tells it.
     *
     * @param phase Ψ, radians
     * @param frequency radians per step
     */
    record Oscillator(double phase, double frequency) {
        private static final double DRIVE = 0.02;

        /** At rest. */
        static final Oscillator SILENT = new Oscillator(0, 0);

        Complex wave() { return Complex.polar(1, phase); }

        /** One step on, in which the memory turned by so many radians. */
        Oscillator next(double turn) {
            return new Oscillator(Math.IEEEremainder(phase + frequency, 2 * Math.PI), frequency + DRIVE * turn);
        }
    }
}
