package org.tanhwg.core.transport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.MetricGraph;
import org.tanhwg.core.space.StarTree;

/**
 * W₁ on trees in closed form: ∫ |p(beyond s) − q(beyond s)| ds over all edges, since what must cross a point of a tree is forced.
 *
 * <p>W₂ has no such form: where leaves differ in length, mass common to both measures may have to move. Take {@link
 * DiscreteTransport}.
 */
public final class TreeTransport {
    private TreeTransport() {}

    /** Signed mass on an edge, at a distance from the edge's end nearer to the root. */
    private record Signed(double distance, double mass) {}

    private interface Sink<P> {
        void put(String name, P point, double mass);
    }

    /** An edge of the tree, seen from the root. */
    private record Branch(int edge, int parent, int child) {}

    /** W₁ on a star tree. @throws IllegalArgumentException if a point does not belong to the tree */
    public static double wasserstein1(StarTree tree, DiscreteMeasure<StarTree.Point> p, DiscreteMeasure<StarTree.Point> q) {
        List<List<Signed>> onEdge = lists(tree.size());
        collect(p, q, (name, x, mass) -> onEdge.get(tree.member(name, x).leaf()).add(new Signed(x.height(), mass)));
        double sum = 0;
        for (int x = 0; x < tree.size(); x++) sum += crossing(onEdge.get(x), tree.length(x), 0);
        return sum;
    }

    /**
     * W₁ on a metric graph that is a tree.
     *
     * @throws IllegalArgumentException if it has a cycle or a point does not belong to it
     */
    public static double wasserstein1(MetricGraph tree, DiscreteMeasure<MetricGraph.Point> p,
            DiscreteMeasure<MetricGraph.Point> q) {
        if (!tree.isTree()) {
            throw new IllegalArgumentException("tree has " + tree.edges().size() + " edges on " + tree.vertexCount()
                    + " vertices, hence a cycle: must be a tree");
        }
        List<List<Signed>> onEdge = lists(tree.edges().size());
        List<Branch> branches = branches(tree);
        boolean[] reversed = new boolean[branches.size()];
        for (Branch b : branches) reversed[b.edge] = tree.edges().get(b.edge).from() == b.child;
        collect(p, q, (name, x, mass) -> {
            double length = tree.edges().get(tree.member(name, x).edge()).length();
            onEdge.get(x.edge()).add(new Signed(reversed[x.edge()] ? length - x.offset() : x.offset(), mass));
        });
        double[] beyond = new double[tree.vertexCount()];
        double sum = 0;
        for (int k = branches.size() - 1; k >= 0; k--) {
            Branch b = branches.get(k);
            List<Signed> masses = onEdge.get(b.edge);
            sum += crossing(masses, tree.edges().get(b.edge).length(), beyond[b.child]);
            beyond[b.parent] += beyond[b.child] + masses.stream().mapToDouble(Signed::mass).sum();
        }
        return sum;
    }

    /** Hands over the masses of p and, negative, those of q. */
    private static <P> void collect(DiscreteMeasure<P> p, DiscreteMeasure<P> q, Sink<P> sink) {
        double[] plus = p.weights(), minus = q.weights();
        for (int i = 0; i < plus.length; i++) sink.put("p.points[" + i + "]", p.points().get(i), plus[i]);
        for (int i = 0; i < minus.length; i++) sink.put("q.points[" + i + "]", q.points().get(i), -minus[i]);
    }

    /** ∫ |net mass beyond s| ds along one edge, with {@code beyond} behind its far end. */
    private static double crossing(List<Signed> masses, double length, double beyond) {
        masses.sort(Comparator.comparingDouble(Signed::distance).reversed());
        double sum = 0, net = beyond, at = length;
        for (Signed s : masses) {
            sum += Math.abs(net) * (at - s.distance);
            net += s.mass;
            at = s.distance;
        }
        return sum + Math.abs(net) * at;
    }

    /** The edges from vertex 0 outwards, parents before children. */
    private static List<Branch> branches(MetricGraph tree) {
        List<List<Integer>> incident = lists(tree.vertexCount());
        for (int e = 0; e < tree.edges().size(); e++) {
            incident.get(tree.edges().get(e).from()).add(e);
            incident.get(tree.edges().get(e).to()).add(e);
        }
        List<Branch> branches = new ArrayList<>();
        branches.add(new Branch(-1, -1, 0));
        for (int k = 0; k < branches.size(); k++) {
            Branch above = branches.get(k);
            for (int e : incident.get(above.child)) {
                MetricGraph.Edge edge = tree.edges().get(e);
                int child = edge.from() == above.child ? edge.to() : edge.from();
                if (e != above.edge) branches.add(new Branch(e, above.child, child));
            }
        }
        return branches.subList(1, branches.size());
    }

    private static <T> List<List<T>> lists(int count) {
        return Stream.<List<T>>generate(ArrayList::new).limit(count).toList();
    }
}
