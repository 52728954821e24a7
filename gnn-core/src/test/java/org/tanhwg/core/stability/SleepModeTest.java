package org.tanhwg.core.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.energy.Attraction;
import org.tanhwg.core.energy.HebbianEnergy;
import org.tanhwg.core.energy.IsotropicEnergy.Quadratic;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.MemoryField;
import org.tanhwg.core.transport.BuresWasserstein.GaussianSpace;

/** Free evolution of two units, each attracted by a law that the context turns from the other unit's law (theory §7). */
class SleepModeTest {
    private static final GaussianSpace SPACE = new GaussianSpace(1);
    private static final HebbianEnergy<Gaussian, Double, Gaussian> ENERGY = new HebbianEnergy<>(
            (field, c) -> List.of(field.units().get(1).scaled(c), field.units().get(0).scaled(-c)),
            (y, s) -> new Attraction<>(SPACE, s, new Quadratic(1)));

    /**
     * Thm 8.7: the curves converge with order 1, and the perturbed energy–dissipation inequality holds with one constant for all
     * τ.
     */
    @Test void curvesConvergeAndDissipateAsTauVanishes() {
        double[] gaps = new double[4];
        SleepMode<Gaussian, Double> coarse = run(20);
        for (int i = 0; i < gaps.length; i++) {
            SleepMode<Gaussian, Double> fine = run(40 << i);
            gaps[i] = distance(coarse.end(), fine.end());
            coarse = fine;
            assertThat(fine.freezingConstant()).isLessThan(2);
            assertThat(fine.dissipationSlack(2)).isNotNegative();
            assertThat(fine.drift((a, b) -> Math.abs(a - b))).isLessThan(1);
        }
        for (int i = 1; i < gaps.length; i++) assertThat(gaps[i - 1] / gaps[i]).isCloseTo(2, within(0.2));
    }

    /**
     * The limit is the flow m_0' = c m_1 − m_0, m_1' = −c m_0 − m_1, likewise for the spreads with |c|, c = Ψ(m_0): here by Runge
     * and Kutta.
     */
    @Test void theLimitIsTheFlowWithALivingContext() {
        double[] state = {1, -0.5, 0.5, 0.2};
        for (int k = 0; k < 200; k++) state = rungeKutta(state, 1.0 / 200);
        MemoryField<Gaussian> flow = MemoryField
                .uniform(List.of(Gaussian.scalar(state[0], state[2]), Gaussian.scalar(state[1], state[3])));
        double error = distance(run(320).end(), flow);
        assertThat(error).isLessThan(2e-3);
        assertThat(error / distance(run(640).end(), flow)).isCloseTo(2, within(0.05));
    }

    /** A context that drifts by itself, faster than the memory: the constant of Ass 8.3 grows without bound as τ→0. */
    @Test void aWakingContextIsNoticed() {
        MemoryField<Gaussian> still = MemoryField.uniform(List.of(Gaussian.scalar(0, 0), Gaussian.scalar(0, 0)));
        SleepMode<Gaussian, Double> awake = SleepMode.run(ENERGY, (field, c) -> c + 0.1, still, 0.5, 0.1, 3);
        assertThat(awake.drift((a, b) -> Math.abs(a - b))).isInfinite();
        assertThat(awake.freezingConstant()).isZero();
    }

    private static SleepMode<Gaussian, Double> run(int steps) {
        MemoryField<Gaussian> start = MemoryField.uniform(List.of(Gaussian.scalar(1, 0.5), Gaussian.scalar(-0.5, 0.2)));
        return SleepMode.run(ENERGY, (field, c) -> 0.5 + 0.2 * Math.tanh(field.units().get(0).mean()[0]), start, 0.65,
                1.0 / steps, steps);
    }

    private static double[] velocity(double[] s) {
        double c = 0.5 + 0.2 * Math.tanh(s[0]);
        return new double[] {c * s[1] - s[0], -c * s[0] - s[1], c * s[3] - s[2], c * s[2] - s[3]};
    }

    private static double[] rungeKutta(double[] s, double h) {
        double[] a = velocity(s);
        double[] b = velocity(moved(s, a, h / 2));
        double[] c = velocity(moved(s, b, h / 2));
        double[] d = velocity(moved(s, c, h));
        return moved(moved(moved(moved(s, a, h / 6), b, h / 3), c, h / 3), d, h / 6);
    }

    private static double[] moved(double[] s, double[] v, double h) {
        return new double[] {s[0] + h * v[0], s[1] + h * v[1], s[2] + h * v[2], s[3] + h * v[3]};
    }

    private static double distance(MemoryField<Gaussian> p, MemoryField<Gaussian> q) {
        return Math.sqrt(p.squaredDistance(q, (a, b) -> Math.pow(SPACE.distance(a, b), 2)));
    }
}
