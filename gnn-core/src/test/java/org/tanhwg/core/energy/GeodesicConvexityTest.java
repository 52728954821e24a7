package org.tanhwg.core.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.transport.Wasserstein1D;
import org.tanhwg.core.transport.WassersteinSpace;

/** Erratum of theory §2: W₂² is geodesically convex on the line and not on the plane. */
class GeodesicConvexityTest {

    /** The counterexample of theory §2: at t = ½ two plans swap and W₂²(μ_t, ν) has a concave kink, −0.3 over steps of 0.1. */
    @Test void squaredDistanceIsNotConvexOnThePlane() {
        WassersteinSpace<double[]> plane = new WassersteinSpace<>(new Euclidean(2));
        DiscreteMeasure<double[]> start = pair(2, 1);
        DiscreteMeasure<double[]> end = pair(-2, 1);
        DiscreteMeasure<double[]> to = pair(0, -2);
        double second = squared(plane, start, end, to, 0.4) - 2 * squared(plane, start, end, to, 0.5)
                + squared(plane, start, end, to, 0.6);
        assertThat(second).isCloseTo(-0.3, within(1e-12));
    }

    /** On the line quantile functions make it exactly 1-convex along every geodesic. */
    @Test void squaredDistanceIsConvexOnTheLine() {
        Random random = new Random(3);
        for (int trial = 0; trial < 200; trial++) {
            QuantileLaw a = QuantileLaw.of(random.doubles(5).toArray());
            QuantileLaw b = QuantileLaw.of(random.doubles(5).toArray());
            QuantileLaw s = QuantileLaw.of(random.doubles(5).toArray());
            QuantileLaw middle = Wasserstein1D.interpolate(a, b, 0.5);
            double chord = (Wasserstein1D.squared(a, s) + Wasserstein1D.squared(b, s)) / 2 - Wasserstein1D.squared(a, b) / 4;
            assertThat(Wasserstein1D.squared(middle, s)).isCloseTo(chord, within(1e-14));
        }
    }

    private static DiscreteMeasure<double[]> pair(double x, double y) {
        return DiscreteMeasure.uniform(List.of(new double[] {0, 0}, new double[] {x, y}));
    }

    private static double squared(WassersteinSpace<double[]> space, DiscreteMeasure<double[]> start,
            DiscreteMeasure<double[]> end,
            DiscreteMeasure<double[]> to, double t) {
        double d = space.distance(space.interpolate(start, end, t), to);
        return d * d;
    }
}
