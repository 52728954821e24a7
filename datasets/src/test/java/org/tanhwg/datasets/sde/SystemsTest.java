package org.tanhwg.datasets.sde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.datasets.sde.Systems.DoubleWell;
import org.tanhwg.datasets.sde.Systems.Lorenz;
import org.tanhwg.datasets.sde.Systems.MultiplicativeNoise;
import org.tanhwg.datasets.sde.Systems.OrnsteinUhlenbeck;
import org.tanhwg.datasets.sde.Systems.SmoothGradient;
import org.tanhwg.datasets.sde.Systems.VanDerPol;

class SystemsTest {
    private static double[] drift(ItoProcess process, double... z) {
        double[] drift = new double[z.length];
        process.drift(z, drift);
        return drift;
    }

    /** ∂f₂/∂z₁ − ∂f₁/∂z₂. */
    private static double curl(ItoProcess process, double x, double y) {
        double h = 1e-5;
        return (drift(process, x + h, y)[1] - drift(process, x - h, y)[1] - drift(process, x, y + h)[0]
                + drift(process, x, y - h)[0]) / (2 * h);
    }

    @Test void equilibriaAreWhereTheTextbookSays() {
        assertThat(drift(new DoubleWell(1), -1)).containsExactly(0);
        double c = Math.sqrt(72);
        assertThat(drift(new Lorenz(1), c, c, 27)).usingComparatorWithPrecision(1e-12).containsExactly(0, 0, 0);
        assertThat(drift(new VanDerPol(1, 0), 0.5, 2)).containsExactly(2, 1);
        assertThat(drift(new OrnsteinUhlenbeck(1, 2, 0), 1, 0)).containsExactly(-1, 2);
    }

    @Test void gradientsDoNotRotateAndRotationsDo() {
        var wells = new Wells(4, 1.5, 0.9, 0.6, 0, 0.3);
        for (double x : new double[] {-1.2, 0.1, 0.7}) {
            assertThat(curl(wells, x, 0.4)).isCloseTo(0, within(1e-8));
            assertThat(curl(new SmoothGradient(0.4), x, 0.4)).isCloseTo(0, within(1e-8));
            assertThat(curl(new Wells(4, 1.5, 0.9, 0.6, 0.25, 0.3), x, 0.4)).isCloseTo(0.5, within(1e-8));
            assertThat(curl(new MultiplicativeNoise(1, 0.5), x, 0.4)).isCloseTo(2, within(1e-8));
        }
    }

    @Test void wellsAttractWhatIsNear() {
        var wells = new Wells(5, 2, 1, 0.5, 0, 0.3);
        for (int i = 0; i < 5; i++) {
            double[] z = wells.centre(i);
            z[0] *= 0.8;
            z[1] *= 0.8;
            for (int t = 0; t < 2000; t++) {
                double[] f = drift(wells, z);
                z[0] += 0.01 * f[0];
                z[1] += 0.01 * f[1];
            }
            assertThat(wells.nearest(z)).isEqualTo(i);
            assertThat(Math.hypot(z[0] - wells.centre(i)[0], z[1] - wells.centre(i)[1])).isLessThan(0.01);
        }
        assertThat(drift(new Wells(1, 2, 1, 1e-3, 0, 0), 100, 0)[0]).isCloseTo(-98, within(1e-12)); // far away nothing underflows
    }

    @Test void mistakesAreNamed() {
        assertThatThrownBy(() -> new DoubleWell(-1)).hasMessage("sigma = -1.0: must be a finite number >= 0");
        assertThatThrownBy(() -> new Wells(0, 1, 1, 1, 0, 1)).hasMessage("count = 0: must be a whole number >= 1");
    }
}
