package org.tanhwg.core.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.core.transport.AmplitudeSpace;

class PenalizedAlignmentTest {
    /** The implicit complex step: energy never rises, and pays for the way, for τ from 1e-3 to 1e6. */
    @Property void energyNeverRises(@ForAll @DoubleRange(min = -3, max = 6) double decade,
            @ForAll @IntRange(min = 1, max = 12) int synapses,
            @ForAll @DoubleRange(min = -4, max = 2) double strength, @ForAll AmplitudePotential counting, @ForAll long seed) {
        Random random = new Random(seed);
        AmplitudeSpace space = new AmplitudeSpace(weights(synapses, random));
        Alignment outer = new Alignment(number(random).times(12), number(random), number(random));
        Elastic profile = new Elastic(random.nextInt(3), random.nextBoolean() ? 0 : Math.pow(10, strength));
        PenalizedAlignment energy = new PenalizedAlignment(space, numbers(synapses, random), outer, profile, counting);
        StepResult<List<Complex>> step = Proximal.step(energy, numbers(synapses, random), Math.pow(10, decade));
        assertThat(step.status()).isEqualTo(profile.beta() == 0 ? Prox.Status.EXACT : Prox.Status.CONVERGED);
        assertThat(step.energyAfter()).isLessThanOrEqualTo(step.energyBefore() * (1 + 1e-12));
        assertThat(step.slack()).isGreaterThanOrEqualTo(-1e-12 * step.energyBefore());
    }

    /** One synapse may hold nearly all mass, another next to none. */
    private static double[] weights(int n, Random random) {
        double[] weights = new double[n];
        double total = 0;
        for (int x = 0; x < n; x++) {
            weights[x] = x > 0 && random.nextInt(4) == 0 ? 0 : Math.pow(10, -6 * random.nextDouble());
            total += weights[x];
        }
        for (int x = 0; x < n; x++) weights[x] /= total;
        return weights;
    }

    private static List<Complex> numbers(int n, Random random) {
        List<Complex> numbers = new ArrayList<>();
        for (int x = 0; x < n; x++) numbers.add(number(random));
        return numbers;
    }

    private static Complex number(Random random) {
        return new Complex(random.nextGaussian(), random.nextGaussian());
    }
}
