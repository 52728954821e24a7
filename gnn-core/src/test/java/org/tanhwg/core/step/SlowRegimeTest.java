package org.tanhwg.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What every move of mass must satisfy: descent of its energy, mass 1, no negative mass, equivariance, and the best of all targets. */
class SlowRegimeTest {
    @Provide Arbitrary<MassTarget> withEnergy() {
        Arbitrary<Double> power = Arbitraries.doubles().between(0, 1);
        return Arbitraries.oneOf(power.map(MassTarget.Observable::new), power.map(MassTarget.Pressure::new));
    }

    @Provide Arbitrary<MassTarget> targets() {
        return Arbitraries.oneOf(withEnergy(), Combinators
                .combine(Arbitraries.doubles().between(0, 1), Arbitraries.doubles().between(0, 1)).as(MassTarget.Mixed::new));
    }

    /** J(O, ·) for |O|^p, ⟨p, ·⟩ for pressure (theory §4.6, §4.8). */
    @Property void theEnergyFalls(@ForAll("withEnergy") MassTarget target, @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @DoubleRange(max = 1) double gamma) {
        Unit unit = Unit.random(seed, n);
        SlowRegime slow = new SlowRegime(gamma, target, 0, 0);
        ToDoubleFunction<double[]> energy = slow.energy(unit.w, unit.o, unit.g).orElseThrow();
        double before = energy.applyAsDouble(unit.w), after = energy.applyAsDouble(slow.step(unit.w, unit.o, unit.g));
        assertThat(after).isLessThanOrEqualTo(before + 1e-12 * unit.scale(before));
    }

    /** Silent synapses that hand their mass over lower J(O, ·) further. */
    @Property void consolidationThatPrunesLowersItsEnergyToo(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int n,
            @ForAll @DoubleRange(max = 1) double power, @ForAll @DoubleRange(max = 1) double gamma) {
        Unit unit = Unit.random(seed, n);
        SlowRegime slow = new SlowRegime(gamma, power, Double.POSITIVE_INFINITY);
        ToDoubleFunction<double[]> energy = slow.energy(unit.w, unit.o, unit.g).orElseThrow();
        double before = energy.applyAsDouble(unit.w);
        assertThat(energy.applyAsDouble(slow.step(unit.w, unit.o))).isLessThanOrEqualTo(before + 1e-12 * unit.scale(before));
    }

    @Property void massStaysAProbabilityAndSilentUnitsStay(@ForAll("targets") MassTarget target, @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int n, @ForAll @DoubleRange(max = 1) double gamma,
            @ForAll @DoubleRange(max = 1) double share, @ForAll @DoubleRange(max = .9) double quantum) {
        Unit unit = Unit.random(seed, n);
        SlowRegime slow = new SlowRegime(gamma, target, share, quantum);
        double[] to = slow.step(unit.w, unit.o, unit.g);
        assertThat(Arrays.stream(to).min().orElseThrow()).isNotNegative();
        assertThat(Arrays.stream(to).sum()).isCloseTo(1, within(1e-12));
        for (int x = 0; x < n; x++) if (unit.w[x] == 0) assertThat(to[x]).isZero();
        assertThat(slow.step(unit.w, new double[n], unit.g)).containsExactly(unit.w);
    }

    @Property void commutesWithReordering(@ForAll("targets") MassTarget target, @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int n, @ForAll @DoubleRange(max = .9) double quantum) {
        Unit unit = Unit.random(seed, n);
        SlowRegime slow = new SlowRegime(.2, target, .3, quantum);
        assertThat(slow.step(backwards(unit.w), backwards(unit.o), backwards(unit.g)))
                .containsExactly(backwards(slow.step(unit.w, unit.o, unit.g)), within(1e-12));
    }

    /** No other mass has less of the energy than the target of |O|^p: points of the simplex at random, and near it. */
    @Property(tries = 100) void theTargetMinimises(@ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int n,
            @ForAll @DoubleRange(max = 1) double power) {
        Unit unit = Unit.random(seed, n);
        MassTarget target = new MassTarget.Observable(power);
        ToDoubleFunction<double[]> energy = target.energy(unit.w, unit.o, unit.g).orElseThrow();
        double[] best = target.at(unit.w, unit.o, unit.g).orElseThrow();
        double least = energy.applyAsDouble(best);
        Random random = new Random(seed);
        for (int rival = 0; rival < 200; rival++) {
            double[] w = new double[n];
            double near = Math.pow(10, -3 * random.nextDouble());
            for (int x = 0; x < n; x++) w[x] = Math.max(0, (1 - near) * best[x] + near * random.nextDouble());
            double sum = Arrays.stream(w).sum();
            for (int x = 0; x < n; x++) w[x] /= sum;
            assertThat(energy.applyAsDouble(w)).isGreaterThanOrEqualTo(least * (1 - 1e-12));
        }
    }

    /** At rest under a potential, |G_x| = β/ŵ_x, both targets are one (theory §4.8). */
    @Property void pressuresAreEqualWhereConsolidationRests(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int n) {
        Unit unit = Unit.random(seed, n);
        double[] w = new MassTarget.Observable(.5).at(unit.w, unit.o, unit.g).orElseThrow();
        double[] g = new double[n];
        for (int x = 0; x < n; x++) if (unit.o[x] != 0) g[x] = -Math.signum(unit.o[x]) * 1e-3 / (n * w[x]);
        assertThat(new MassTarget.Pressure(.5).at(w, unit.o, g).orElseThrow()).containsExactly(w, within(1e-12));
    }

    @Test void aStarvingSynapseLosesWhatItHas() {
        double[] to = new SlowRegime(1, new MassTarget.Pressure(.5), 0, .3).step(new double[] {.05, .45, .5},
                new double[] {1, 1, 1},
                new double[] {1, -1, -2});
        assertThat(to[0]).isZero();
        assertThat(to[2]).isGreaterThan(to[1]);
    }

    /** A quarter of the mean mass, to the bit, is enough for a silent synapse, and for any where a quarter is the quantum. */
    @Test void whoHasExactlyItsShareKeepsIt() {
        double[] w = {.0625, .4375, .25, .25};
        for (boolean silent : new boolean[] {true, false}) {
            double[] o = {silent ? 0 : 1, 1, 1, 1}, g = new double[4];
            MassTarget still = new MassTarget.Pressure(1); // no pressure, so nothing moves
            double share = silent ? .25 : 0, quantum = silent ? 0 : .25;
            assertThat(new SlowRegime(.5, still, share, quantum).step(w, o, g)).containsExactly(w);
            assertThat(new SlowRegime(.5, still, Math.nextUp(share) * (silent ? 1 : 0), silent ? 0 : Math.nextUp(quantum)).step(w,
                    o, g)[0])
                    .isZero();
        }
    }

    @Test void silencingLeavesNoSilentSynapseItsMass() {
        SlowRegime slow = new SlowRegime(.5, new MassTarget.Observable(.5), 0, .1);
        assertThat(slow.silencing()).isEqualTo(new SlowRegime(.5, slow.target(), Double.POSITIVE_INFINITY, .1));
        assertThat(slow.silencing().step(new double[] {.5, .5}, new double[] {0, 1})).containsExactly(0, 1);
    }

    /** w = (½, ½, 0), p = (−2, 4, 0): the energy is linear in the masses; only the first synapse pays. */
    @Test void pressureIsAmplitudeTimesSignal() {
        double[] w = {.5, .5, 0}, o = {1, 1, 0}, g = {-1, 2, -9};
        MassTarget pressure = new MassTarget.Pressure(.5);
        assertThat(pressure.energy(w, o, g).orElseThrow().applyAsDouble(new double[] {.25, .5, .25}))
                .isEqualTo(-2 * .25 + 4 * .5);
        assertThat(pressure.at(w, o, g).orElseThrow()).containsExactly(1, 0, 0);
        assertThat(pressure.at(w, o, new double[] {1, 1, 1})).isEmpty();
    }

    /** A quarter of pressure's (1, 0), three of |O|^½'s (⅓, ⅔); all of the latter where no pressure draws. */
    @Test void mixedTargetsAreTheirShares() {
        double[] w = {.5, .5}, o = {1, 4}, g = {-1, 1};
        MassTarget mixed = new MassTarget.Mixed(.5, .25);
        assertThat(mixed.at(w, o, g).orElseThrow()).containsExactly(new double[] {.25 + .75 / 3, .75 * 2 / 3}, within(1e-15));
        assertThat(mixed.at(w, o, new double[] {1, 1}).orElseThrow()).containsExactly(new double[] {1 / 3., 2 / 3.},
                within(1e-15));
        assertThat(mixed.at(w, new double[2], g)).isEmpty();
        assertThat(mixed.energy(w, o, g)).isEmpty();
    }

    private static double[] backwards(double[] values) {
        double[] reversed = new double[values.length];
        for (int x = 0; x < values.length; x++) reversed[x] = values[values.length - 1 - x];
        return reversed;
    }

    /** Some synapses silent, some without mass, at least one that sounds. */
    private record Unit(double[] w, double[] o, double[] g) {
        static Unit random(long seed, int n) {
            Random random = new Random(seed);
            Unit unit = new Unit(new double[n], new double[n], new double[n]);
            for (int x = 0; x < n; x++) {
                unit.w[x] = x > 0 && random.nextInt(4) == 0 ? 0 : .01 + random.nextDouble();
                unit.o[x] = unit.w[x] == 0 || x > 0 && random.nextInt(4) == 0 ? 0 : random.nextGaussian();
                unit.g[x] = random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2);
            }
            double sum = Arrays.stream(unit.w).sum();
            for (int x = 0; x < n; x++) unit.w[x] /= sum;
            return unit;
        }

        double scale(double energy) {
            double sum = Math.abs(energy);
            for (int x = 0; x < w.length; x++) sum += Math.abs(o[x] * g[x]);
            return sum;
        }
    }
}
