package org.tanhwg.core.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.energy.Attraction;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.StarTree;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.core.transport.DiscreteTransport;
import org.tanhwg.core.transport.WassersteinSpace;

class BackwardProjectorTest {
    private static final StarTree TREE = new StarTree(1, 2, 0.5, 1.25);
    private static final double TAU = 0.4;
    private static final Quadratic ENERGY = new Quadratic(1.5);

    /** Thm 5.15: the projected trajectory of the true scheme is the moving average of its signals, recurrence and closed form. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3}) void expectationIsTheMovingAverage(long seed) {
        Random random = new Random(seed);
        MovingAverage average = new MovingAverage(ENERGY.contraction(TAU));
        double[] start = state(random);
        double[] p = start;
        BackwardProjector<StarTree.Point> projector = BackwardProjector.start(TREE, TREE.leaves(), start);
        List<double[]> signals = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
            signals.add(state(random));
            projector = advance(projector, signals.get(k));
            p = average.next(p, signals.get(k));
            assertThat(projector.expected()).containsExactly(p, within(1e-12));
            assertThat(projector.expected()).containsExactly(average.closedForm(start, signals), within(1e-12));
        }
    }

    /** The states that the projector holds are those of the proximal step, whose value no coupling but an optimal one attains. */
    @Test void statesAreProximalSteps() {
        Random random = new Random(8);
        BackwardProjector<StarTree.Point> projector = BackwardProjector.start(TREE, TREE.leaves(), state(random));
        for (int k = 0; k < 5; k++) {
            DiscreteMeasure<StarTree.Point> before = projector.state();
            double[] signal = state(random);
            Attraction<DiscreteMeasure<StarTree.Point>> energy = new Attraction<>(new WassersteinSpace<>(TREE),
                    new DiscreteMeasure<>(TREE.leaves(), signal), ENERGY);
            StepResult<DiscreteMeasure<StarTree.Point>> step = Proximal.step(energy, before, TAU);
            projector = advance(projector, signal);
            assertThat(energy.space().distance(projector.state(), step.to())).isLessThan(1e-7);
            double d = energy.space().distance(before, energy.signal());
            assertThat(step.energyAfter() + step.transportCost())
                    .isCloseTo(ENERGY.lambda() * d * d / (2 * (1 + TAU * ENERGY.lambda())), within(1e-12));
        }
    }

    @Test void supportsGrowAndHoldTheObservable() {
        Random random = new Random(4);
        BackwardProjector<StarTree.Point> projector = BackwardProjector.start(TREE, TREE.leaves(), state(random));
        assertThat(projector.support()).isEqualTo(TREE.leaves());
        for (int k = 1; k <= 6; k++) {
            projector = advance(projector, state(random));
            assertThat(projector.support()).startsWith(TREE.leaves().toArray(StarTree.Point[]::new)).hasSizeBetween(5, 4 + k * 7);
        }
    }

    /** Draws are observable states, and their mean is the expectation. */
    @Test void drawsAverageToTheExpectation() {
        Random random = new Random(6);
        BackwardProjector<StarTree.Point> projector = BackwardProjector.start(TREE, TREE.leaves(), state(random));
        for (int k = 0; k < 4; k++) projector = advance(projector, state(random));
        double[] mean = new double[4];
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            double[] draw = projector.sample(random);
            assertThat(Arrays.stream(draw).sum()).isCloseTo(1, within(1e-9));
            for (int x = 0; x < 4; x++) mean[x] += draw[x] / draws;
        }
        assertThat(mean).containsExactly(projector.expected(), within(0.01));
    }

    @Test void fullStepsArriveAndNoStepsStay() {
        double[] p = {0.5, 0.5, 0, 0};
        double[] s = {0, 0, 0.25, 0.75};
        BackwardProjector<StarTree.Point> start = BackwardProjector.start(TREE, TREE.leaves(), p);
        double[][] independent = new double[4][4];
        for (int x = 0; x < 4; x++) for (int y = 0; y < 4; y++) independent[x][y] = p[x] * s[y];
        assertThat(start.next(independent, 1).expected()).containsExactly(s, within(1e-15));
        assertThat(start.next(independent, 0).expected()).containsExactly(p, within(1e-15));
    }

    @Test void refusesObservablePointsInsideGeodesics() {
        List<double[]> line = List.of(new double[] {0}, new double[] {1}, new double[] {2});
        BackwardProjector<double[]> start = BackwardProjector.start(new Euclidean(1), line, new double[] {1, 0, 0});
        double[][] plan = {{0, 0, 1}, {0, 0, 0}, {0, 0, 0}};
        assertThatThrownBy(() -> start.next(plan, 0.5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("observable[1]");
        assertThatThrownBy(() -> start.next(new double[][] {{0, 0, 0.5}, {0, 0, 0}, {0, 0, 0}}, 0.5))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sum of plan[0] = 0.5");
        assertThatThrownBy(
                () -> BackwardProjector.start(new Euclidean(1), List.of(line.get(0), line.get(0)), new double[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("observable[1]");
    }

    private static BackwardProjector<StarTree.Point> advance(BackwardProjector<StarTree.Point> projector, double[] signal) {
        DiscreteMeasure<StarTree.Point> target = new DiscreteMeasure<>(TREE.leaves(), signal);
        double[][] plan = DiscreteTransport.between(TREE, projector.state(), target).solution().plan();
        return projector.next(plan, ENERGY.contraction(TAU));
    }

    private static double[] state(Random random) {
        double[] p = random.doubles(4).map(u -> -Math.log(u)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }
}
