package org.tanhwg.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.space.Complex.ComplexPlane;

class GeodesicSpaceTest {
    private static final StarTree STAR = new StarTree(1, 2, .5);
    /** A triangle with one edge longer than the way around, a parallel edge, a loop and a tail. */
    private static final MetricGraph GRAPH = new MetricGraph(4,
            List.of(new MetricGraph.Edge(0, 1, 1), new MetricGraph.Edge(1, 2, 2),
                    new MetricGraph.Edge(2, 0, 10), new MetricGraph.Edge(1, 2, 2.5), new MetricGraph.Edge(2, 2, 3),
                    new MetricGraph.Edge(3, 2, 1)));

    @Test void distancesAndGeodesicsFitTogether() {
        Function<Random, double[]> vector = r -> r.doubles(3, -1, 1).toArray();
        Function<Random, Complex> complex = r -> new Complex(r.nextGaussian(), r.nextGaussian());
        Function<Random, StarTree.Point> onStar = r -> {
            int leaf = r.nextInt(STAR.size());
            return new StarTree.Point(leaf, r.nextInt(5) / 4.0 * STAR.length(leaf));
        };
        Function<Random, MetricGraph.Point> onGraph = r -> {
            int e = r.nextInt(GRAPH.edges().size());
            return new MetricGraph.Point(e, r.nextInt(7) / 6.0 * GRAPH.edges().get(e).length());
        };
        assertGeodesic(new Euclidean(3), vector);
        assertGeodesic(new ComplexPlane(), complex);
        assertGeodesic(STAR, onStar);
        assertGeodesic(GRAPH, onGraph);
        assertGeodesic(new ProductSpace<>(STAR, new ComplexPlane()),
                r -> new ProductSpace.Point<>(onStar.apply(r), complex.apply(r)));
    }

    private static <P> void assertGeodesic(GeodesicSpace<P> space, Function<Random, P> points) {
        Random random = new Random(31);
        for (int trial = 0; trial < 2000; trial++) {
            P p = points.apply(random), q = points.apply(random), r = points.apply(random);
            double d = space.distance(p, q), s = random.nextInt(5) / 4.0, t = random.nextDouble();
            assertThat(space.distance(q, p)).isCloseTo(d, within(1e-14));
            assertThat(space.distance(p, p)).isZero();
            assertThat(d).isLessThanOrEqualTo(space.distance(p, r) + space.distance(r, q) + 1e-14);
            P atS = space.member("γ(s)", space.interpolate(p, q, s)), atT = space.member("γ(t)", space.interpolate(p, q, t));
            assertThat(space.distance(p, atS)).isCloseTo(s * d, within(1e-13));
            assertThat(space.distance(atS, q)).isCloseTo((1 - s) * d, within(1e-13));
            assertThat(space.distance(atS, atT)).isCloseTo(Math.abs(s - t) * d, within(1e-13));
        }
    }

    @Test void leavesOfAStarAreTwoEdgesApart() {
        assertThat(STAR.distance(STAR.leaf(0), STAR.leaf(1))).isEqualTo(3);
        assertThat(STAR.interpolate(STAR.leaf(0), STAR.leaf(1), 1 / 3.0)).isEqualTo(STAR.hub());
        assertThat(new StarTree.Point(2, 0)).isEqualTo(STAR.hub());
    }

    @Test void geodesicsOfAGraphAreEdgePaths() {
        // the long edge is left by the nearer end: 10 long, 3 around
        var far = new MetricGraph.Point(2, 1);
        assertThat(GRAPH.distance(GRAPH.vertex(0), far)).isEqualTo(4);
        assertThat(GRAPH.geodesic(GRAPH.vertex(0), far)).containsExactly(new MetricGraph.Segment(0, 0, 1),
                new MetricGraph.Segment(1, 0, 2),
                new MetricGraph.Segment(2, 0, 1));
        assertThat(GRAPH.distance(new MetricGraph.Point(4, .5), new MetricGraph.Point(4, 2.75))).isEqualTo(.75);
        assertThat(GRAPH.geodesic(far, far)).isEmpty();
    }

    @Test void foreignPointsAreRefused() {
        assertRefused("q.length = 2: must be 3", () -> new Euclidean(3).distance(new double[3], new double[2]));
        assertRefused("p[1] = NaN", () -> new Euclidean(2).distance(new double[] {0, Double.NaN}, new double[2]));
        assertRefused("q.im = Infinity", () -> new ComplexPlane().distance(Complex.ZERO, new Complex(0, 1.0 / 0)));
        assertRefused("p.leaf = 3: must be in [0, 3)", () -> STAR.distance(new StarTree.Point(3, 1), STAR.hub()));
        assertRefused("q.height = 1.5: must be a number in [0.0, 1.0]",
                () -> STAR.distance(STAR.hub(), new StarTree.Point(0, 1.5)));
        assertRefused("p.offset = -1.0", () -> GRAPH.distance(new MetricGraph.Point(0, -1), GRAPH.vertex(0)));
        assertRefused("t = 1.5", () -> STAR.interpolate(STAR.hub(), STAR.hub(), 1.5));
    }

    @Test void badSpacesAreRefused() {
        assertRefused("lengths[1] = 0.0", () -> new StarTree(1, 0));
        assertRefused("no path from vertex 0 to vertex 2", () -> new MetricGraph(3, List.of(new MetricGraph.Edge(0, 1, 1))));
        assertRefused("edges[0].to = 5", () -> new MetricGraph(3, List.of(new MetricGraph.Edge(0, 5, 1))));
        assertRefused("dimension = 0", () -> new Euclidean(0));
    }

    private static void assertRefused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
