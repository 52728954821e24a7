package org.tanhwg.core.space;

import java.util.List;
import java.util.stream.IntStream;

import org.tanhwg.core.Checks;

/**
 * The star tree: edges of given lengths that meet in a hub o, so that d(x, x') = ℓ_x + ℓ_x' between different leaves (theory §1).
 *
 * <p>It lifts a finite set, which has no geodesics, to a geodesic space: elements are the leaves.
 */
public final class StarTree implements GeodesicSpace<StarTree.Point> {
    private final double[] lengths;

    /** The point at distance {@code height} from the hub on the edge to {@code leaf}; the hub itself is always (0, 0). */
    public record Point(int leaf, double height) {
        public Point {
            Checks.atLeast("leaf", leaf, 0);
            Checks.nonNegative("height", height);
            if (height == 0) {
                leaf = 0;
                height = 0;
            }
        }
    }

    /** @throws IllegalArgumentException if there is no length or one is not finite and positive */
    public StarTree(double... lengths) {
        this.lengths = Checks.finite("lengths", lengths).clone();
        for (int i = 0; i < lengths.length; i++) Checks.positive("lengths[" + i + "]", lengths[i]);
    }

    public int size() { return lengths.length; }

    public double length(int leaf) { return lengths[Checks.index("leaf", leaf, lengths.length)]; }

    public Point hub() { return new Point(0, 0); }

    public Point leaf(int leaf) { return new Point(leaf, length(leaf)); }

    /** The elements of the finite set, in order. */
    public List<Point> leaves() {
        return IntStream.range(0, lengths.length).mapToObj(this::leaf).toList();
    }

    @Override public Point member(String name, Point point) {
        Checks.index(name + ".leaf", point.leaf(), lengths.length);
        Checks.inRange(name + ".height", point.height(), 0, lengths[point.leaf()]);
        return point;
    }

    @Override public double distance(Point p, Point q) {
        member("p", p);
        member("q", q);
        return p.leaf() == q.leaf() ? Math.abs(p.height() - q.height()) : p.height() + q.height();
    }

    @Override public Point interpolate(Point from, Point to, double t) {
        Checks.inRange("t", t, 0, 1);
        double travelled = t * distance(from, to);
        if (from.leaf() == to.leaf()) return new Point(from.leaf(), (1 - t) * from.height() + t * to.height());
        if (travelled <= from.height()) return new Point(from.leaf(), from.height() - travelled);
        return new Point(to.leaf(), Math.min(to.height(), travelled - from.height()));
    }
}
