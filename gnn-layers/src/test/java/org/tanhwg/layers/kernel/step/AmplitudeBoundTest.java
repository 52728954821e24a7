package org.tanhwg.layers.kernel.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.layers.kernel.step.FastStepTest.buffer;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.tanhwg.core.energy.AmplitudePenalty;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.BoundedAmplitudes;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.transport.AmplitudeSpace;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.step.FastStepTest.Layer;

class AmplitudeBoundTest {
    /** The fast step and the ball after it are the one proximal step of both; real, complex and listed. */
    @Property(tries = 200) void agreesWithTheOracle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = 0.01, max = 2) double rate, @ForAll @DoubleRange(max = 0.5) double beta,
            @ForAll @DoubleRange(min = 0.1, max = 3) double radius, @ForAll BoundedAmplitudes.Ball kind,
            @ForAll boolean complex) {
        Layer re = Layer.random(seed, n, 1), im = Layer.random(seed + 1, n, 1);
        float[] m = complex ? FastStepTest.joined(re.m(), im.m()) : re.m();
        float[] update = complex ? FastStepTest.joined(re.g(), im.g()) : re.g().clone();
        new FastStep().apply(n, 0, 1, buffer(re.w()), buffer(m), buffer(update), buffer(new float[update.length]),
                FastStepTest.coefficients(1, 0, rate, beta, 0, 0, false));
        float[] means = new float[n], listedUpdate = update.clone();
        Support list = new Support(n, 1);
        list.read(buffer(re.w()));
        for (int k = 0; k < list.size(); k++) means[k] = m[list.at(k)] - update[list.at(k)];
        var ball = new AmplitudeBound.Ball((float) radius, kind == BoundedAmplitudes.Ball.MASS);
        new AmplitudeBound().apply(buffer(re.w()), buffer(m), buffer(update), ball);
        if (!complex) new AmplitudeBound().apply(list, means, buffer(listedUpdate), ball);

        double[] w = re.column(re.w(), 0);
        double sum = 0;
        for (double mass : w) sum += mass;
        for (int x = 0; x < n; x++) w[x] /= sum;
        List<Complex> moved = new ArrayList<>();
        for (int x = 0; x < n; x++) {
            Complex g = w[x] == 0 ? Complex.ZERO : new Complex(re.g()[x], complex ? im.g()[x] : 0);
            moved.add(new Complex(m[x], complex ? m[n + x] : 0).minus(g.times(rate * n)));
        }
        List<Complex> expected = new BoundedAmplitudes(new AmplitudePenalty(new AmplitudeSpace(w), new Elastic(0, beta),
                AmplitudePotential.COUNTING), radius, kind).prox(moved, rate * n).to();
        for (int x = 0; x < n; x++) {
            if (w[x] == 0) continue;
            double size = 2e-5 * (1 + moved.get(x).modulus());
            assertThat((double) (m[x] - update[x])).isCloseTo(expected.get(x).re(), within(size));
            if (complex) assertThat((double) (m[n + x] - update[n + x])).isCloseTo(expected.get(x).im(), within(size));
            else assertThat(m[x] - listedUpdate[x]).isCloseTo(m[x] - update[x], within((float) size));
        }
        for (int k = 0; !complex && k < list.size(); k++)
            assertThat((double) means[k]).isCloseTo(expected.get(list.at(k)).re(),
                    within(2e-5 * (1 + moved.get(list.at(k)).modulus())));
    }
}
