package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.measure.DiscreteMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;
import org.tanhwg.core.space.GeodesicSpace;
import org.tanhwg.core.space.ProductSpace;
import org.tanhwg.core.space.ProductSpace.Point;
import org.tanhwg.core.transport.WassersteinSpace;

/**
 * The alignment energy of one example, not linearised, on measures over X × R: ½(∫a(x) s dμ − b)² + β∫|s| dμ (theory §4.7).
 *
 * <p>Step, by duality: each particle takes its best move against the price r a(x')s', see {@link FrozenSignal}, and r = z(r) − b is found by
 * bisection, since the response z falls as r grows. Where particles are indifferent between two inputs at that price, their mass splits.
 * O(n²) for each of some hundred prices.
 *
 * @param ground the space X that the inputs lie in
 * @param inputs at least one
 * @param activations a, one for each input
 * @param target b
 * @param beta β ≥ 0
 */
public record JointAlignment<X>(GeodesicSpace<X> ground, List<X> inputs, double[] activations, double target,
        double beta) implements Energy<DiscreteMeasure<Point<X, Complex>>> {

    /** @throws IllegalArgumentException if sizes do not agree, an input does not belong to the space, or a number is not as described */
    public JointAlignment {
        inputs = List.copyOf(inputs);
        activations = Checks.finite("activations", activations).clone();
        Checks.finite("target", target);
        priced(ground, inputs, activations, 1, beta);
    }

    @Override public double[] activations() { return activations.clone(); }

    @Override public WassersteinSpace<Point<X, Complex>> space() {
        return new WassersteinSpace<>(new ProductSpace<>(ground, new ComplexPlane()));
    }

    /** +∞ for a measure with mass between the inputs. @throws IllegalArgumentException also if an amplitude is not real */
    @Override public double value(DiscreteMeasure<Point<X, Complex>> measure) {
        check(measure);
        double off = response(measure) - target;
        return off * off / 2 + measure.expectation(particle -> beta * particle.second().modulus());
    }

    @Override public Prox<DiscreteMeasure<Point<X, Complex>>> prox(DiscreteMeasure<Point<X, Complex>> from, double tau) {
        check(from);
        Checks.positive("tau", tau);
        double atZero = excess(from, 0, tau), low = Math.min(0, atZero), high = Math.max(0, atZero);
        for (double price = (low + high) / 2; low < price && price < high; price = (low + high) / 2) {
            if (excess(from, price, tau) > 0) low = price;
            else high = price;
        }
        return new Prox<>(mixed(moved(from, low, tau), moved(from, high, tau), from.weights(), (low + high) / 2),
                Prox.Status.CONVERGED);
    }

    private void check(DiscreteMeasure<Point<X, Complex>> measure) {
        space().member("measure", measure);
        for (Point<X, Complex> particle : measure.points())
            Checks.inRange("imaginary part of an amplitude", particle.second().im(), 0, 0);
    }

    /** z = ∫a(x) s dμ; infinite if there is mass between the inputs. */
    private double response(DiscreteMeasure<Point<X, Complex>> measure) {
        FrozenSignal<X> unit = priced(ground, inputs, activations, 1, 0);
        return measure.expectation(unit::value);
    }

    /** z(r) − b − r, which falls in r by at least as much as r grows. */
    private double excess(DiscreteMeasure<Point<X, Complex>> from, double price, double tau) {
        return response(new DiscreteMeasure<>(moved(from, price, tau), from.weights())) - target - price;
    }

    private List<Point<X, Complex>> moved(DiscreteMeasure<Point<X, Complex>> from, double price, double tau) {
        FrozenSignal<X> signal = priced(ground, inputs, activations, price, beta);
        return from.points().stream().map(particle -> signal.prox(particle, tau).to()).toList();
    }

    /** Particles that go one way below the price and another above it go both ways, in the parts that give the response r + b. */
    private DiscreteMeasure<Point<X, Complex>> mixed(List<Point<X, Complex>> below, List<Point<X, Complex>> above,
            double[] weights,
            double price) {
        double most = response(new DiscreteMeasure<>(below, weights)), least = response(new DiscreteMeasure<>(above, weights));
        double part = most > least ? Math.max(0, Math.min(1, (price + target - least) / (most - least))) : 0;
        List<Point<X, Complex>> points = new ArrayList<>();
        List<Double> masses = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            boolean splits = part > 0 && part < 1
                    && !Contents.comparable(below.get(i).first()).equals(Contents.comparable(above.get(i).first()));
            points.add(part == 1 ? below.get(i) : above.get(i));
            masses.add(splits ? (1 - part) * weights[i] : weights[i]);
            if (!splits) continue;
            points.add(below.get(i));
            masses.add(part * weights[i]);
        }
        return new DiscreteMeasure<>(points, masses.stream().mapToDouble(m -> m).toArray());
    }

    private static <X> FrozenSignal<X> priced(GeodesicSpace<X> ground, List<X> inputs, double[] activations, double price,
            double beta) {
        List<Complex> gradient = Arrays.stream(activations).mapToObj(a -> new Complex(price * a, 0)).toList();
        return new FrozenSignal<>(ground, inputs, gradient, beta);
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
