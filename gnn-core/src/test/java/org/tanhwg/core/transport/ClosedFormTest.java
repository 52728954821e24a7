package org.tanhwg.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Euclidean;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.space.MetricGraph;
import org.tanhwg.core.space.StarTree;

/** Closed forms against the exact solver, and geodesics of discrete measures. */
class ClosedFormTest {
    private final Random random = new Random(21);

    @Test void lineAgreesWithTheExactSolver() {
        for (int trial = 0; trial < 200; trial++) {
            int n = 1 + random.nextInt(12), m = 1 + random.nextInt(12);
            double[] a = Instances.masses(n, random), b = Instances.masses(m, random);
            // a grid, so that points coincide
            double[] x = random.ints(n, -3, 4).mapToDouble(i -> i / 2.0).toArray(),
                    y = random.ints(m, -3, 4).mapToDouble(i -> i / 2.0).toArray();
            if (n > 2) {
                a[1] += a[0];
                a[0] = 0;
            }
            double[][] distance = new double[n][m], squared = new double[n][m];
            for (int i = 0; i < n; i++)
                for (int j = 0; j < m; j++) squared[i][j] = Math.pow(distance[i][j] = Math.abs(x[i] - y[j]), 2);
            assertThat(Wasserstein1D.squared(x, a, y, b)).isCloseTo(ExactTransport.solve(a, b, squared).cost(), within(1e-12));
            assertThat(Wasserstein1D.distance(x, a, y, b)).isCloseTo(ExactTransport.solve(a, b, distance).cost(), within(1e-12));
            assertThat(Wasserstein1D.coupling(x, a, y, b).marginalResidual(a, b)).isLessThan(1e-15);
        }
    }

    @Test void quantileLawsAverageSortedAtoms() {
        QuantileLaw p = QuantileLaw.of(3, 1, 2), q = QuantileLaw.of(5, 9, 7), one = QuantileLaw.of(4);
        assertThat(Wasserstein1D.squared(p, q)).isCloseTo((16 + 25 + 36) / 3.0, within(1e-14));
        assertThat(Wasserstein1D.interpolate(p, q, .5).quantiles()).containsExactly(3, 4.5, 6);
        assertThat(Wasserstein1D.barycentre(List.of(p, p, q), new double[] {.25, .25, .5}).quantiles()).containsExactly(3, 4.5,
                6);
        // one atom against three: every quantile travels to it
        assertThat(Wasserstein1D.squared(one, p)).isCloseTo((9 + 4 + 1) / 3.0, within(1e-14));
        assertThatThrownBy(() -> Wasserstein1D.interpolate(one, p, .5)).hasMessageContaining("laws[1].size() = 3: must be 1");
    }

    @Test void starTreeAgreesWithTheExactSolver() {
        for (int trial = 0; trial < 200; trial++) {
            StarTree tree = new StarTree(random.doubles(1 + random.nextInt(5), .1, 2).toArray());
            DiscreteMeasure<StarTree.Point> p = onStar(tree), q = onStar(tree);
            assertThat(TreeTransport.wasserstein1(tree, p, q)).isCloseTo(exactDistance(tree, p, q), within(1e-12));
        }
    }

    @Test void treeAgreesWithTheExactSolver() {
        for (int trial = 0; trial < 200; trial++) {
            int vertices = 2 + random.nextInt(8);
            List<MetricGraph.Edge> edges = new ArrayList<>();
            for (int v = 1; v < vertices; v++) {
                int other = random.nextInt(v);
                double length = .1 + random.nextDouble();
                edges.add(random.nextBoolean() ? new MetricGraph.Edge(v, other, length) : new MetricGraph.Edge(other, v, length));
            }
            MetricGraph tree = new MetricGraph(vertices, edges);
            DiscreteMeasure<MetricGraph.Point> p = onGraph(tree), q = onGraph(tree);
            assertThat(TreeTransport.wasserstein1(tree, p, q)).isCloseTo(exactDistance(tree, p, q), within(1e-12));
        }
        MetricGraph cycle = new MetricGraph(2, List.of(new MetricGraph.Edge(0, 1, 1), new MetricGraph.Edge(0, 1, 1)));
        assertThatThrownBy(() -> TreeTransport.wasserstein1(cycle, onGraph(cycle), onGraph(cycle)))
                .hasMessageContaining("must be a tree");
    }

    /** A leaf near the hub passes its mass on: for d² that is cheaper than leaving the common mass where it is. */
    @Test void commonMassMovesForTheSquaredCost() {
        StarTree tree = new StarTree(1, .1, 1);
        var p = new DiscreteMeasure<>(tree.leaves(), new double[] {.5, .5, 0});
        var q = new DiscreteMeasure<>(tree.leaves(), new double[] {0, .5, .5});
        assertThat(DiscreteTransport.between(tree, p, q).squared()).isCloseTo(2 * .5 * 1.1 * 1.1, within(1e-14))
                .isLessThan(.5 * 4);
    }

    /** W₂(γ(s), γ(t)) = |s − t| W₂(γ(0), γ(1)) (Cor 3.4, 3.5). */
    @Test void discreteGeodesicsHaveConstantSpeed() {
        StarTree star = new StarTree(1, 2, .5, 1);
        MetricGraph cycle = new MetricGraph(3,
                List.of(new MetricGraph.Edge(0, 1, 1), new MetricGraph.Edge(1, 2, 1), new MetricGraph.Edge(2, 0, 3)));
        Euclidean plane = new Euclidean(2);
        for (int trial = 0; trial < 30; trial++) {
            assertConstantSpeed(star, onStar(star), onStar(star));
            assertConstantSpeed(cycle, onGraph(cycle), onGraph(cycle));
            assertConstantSpeed(plane,
                    new DiscreteMeasure<>(List.of(Instances.points(5, 2, random)), Instances.masses(5, random)),
                    new DiscreteMeasure<>(List.of(Instances.points(3, 2, random)), Instances.masses(3, random)));
        }
    }

    @Test void familiesUseTheirClosedForms() {
        ComplexGaussian p = new ComplexGaussian(new Complex(1, 2), .5), q = new ComplexGaussian(new Complex(4, -2), 2);
        double[][] identity = {{1, 0}, {0, 1}};
        double asPlane = BuresWasserstein.squared(new Gaussian(new double[] {1, 2}, new double[][] {{.25, 0}, {0, .25}}),
                new Gaussian(new double[] {4, -2}, identity).scaled(1).pushforward(new double[][] {{2, 0}, {0, 2}},
                        new double[] {-4, 2}));
        assertThat(Wasserstein2.squared(p, q)).isCloseTo(asPlane, within(1e-12)).isCloseTo(25 + 2 * 2.25, within(1e-12));
        assertThat(Wasserstein2.interpolate(p, q, .5)).isEqualTo(new ComplexGaussian(new Complex(2.5, 0), 1.25));
        assertThat(Wasserstein2.squared(QuantileLaw.of(1), QuantileLaw.of(3))).isEqualTo(4);
        SynapticMeasure<Complex> from = new SynapticMeasure<>(new double[] {.25, .75}, List.of(p, q)),
                to = from.withLaws(List.of(q, q));
        assertThat(Wasserstein2.squaredWithinSynapses(from, to)).isCloseTo(.25 * Wasserstein2.squared(p, q), within(1e-14));
        assertThatThrownBy(() -> Wasserstein2.squaredWithinSynapses(from, from.reweighted(new double[] {.5, .5})))
                .hasMessageContaining("q.weights[0] = 0.5");
    }

    private static <P> void assertConstantSpeed(GeodesicSpace<P> space, DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        DiscreteTransport<P> transport = DiscreteTransport.between(space, p, q);
        double d = Math.sqrt(transport.squared());
        for (double t : new double[] {0, .25, .7, 1}) {
            DiscreteMeasure<P> at = transport.interpolate(t);
            assertThat(Math.sqrt(DiscreteTransport.between(space, p, at).squared())).isCloseTo(t * d, within(1e-7));
            assertThat(Math.sqrt(DiscreteTransport.between(space, at, q).squared())).isCloseTo((1 - t) * d, within(1e-7));
        }
    }

    private static <P> double exactDistance(GeodesicSpace<P> space, DiscreteMeasure<P> p, DiscreteMeasure<P> q) {
        double[][] cost = new double[p.size()][q.size()];
        for (int i = 0; i < p.size(); i++)
            for (int j = 0; j < q.size(); j++) cost[i][j] = space.distance(p.points().get(i), q.points().get(j));
        return ExactTransport.solve(p.weights(), q.weights(), cost).cost();
    }

    private DiscreteMeasure<StarTree.Point> onStar(StarTree tree) {
        int n = 1 + random.nextInt(6);
        var points = IntStream.range(0, n).map(k -> random.nextInt(tree.size()))
                .mapToObj(leaf -> new StarTree.Point(leaf, random.nextInt(3) / 2.0 * tree.length(leaf))).toList();
        return new DiscreteMeasure<>(points, Instances.masses(n, random));
    }

    private DiscreteMeasure<MetricGraph.Point> onGraph(MetricGraph graph) {
        int n = 1 + random.nextInt(6);
        var points = IntStream.range(0, n).map(k -> random.nextInt(graph.edges().size()))
                .mapToObj(e -> new MetricGraph.Point(e, random.nextInt(4) / 3.0 * graph.edges().get(e).length())).toList();
        return new DiscreteMeasure<>(points, Instances.masses(n, random));
    }
}
