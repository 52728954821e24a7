package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.layers.kernel.step.FastStepTest.buffer;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.step.MassTarget;
import org.tanhwg.core.step.SlowRegime;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.step.FastStepTest.Layer;

class ConsolidationTest {
    @Property(tries = 200) void agreesWithTheOracleAndKeepsTheObservable(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 5) int units, @ForAll @DoubleRange(min = 0.01, max = 0.9) double gamma,
            @ForAll @DoubleRange(max = 1) double anyPower, @ForAll boolean alike, @ForAll @DoubleRange(max = 1) double share) {
        double power = alike ? 0 : Math.max(.1, anyPower);
        Layer layer = Layer.random(seed, n, units);
        float[] massUpdate = new float[n * units];
        float[] update = new float[n * units];
        new Consolidation().apply(n, units, buffer(layer.w()), buffer(layer.m()), buffer(massUpdate), buffer(update),
                buffer(layer.v()), buffer(layer.v()),
                Optional.empty(), by(gamma, power, share));
        for (int unit = 0; unit < units; unit++) {
            double[] o = layer.observable(unit);
            double[] expected = new SlowRegime(gamma, power, share).step(layer.column(layer.w(), unit), o);
            double sum = 0;
            for (int x = 0; x < n; x++) {
                int i = unit * n + x;
                float w = layer.w()[i] - massUpdate[i];
                float m = layer.m()[i] - update[i];
                assertThat(w).isNotNegative();
                assertThat((double) w).isCloseTo(expected[x], within(2e-6));
                assertThat((double) w * m).isCloseTo(o[x], within(4e-6 * Math.abs(o[x])));
                sum += w;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    /** Mass moves by the modulus and the noise in both parts, the observable stays. */
    @Property(tries = 200) void complexObservablesStay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = 0.01, max = 0.9) double gamma, @ForAll @DoubleRange(max = 1) double share) {
        Layer re = Layer.random(seed, n, 2);
        Layer im = Layer.random(seed + 1, n, 2);
        for (int i = 0; i < 2 * n; i++) if (re.m()[i] == 0) im.m()[i] = 0;
        float[] m = FastStepTest.joined(re.m(), im.m());
        float[] massUpdate = new float[2 * n];
        float[] update = new float[4 * n];
        new Consolidation().apply(n, 2, buffer(re.w()), buffer(m), buffer(massUpdate), buffer(update), buffer(new float[4 * n]),
                buffer(new float[4 * n]),
                Optional.of(buffer(re.g())), by(gamma, .5, share));
        for (int unit = 0; unit < 2; unit++) {
            double[] size = new double[n];
            double[] clear = new double[n];
            for (int x = 0, i = unit * n; x < n; x++, i++) {
                size[x] = re.w()[i] * Math.hypot(m[i], m[2 * n + i]);
                double noise = re.w()[i] * re.g()[i];
                clear[x] = size[x] == 0 ? 0 : size[x] * size[x] / Math.sqrt(size[x] * size[x] + 2 * noise * noise);
            }
            double[] expected = new SlowRegime(gamma, .5, share).step(re.column(re.w(), unit), clear);
            for (int x = 0, i = unit * n; x < n; x++, i++) {
                float w = re.w()[i] - massUpdate[i];
                assertThat((double) w).isCloseTo(expected[x], within(2e-6));
                for (int at : new int[] {i, 2 * n + i})
                    assertThat((double) w * (m[at] - update[at])).isCloseTo((double) re.w()[i] * m[at], within(4e-6 * size[x]));
            }
        }
    }

    /** Pressure, a share of it, and the quantum: all of a layer, the listed synapses alone, and a complex layer with no imaginary part. */
    @Property(tries = 200) void pressureAgreesWithTheOracle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = 0.01, max = 0.9) double gamma, @ForAll @DoubleRange(min = 0.1, max = 1) double power,
            @ForAll @DoubleRange(min = 0.1, max = 1) double pressure, @ForAll boolean half) {
        Layer layer = Layer.random(seed, n, 3);
        double quantum = 0.3;
        var k = new Consolidation.Coefficients(gamma, half ? .5 : power, .3, pressure, quantum, false, Optional.empty());
        float[][] update = {new float[3 * n], new float[3 * n], new float[6 * n]}, mass = new float[3][3 * n];
        new Consolidation().apply(n, 3, buffer(layer.w()), buffer(layer.m()), buffer(mass[0]), buffer(update[0]),
                buffer(new float[3 * n]), buffer(layer.g()), Optional.empty(), k);
        Support list = new Support(n, 3);
        list.read(buffer(layer.w()));
        new Consolidation().apply(list, buffer(layer.m()), buffer(mass[1]), buffer(update[1]), buffer(new float[3 * n]),
                buffer(layer.g()),
                Optional.empty(), k);
        new Consolidation().apply(n, 3, buffer(layer.w()), buffer(FastStepTest.joined(layer.m(), new float[3 * n])),
                buffer(mass[2]), buffer(update[2]), buffer(new float[6 * n]),
                buffer(FastStepTest.joined(layer.g(), layer.g())), Optional.empty(), k);
        MassTarget target = pressure == 1 ? new MassTarget.Pressure(k.power()) : new MassTarget.Mixed(k.power(), pressure);
        for (int unit = 0; unit < 3; unit++) {
            double[] w = layer.column(layer.w(), unit), o = layer.observable(unit);
            double[] expected = new SlowRegime(gamma, target, .3, quantum).step(w, o, layer.column(layer.g(), unit));
            if (nearTheQuantum(w, o, layer.column(layer.g(), unit), new SlowRegime(gamma, target, 0, 0), quantum)) continue;
            for (int x = 0, i = unit * n; x < n; x++, i++) {
                for (int way = 0; way < 3; way++) {
                    double to = layer.w()[i] - mass[way][i];
                    assertThat(to).isCloseTo(expected[x], within(4e-6));
                    assertThat(to * (layer.m()[i] - update[way][i])).isCloseTo(expected[x] == 0 ? 0 : o[x], within(8e-6));
                }
            }
        }
    }

    /** Whether rounding decides if a synapse lives. */
    private static boolean nearTheQuantum(double[] w, double[] o, double[] g, SlowRegime slow, double quantum) {
        return Arrays.stream(slow.step(w, o, g)).anyMatch(mass -> Math.abs(mass - quantum / w.length) < 1e-5);
    }

    /** The targets of a unit are the same numbers at other synapses, silent ones have none; the observable stays, listed or not. */
    @Property(tries = 100) void permutedTargetsAreThoseOfOthers(@ForAll long seed, @ForAll @IntRange(min = 4, max = 40) int n) {
        Layer layer = Layer.random(seed, n, 2);
        var k = new Consolidation.Coefficients(1, .5, 0, 0, 0, true, Optional.empty());
        float[] plain = new float[2 * n], mass = new float[2 * n], update = new float[2 * n], listed = new float[2 * n];
        new Consolidation().apply(n, 2, buffer(layer.w()), buffer(layer.m()), buffer(plain), buffer(new float[2 * n]),
                buffer(new float[2 * n]), buffer(new float[2 * n]), Optional.empty(), by(1, .5, 0));
        new Consolidation().apply(n, 2, buffer(layer.w()), buffer(layer.m()), buffer(mass), buffer(update),
                buffer(new float[2 * n]),
                buffer(new float[2 * n]), Optional.empty(), k);
        Support list = new Support(n, 2);
        list.read(buffer(layer.w()));
        new Consolidation().apply(list, buffer(layer.m()), buffer(listed), buffer(new float[2 * n]), buffer(new float[2 * n]),
                buffer(new float[2 * n]), Optional.empty(), k);
        for (int unit = 0; unit < 2; unit++) {
            double[] before = new double[n], after = new double[n];
            boolean silent = true;
            for (int x = 0, i = unit * n; x < n; x++, i++) {
                before[x] = layer.w()[i] - plain[i];
                after[x] = layer.w()[i] - mass[i];
                silent &= layer.m()[i] == 0;
                assertThat(listed[i]).isCloseTo(mass[i], within(1e-6f));
                assertThat(after[x] * (layer.m()[i] - update[i])).isCloseTo(layer.observable(unit)[x], within(1e-5));
            }
            if (silent) continue;
            for (int x = 0; x < n; x++) if (layer.m()[unit * n + x] == 0) assertThat(after[x]).isZero();
            double[] moved = after.clone();
            Arrays.sort(before);
            Arrays.sort(moved);
            assertThat(moved).containsExactly(before, within(2e-6));
        }
    }

    @Test void silentSynapsesBelowTheShareVanishExactly() {
        float[] w = {.05f, .45f, .5f};
        float[] massUpdate = new float[3];
        float[] update = new float[3];
        float[] signal = {1, 1, 1};
        new Consolidation().apply(3, 1, buffer(w), buffer(0, 1, 0), buffer(massUpdate), buffer(update), buffer(signal),
                buffer(0, 0, 0),
                Optional.empty(), by(.2, .5,
                        .3));
        assertThat(w[0] - massUpdate[0]).isZero();
        assertThat(signal).containsExactly(0, 1, 1);
        assertThat(w[2] - massUpdate[2]).isPositive();
    }

    /** Not silent, but so faint that its share of the mass is lost in rounding. */
    @Test void faintSynapsesVanishWhole() {
        float[] m = {2e-20f, 2};
        float[] massUpdate = new float[2], update = new float[2];
        new Consolidation().apply(2, 1, buffer(.5f, .5f), buffer(m), buffer(massUpdate), buffer(update), buffer(1, 1),
                buffer(0, 0),
                Optional.empty(), by(1, .5, 0));
        assertThat(.5f - massUpdate[0]).isZero();
        assertThat(update[0]).isEqualTo(m[0]);
    }

    @Test void aSilentUnitKeepsItsMass() {
        float[] massUpdate = {7, 7};
        new Consolidation().apply(2, 1, buffer(.5f, .5f), buffer(0, 0), buffer(massUpdate), buffer(0, 0), buffer(0, 0),
                buffer(0, 0),
                Optional.empty(), by(.2, .5,
                        Double.POSITIVE_INFINITY));
        assertThat(massUpdate).containsExactly(0, 0);
    }

    @Test void ofTwoEquallyStrongSynapsesTheNoisierLosesMass() {
        float[] massUpdate = new float[2];
        new Consolidation().apply(2, 1, buffer(.5f, .5f), buffer(2, -2), buffer(massUpdate), buffer(0, 0), buffer(0, 0),
                buffer(0, 0),
                Optional.of(buffer(.1f, 4)), by(1, .5, 0));
        double quiet = Math.pow(1 + .05 * .05, -.25);
        double noisy = Math.pow(1 + 2. * 2., -.25);
        assertThat(.5 - massUpdate[0]).isCloseTo(quiet / (quiet + noisy), within(1e-6));
        assertThat(.5 - massUpdate[1]).isCloseTo(noisy / (quiet + noisy), within(1e-6));
    }

    private static Consolidation.Coefficients by(double gamma, double power, double share) {
        return new Consolidation.Coefficients(gamma, power, share, 0, 0, false, Optional.empty());
    }
}
