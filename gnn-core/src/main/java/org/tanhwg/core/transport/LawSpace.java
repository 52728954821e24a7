package org.tanhwg.core.transport;

import org.tanhwg.core.measure.VectorLaw;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * Laws of one closed-form family with the distance W₂ (see {@link Wasserstein2}): quantile laws, normal laws, isotropic complex ones.
 *
 * <p>Any law is a member; asking for the distance of laws of different families throws.
 */
public record LawSpace<P>() implements GeodesicSpace<VectorLaw<P>> {

    @Override public VectorLaw<P> member(String name, VectorLaw<P> law) {
        return law;
    }

    @Override public double distance(VectorLaw<P> p, VectorLaw<P> q) {
        return Math.sqrt(Wasserstein2.squared(p, q));
    }

    @Override public VectorLaw<P> interpolate(VectorLaw<P> from, VectorLaw<P> to, double t) {
        return Wasserstein2.interpolate(from, to, t);
    }
}
