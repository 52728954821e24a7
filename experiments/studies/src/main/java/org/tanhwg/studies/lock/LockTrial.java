package org.tanhwg.studies.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.EnergyDescent;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.studies.lock.LockSettings.Situation;
import org.tanhwg.studies.lock.Rhythm.Moment;
import org.tanhwg.studies.lock.Rhythm.Oscillator;
import org.tanhwg.training.run.RunResult.EpochResult;

/**
 * One unit in one situation: the first half of the steps with the potential, the second without it, measured.
 *
 * <p>A unit is locked when its synapses agree on a phase <em>and</em> the memory holds still. A unit that runs after a frequency mismatch
 * agrees with itself perfectly, and turns.
 */
final class LockTrial {
    /** Radians that a memory at rest may turn in the measured half; noise turns it by hundredths. */
    static final double STILL = 0.5;
    private static final double AGREED = 0.95;
    /** Steps with the potential, at most half of all: time enough for what is unused, too short for what is merely redundant. */
    private static final int FORGETTING = 6000;
    private static final int POINTS = 30;
    /** Snapshots of the memory in the measured half. */
    private static final int SNAPSHOTS = 500;
    private static final double ROUNDING = 1e-12;

    private final Situation situation;
    private final LockSettings settings;
    private final Rhythm rhythm;
    private final LockingUnit unit;
    private final Window measured;
    private final List<List<Complex>> snapshots = new ArrayList<>();
    private Oscillator oscillator = Oscillator.SILENT;
    private EnergyDescent descent = EnergyDescent.NONE;
    private int fell;

    private LockTrial(LockSettings settings, Situation situation) {
        this.settings = settings;
        this.situation = situation;
        var random = new SplittableRandom(settings.seed());
        rhythm = new Rhythm(settings, situation, random);
        unit = new LockingUnit(settings.inputs(), random);
        measured = new Window(rhythm.stable());
    }

    /**
     * What came of it.
     *
     * @param memory for each synapse its mass at the end and the law of its phase over the measured half
     */
    record Outcome(LockResult.Case result, SpectralMemory memory) {}

    static Outcome run(LockSettings settings, Situation situation) { return new LockTrial(settings, situation).run(); }

    private Outcome run() {
        int half = settings.steps() / 2;
        List<LockResult.Point> curve = new ArrayList<>();
        for (int point = 0; point < POINTS; point++) {
            Window window = new Window(rhythm.stable());
            for (int step = end(point); step < end(point + 1); step++) {
                if (step == Math.min(FORGETTING, half)) unit.freeze();
                if (step < half) step(window);
                else step(window, measured);
                if (step >= half && (step - half) % Math.max(1, half / SNAPSHOTS) == 0) snapshots.add(means());
            }
            curve.add(new LockResult.Point(end(point + 1), window.order(), offsetError(window), window.drift(), massOnStable()));
        }
        return new Outcome(result(curve), new SpectralMemory(unit.state().weights(), laws()));
    }

    /** Step at which the point before the {@code point}-th ends; points lie closer where more happens. */
    private int end(int point) {
        return (int) ((long) point * point * settings.steps() / (POINTS * POINTS));
    }

    private void step(Window... windows) {
        Moment moment = rhythm.next();
        SpectralMemory before = unit.memory();
        Complex wave = oscillator.wave();
        StepResult<List<Complex>> step = unit.learn(moment.inputs().stream().map(wave::times).toList(), moment.feedback());
        SpectralMemory after = unit.memory();
        double turn = after.turnSince(before);
        double order = after.order(moment.nominal()).modulus();
        Complex[] errors = errors(moment, wave);
        for (Window window : windows) window.add(order, turn, errors);
        if (situation == Situation.OSCILLATOR) oscillator = oscillator.next(turn);
        descent = descent.plus(EnergyDescent.of(List.of(step), ROUNDING));
        if (step.energyAfter() < step.energyBefore()) fell++;
    }

    /** For each stable input e^{i error}, the phase of what it passes on against that of the feedback; 0 for a silent synapse. */
    private Complex[] errors(Moment moment, Complex wave) {
        Complex[] errors = new Complex[rhythm.stable()];
        for (int x = 0; x < errors.length; x++) {
            Complex m = unit.state().laws().get(x).mean();
            Complex heard = m.times(wave).times(moment.nominal().get(x)).times(moment.feedback().conjugate());
            errors[x] = m.modulus() == 0 ? Complex.ZERO : Complex.polar(1, heard.phase());
        }
        return errors;
    }

    private LockResult.Case result(List<LockResult.Point> curve) {
        double[] weights = unit.state().weights();
        int stable = rhythm.stable();
        boolean still = Math.abs(measured.drift()) * measured.steps() < STILL;
        return new LockResult.Case(situation.label(), stable, weights.length - stable, measured.order(), offsetError(measured),
                measured.drift(), massOnStable(), zeros(0, stable), zeros(stable, weights.length),
                measured.order() >= AGREED && still,
                situation == Situation.OSCILLATOR ? oscillator.frequency() : null,
                new EpochResult.EnergyDescent(descent.checked(), descent.violated(), -descent.worst(),
                        (double) fell / settings.steps()),
                curve);
    }

    /** Null when no stable input is alive. */
    private Double offsetError(Window window) {
        double[] weights = unit.state().weights();
        var largest = IntStream.range(0, rhythm.stable()).filter(x -> weights[x] > 0).mapToDouble(window::error).max();
        return largest.isPresent() ? largest.getAsDouble() : null;
    }

    /** What the others have left: exactly 1 when they have nothing. */
    private double massOnStable() {
        double[] weights = unit.state().weights();
        return 1 - IntStream.range(rhythm.stable(), weights.length).mapToDouble(x -> weights[x]).sum();
    }

    private int zeros(int from, int to) {
        double[] weights = unit.state().weights();
        return (int) IntStream.range(from, to).filter(x -> weights[x] == 0).count();
    }

    private List<Complex> means() { return unit.state().laws().stream().map(law -> law.mean()).toList(); }

    private List<PhaseLaw> laws() {
        return IntStream.range(0, settings.inputs()).<PhaseLaw>mapToObj(x -> {
            Stream<Complex> amplitudes = snapshots.stream().map(means -> means.get(x));
            return PhaseLaw.of(DiscreteMeasure.uniform(amplitudes.toList()));
        }).toList();
    }

    /** Sums over consecutive steps of what is measured. */
    static final class Window {
        private final Complex[] errors;
        private double order;
        private double turn;
        private int steps;

        Window(int stable) {
            errors = new Complex[stable];
            Arrays.fill(errors, Complex.ZERO);
        }

        void add(double order, double turn, Complex[] errors) {
            this.order += order;
            this.turn += turn;
            for (int x = 0; x < errors.length; x++) this.errors[x] = this.errors[x].plus(errors[x]);
            steps++;
        }

        int steps() { return steps; }

        /** Mean order parameter. */
        double order() { return order / steps; }

        /** Mean turn of a step, radians. */
        double drift() { return turn / steps; }

        /** Distance of the circular mean of stable input x's error from 0, in [0, π]. */
        double error(int x) {
            return Math.abs(errors[x].phase());
        }
    }
}
