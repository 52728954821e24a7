package org.tanhwg.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.Attraction;
import org.tanhwg.core.energy.Energy;
import org.tanhwg.core.energy.HebbianEnergy;
import org.tanhwg.core.energy.IsotropicEnergy.Distance;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.energy.Prox;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.space.StarTree;
import org.tanhwg.core.step.MinimisingMovement.Frozen;
import org.tanhwg.core.transport.BuresWasserstein.GaussianSpace;
import org.tanhwg.core.transport.WassersteinSpace;

class MinimisingMovementTest {
    private static final StarTree TREE = new StarTree(1, 2, 0.5);
    private static final WassersteinSpace<StarTree.Point> LAWS = new WassersteinSpace<>(TREE);

    /**
     * Thm 3.1 for a field of three units on a star tree whose signal depends on field and context: every step descends, none
     * violates.
     */
    @Test void everyStepOfAHebbianFieldDescends() {
        HebbianEnergy<DiscreteMeasure<StarTree.Point>, double[], DiscreteMeasure<StarTree.Point>> energy = new HebbianEnergy<>(
                MinimisingMovementTest::neighbours, (y, s) -> new Attraction<>(LAWS, s, new Elastic(1, 0.2 * y)));
        Random random = new Random(12);
        List<DiscreteMeasure<StarTree.Point>> units = new ArrayList<>();
        for (int y = 0; y < 3; y++) units.add(new DiscreteMeasure<>(TREE.leaves(), state(random)));
        MemoryField<DiscreteMeasure<StarTree.Point>> start = new MemoryField<>(units, new double[] {1, 0.5, 2});
        MinimisingMovement<MemoryField<DiscreteMeasure<StarTree.Point>>> run = MinimisingMovement
                .run(Frozen.hebbian(energy, k -> state(random)), start, 0.3, 8);
        EnergyDescent descent = run.descent(1e-12);
        assertThat(descent.checked()).isEqualTo(8);
        assertThat(descent.violated()).isZero();
        assertThat(run.states()).hasSize(9).startsWith(start).endsWith(run.end());
    }

    /** The record reports a step that costs more than it gains. */
    @Test void violationsAreCounted() {
        List<StepResult<String>> steps = List.of(new StepResult<>("good", 2, 1, 0.5, Prox.Status.EXACT),
                new StepResult<>("bad", 2, 1.5, 1, Prox.Status.NOT_CONVERGED),
                new StepResult<>("lost", 1, Double.NaN, 0, Prox.Status.EXACT));
        EnergyDescent descent = EnergyDescent.of(steps, 1e-9);
        assertThat(descent.checked()).isEqualTo(3);
        assertThat(descent.violated()).isEqualTo(2);
        assertThat(EnergyDescent.of(steps.subList(0, 2), 0).worst()).isEqualTo(-0.25);
        assertThat(EnergyDescent.of(List.of(), 0)).isEqualTo(new EnergyDescent(0, 0, 0));
    }

    /** Slack is relative to energies above 1; what is as large as the tolerance is no violation. */
    @Test void recordsOfTwoRunsAreOne() {
        List<StepResult<String>> steps = List.of(new StepResult<>("large", -4, -3, 0, Prox.Status.EXACT),
                new StepResult<>("small", .5, .75, 0, Prox.Status.EXACT));
        EnergyDescent first = EnergyDescent.of(steps, .25), second = EnergyDescent.of(steps.subList(0, 1), .2);
        assertThat(first).isEqualTo(new EnergyDescent(2, 0, -.25));
        assertThat(second).isEqualTo(new EnergyDescent(1, 1, -.25));
        assertThat(first.plus(second)).isEqualTo(new EnergyDescent(3, 1, -.25));
        assertThat(first.plus(EnergyDescent.NONE)).isSameAs(first);
        assertThat(EnergyDescent.NONE.plus(first)).isSameAs(first);
        assertThat(first.plus(new EnergyDescent(1, 1, -.5))).isEqualTo(new EnergyDescent(3, 1, -.5));
    }

    @Test void resultsCompareByContent() {
        StepResult<double[]> step = new StepResult<>(new double[] {1, 2}, 1, 0, 0, Prox.Status.EXACT);
        StepResult<double[]> twin = new StepResult<>(new double[] {1, 2}, 1, 0, 0, Prox.Status.EXACT);
        StepResult<double[]> other = new StepResult<>(new double[] {1, 3}, 1, 0, 0, Prox.Status.EXACT);
        assertThat(step).isEqualTo(twin).hasSameHashCodeAs(twin).isNotEqualTo(other).hasToString(twin.toString());
        assertThat(step.toString()).contains("1.0, 2.0");
        var run = new MinimisingMovement<>(new double[] {0}, List.of(step), .5);
        assertThat(run).isEqualTo(new MinimisingMovement<>(new double[] {0}, List.of(twin), .5))
                .hasSameHashCodeAs(new MinimisingMovement<>(new double[] {0}, List.of(twin), .5))
                .isNotEqualTo(new MinimisingMovement<>(new double[] {0}, List.of(other), .5));
        assertThat(run.toString()).contains("tau=0.5");
        assertThat(new MinimisingMovement<>("start", List.of(), 1).end()).isEqualTo("start");
    }

    /** Thm 8.7 in the purely quadratic case: the scheme converges to the flow with order 1 in τ, in W₂. */
    @Test void orderOneInTau() {
        GeodesicSpace<Gaussian> space = new GaussianSpace(2);
        Gaussian start = new Gaussian(new double[] {2, 0}, new double[][] {{1, 0.4}, {0.4, 0.5}});
        Gaussian signal = new Gaussian(new double[] {-1, 1}, new double[][] {{0.3, -0.1}, {-0.1, 2}});
        Gaussian limit = space.interpolate(start, signal, 1 - Math.exp(-1.5)); // the flow runs along the geodesic
        Energy<Gaussian> energy = new Attraction<>(space, signal, new Quadratic(1.5));
        double previous = Double.NaN;
        for (int steps = 16; steps <= 256; steps *= 2) {
            double error = space.distance(MinimisingMovement.run((k, s) -> energy, start, 1.0 / steps, steps).end(), limit);
            if (steps > 16) assertThat(previous / error).isCloseTo(2, within(0.1));
            previous = error;
        }
    }

    /** Finite-time arrival (theory §2) in W₂ on a star tree: at distance d, ⌈d/(τβ)⌉ steps. */
    @Test void distanceEnergyArrivesExactly() {
        DiscreteMeasure<StarTree.Point> start = new DiscreteMeasure<>(TREE.leaves(), new double[] {1, 0, 0});
        DiscreteMeasure<StarTree.Point> signal = new DiscreteMeasure<>(TREE.leaves(), new double[] {0, 0.4, 0.6});
        Energy<DiscreteMeasure<StarTree.Point>> energy = new Attraction<>(LAWS, signal, new Distance(1));
        double d = LAWS.distance(start, signal);
        int needed = (int) Math.ceil(d / 0.25);
        MinimisingMovement<DiscreteMeasure<StarTree.Point>> run = MinimisingMovement.run((k, s) -> energy, start, 0.25,
                needed + 1);
        assertThat(run.steps().get(needed - 2).energyAfter()).isCloseTo(d - 0.25 * (needed - 1), within(1e-9)).isPositive();
        assertThat(run.steps().get(needed - 1).energyAfter()).isZero();
        assertThat(run.steps().get(needed).transportCost()).isZero();
    }

    /** Nested steps: the product of the factors 1/(1 + τ_r λ), last size first. */
    @Test void nestedStepsCompose() {
        Energy<double[]> energy = new Attraction<>(new Euclidean(1), new double[] {0}, new Elastic(1, 0.5));
        List<StepResult<double[]>> steps = Proximal.nested(energy, new double[] {8}, 0.5, 2);
        double outer = (8 - 2 * 0.5) / 3;
        assertThat(steps.get(0).to()[0]).isCloseTo(outer, within(1e-15));
        assertThat(steps.get(1).to()[0]).isCloseTo((outer - 0.25) / 1.5, within(1e-15));
        assertThat(EnergyDescent.of(steps, 0).violated()).isZero();
        assertThatThrownBy(() -> Proximal.nested(energy, new double[] {8}, 1, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taus[1] = 0.0");
    }

    /** The signal of a unit: its right neighbour, seen on the leaves and mixed with the context. */
    private static List<DiscreteMeasure<StarTree.Point>> neighbours(MemoryField<DiscreteMeasure<StarTree.Point>> field,
            double[] context) {
        List<DiscreteMeasure<StarTree.Point>> signals = new ArrayList<>();
        for (int y = 0; y < field.size(); y++) {
            DiscreteMeasure<StarTree.Point> next = field.units().get((y + 1) % field.size());
            double[] seen = new double[3];
            for (int x = 0; x < 3; x++) {
                int leaf = x;
                seen[x] = (context[x] + next.expectation(p -> p.leaf() == leaf ? 1 : 0)) / 2;
            }
            signals.add(new DiscreteMeasure<>(TREE.leaves(), seen));
        }
        return signals;
    }

    private static double[] state(Random random) {
        double u = random.nextDouble();
        double v = random.nextDouble();
        return new double[] {u * v, u * (1 - v), 1 - u};
    }
}
