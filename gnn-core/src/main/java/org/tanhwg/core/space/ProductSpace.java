package org.tanhwg.core.space;

import org.tanhwg.core.Contents;

/**
 * The ℓ²-product A × B: d² = d_A² + d_B², geodesics run in both factors at once (theory §1); for X × K of a synapse and, nested,
 * for more factors.
 */
public record ProductSpace<A, B>(GeodesicSpace<A> first,
        GeodesicSpace<B> second) implements GeodesicSpace<ProductSpace.Point<A, B>> {

    /** A point of each factor. */
    public record Point<A, B>(A first, B second) {
        @Override public boolean equals(Object other) { return Contents.equal(this, other); }
        @Override public int hashCode() { return Contents.hash(this); }
        @Override public String toString() { return Contents.text(this); }
    }

    @Override public Point<A, B> member(String name, Point<A, B> point) {
        first.member(name + ".first", point.first());
        second.member(name + ".second", point.second());
        return point;
    }

    @Override public double distance(Point<A, B> p, Point<A, B> q) {
        return Math.hypot(first.distance(p.first(), q.first()), second.distance(p.second(), q.second()));
    }

    @Override public Point<A, B> interpolate(Point<A, B> from, Point<A, B> to, double t) {
        return new Point<>(first.interpolate(from.first(), to.first(), t), second.interpolate(from.second(), to.second(), t));
    }
}
