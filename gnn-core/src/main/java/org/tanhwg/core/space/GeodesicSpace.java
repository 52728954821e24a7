package org.tanhwg.core.space;

/**
 * A geodesic metric space Ω (theory §1): between any two points runs a path as long as their distance.
 *
 * <p>Every method checks its points, so that a point of another space is refused rather than measured.
 *
 * @param <P> the points, to be treated as immutable
 */
public interface GeodesicSpace<P> {

    /**
     * Returns {@code point} if it belongs to this space.
     *
     * @throws IllegalArgumentException otherwise; the message calls it {@code name}
     */
    P member(String name, P point);

    /** Distance d(p, q) ≥ 0. @throws IllegalArgumentException if a point does not belong to this space */
    double distance(P p, P q);

    /**
     * Point γ(t) of a geodesic from γ(0) = {@code from} to γ(1) = {@code to}: d(from, γ(t)) = t·d(from, to).
     *
     * <p>Where several geodesics exist, always the same one is taken.
     *
     * @throws IllegalArgumentException if a point does not belong to this space or {@code t} is outside [0, 1]
     */
    P interpolate(P from, P to, double t);
}
