package org.tanhwg.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.AtomAttraction;
import org.tanhwg.core.energy.PlaneFreeEnergy;
import org.tanhwg.core.energy.SpacingFreeEnergy;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;
import org.tanhwg.core.transport.Wasserstein2;
import org.tanhwg.core.transport.WassersteinSpace;

class ComplexAtomsTest {
    private static ComplexAtoms random(Random random, int count) {
        return new ComplexAtoms(IntStream.range(0, count)
                .mapToObj(k -> new Complex(random.nextGaussian(), random.nextGaussian())).toList());
    }

    /** The assignment is optimal transport: that of the same atoms as measures without labels, by another solver. */
    @Property(tries = 200) void distancesAreThoseOfMeasures(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int count) {
        Random random = new Random(seed);
        ComplexAtoms p = random(random, count);
        ComplexAtoms q = random(random, count);
        double distance = new WassersteinSpace<>(new ComplexPlane()).distance(p.measure(), q.measure());
        assertThat(Wasserstein2.squared(p, q)).isCloseTo(distance * distance, within(1e-10));
        VectorLaw<Complex> between = Wasserstein2.interpolate(p, q, 0.3);
        assertThat(Math.sqrt(Wasserstein2.squared(p, between))).isCloseTo(0.3 * distance, within(1e-9));
        assertThat(Wasserstein2.squared(p, q)).isCloseTo(
                p.mean().minus(q.mean()).squaredModulus()
                        + Wasserstein2.squared(p.translated(p.mean().times(-1)), q.translated(q.mean().times(-1))),
                within(1e-9));
    }

    @Test void momentsAndDraws() {
        ComplexAtoms law = new ComplexAtoms(List.of(new Complex(1, 0.5), new Complex(3, 1.5)));
        assertThat(law.mean()).isEqualTo(new Complex(2, 1));
        assertThat(law.variance()).isEqualTo(1.25);
        assertThat(law.secondMoment()).isEqualTo(6.25);
        assertThat(law.scaled(-2).atoms()).containsExactly(new Complex(-2, -1), new Complex(-6, -3));
        assertThat(law.atoms()).contains(law.sample(new Random(1)));
        assertThatThrownBy(() -> new ComplexAtoms(List.of())).hasMessageContaining("atoms.size() = 0");
        assertThatThrownBy(() -> Wasserstein2.squared(law, random(new Random(1), 3))).hasMessageContaining("q.size() = 3");
        assertThatThrownBy(() -> new AtomAttraction(random(new Random(1), 5), 2, 1))
                .hasMessageContaining("multiple of atoms = 2");
    }

    /** Nine atoms to the left and seven to the right, one of them astray: two modes, of their masses, which the stray one hardly moves. */
    @Test void modesAreFoundInSpiteOfStrays() {
        List<Complex> atoms = new ArrayList<>();
        for (int k = 0; k < 9; k++) atoms.add(Complex.polar(1, 3 + 0.04 * (k - 4)));
        for (int k = 0; k < 6; k++) atoms.add(Complex.polar(2, 0.9 + 0.05 * (k - 2.5)));
        atoms.add(Complex.polar(2, 1.6));
        List<PhaseLaw.Mode> modes = PhaseLaw.of(new ComplexAtoms(atoms)).modes();
        assertThat(modes.get(0).phase()).isCloseTo(3, within(1e-6));
        assertThat(modes.get(0).mass()).isCloseTo(9 / 16.0, within(1e-12));
        assertThat(modes.get(1).phase()).isCloseTo(0.9, within(0.03));
        assertThat(modes.stream().mapToDouble(PhaseLaw.Mode::mass).sum()).isCloseTo(1, within(1e-12));
        assertThat(PhaseLaw.of(new ComplexAtoms(List.of(Complex.polar(1, 3.1), Complex.polar(1, -3.1)))).modes()).hasSize(1);
        assertThat(PhaseLaw.of((VectorLaw<Complex>) new ComplexGaussian(Complex.polar(1, 2), 0.1)).modes())
                .containsExactly(new PhaseLaw.Mode(2, 1));
        assertThat(PhaseLaw.of(new ComplexAtoms(List.of(Complex.ZERO, Complex.ZERO))).modes()).isEmpty();
    }

    /** At rest each part has the variance T/c of the normal law, from one place too; in the cold atoms stay where they are. */
    @Test void theFreeEnergyKeepsAtomsApart() {
        var energy = new PlaneFreeEnergy(0.5, 0.2);
        VectorLaw<Complex> law = new ComplexAtoms(Collections.nCopies(9, Complex.ZERO));
        assertThat(energy.value(law)).isEqualTo(Double.POSITIVE_INFINITY);
        for (int step = 0; step < 40; step++) law = energy.prox(law, 5).to();
        assertThat(law.variance()).isCloseTo(2 * 0.2 / 0.5, within(1e-6));
        assertThat(law.mean().modulus()).isLessThan(1e-6);
        VectorLaw<Double> line = QuantileLaw.of(1, 1, 1, 1, 1);
        for (int step = 0; step < 60; step++) line = new SpacingFreeEnergy(0.5, 0.2).prox(line, 5).to();
        assertThat(line.variance()).isCloseTo(0.2 / 0.5, within(1e-9));
        assertThat(new PlaneFreeEnergy(0, 0).prox(law, 3).to()).isEqualTo(law);
    }

    /** Steps toward samples of two modes lead atoms into both, in their proportion; labels are kept, so that an atom stays in its mode. */
    @Test void atomsMeetALawOfTwoModes() {
        Random random = new Random(5);
        VectorLaw<Complex> law = random(random, 8);
        List<Complex> before = List.of();
        for (int step = 0; step < 80; step++) {
            before = ((ComplexAtoms) law).atoms();
            law = new AtomAttraction(new ComplexAtoms(IntStream.range(0, 64)
                    .mapToObj(i -> Complex.polar(1, (i < 24 ? 0.5 : 2.6) + 0.1 * random.nextGaussian())).toList()), 8, 0.2)
                    .prox(law, 1).to();
        }
        List<PhaseLaw.Mode> modes = PhaseLaw.of(law).modes();
        assertThat(modes).hasSize(2);
        assertThat(modes.get(0).phase()).isCloseTo(2.6, within(0.05));
        assertThat(modes.get(0).mass()).isEqualTo(5 / 8.0);
        assertThat(modes.get(1).phase()).isCloseTo(0.5, within(0.05));
        for (int k = 0; k < 8; k++)
            assertThat(before.get(k).minus(((ComplexAtoms) law).atoms().get(k)).modulus()).isLessThan(0.3);
    }
}
