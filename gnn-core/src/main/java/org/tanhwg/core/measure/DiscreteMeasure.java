package org.tanhwg.core.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;
import org.tanhwg.core.space.GeodesicSpace;

/**
 * A probability measure Σ_i w_i δ_{p_i} on any space; atoms may coincide or weigh nothing.
 *
 * @param weights one per point, ≥ 0, sum 1 within 1e-9; copied in and out
 */
public record DiscreteMeasure<P>(List<P> points, double[] weights) implements Law<P> {

    /**
     * @throws IllegalArgumentException if there is no point, or weights and points do not match, or the weights are not a
     * probability
     */
    public DiscreteMeasure {
        points = List.copyOf(points);
        weights = Checks.probability("weights", weights).clone();
        Checks.size("weights.length", weights.length, points.size());
    }

    public static <P> DiscreteMeasure<P> dirac(P point) {
        return new DiscreteMeasure<>(List.of(point), new double[] {1});
    }

    /** Equal weights at all points. @throws IllegalArgumentException if there is no point */
    public static <P> DiscreteMeasure<P> uniform(List<P> points) {
        double[] weights = new double[Checks.atLeast("points.size()", points.size(), 1)];
        Arrays.fill(weights, 1.0 / weights.length);
        return new DiscreteMeasure<>(points, weights);
    }

    /**
     * {@code masses} divided by their sum, as weights that sum to 1 up to double rounding.
     *
     * @throws IllegalArgumentException if a mass is negative or not finite, or all are 0
     */
    public static double[] probabilities(double[] masses) {
        double total = Arrays.stream(Checks.masses("masses", masses)).sum();
        return Arrays.stream(masses).map(mass -> mass / total).toArray();
    }

    /** Weights from float arrays, whose sums are some 1e-8 off 1; see {@link #probabilities(double[])}. */
    public static double[] probabilities(float[] masses) {
        return probabilities(IntStream.range(0, masses.length).mapToDouble(i -> masses[i]).toArray());
    }

    @Override public double[] weights() { return weights.clone(); }

    public int size() { return weights.length; }

    /** ∫ f dμ; f is not asked about atoms without mass. */
    public double expectation(ToDoubleFunction<? super P> f) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) sum += weights[i] * f.applyAsDouble(points.get(i));
        }
        return sum;
    }

    /** ∫ d(p, about)² dμ(p). */
    public double secondMoment(GeodesicSpace<P> space, P about) {
        return expectation(p -> {
            double d = space.distance(p, about);
            return d * d;
        });
    }

    /** Image measure under {@code map}: same weights, moved points. */
    public <Q> DiscreteMeasure<Q> pushforward(Function<? super P, ? extends Q> map) {
        List<Q> images = new ArrayList<>(points.size());
        for (P p : points) images.add(map.apply(p));
        return new DiscreteMeasure<>(images, weights);
    }

    /** This measure with points of equal content collected and atoms without mass dropped, in order of first appearance. */
    public DiscreteMeasure<P> collected() {
        Map<Object, P> first = new LinkedHashMap<>();
        Map<Object, Double> mass = new LinkedHashMap<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0) continue;
            Object content = Contents.comparable(points.get(i));
            first.putIfAbsent(content, points.get(i));
            mass.merge(content, weights[i], Double::sum);
        }
        return new DiscreteMeasure<>(List.copyOf(first.values()), mass.values().stream().mapToDouble(w -> w).toArray());
    }

    @Override public P sample(RandomGenerator random) { return points.get(draw(weights, random)); }

    /** Index drawn with the given probabilities; an index of probability 0 is never drawn. */
    public static int draw(double[] probabilities, RandomGenerator random) {
        double left = random.nextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] == 0) continue;
            last = i;
            left -= probabilities[i];
            if (left < 0) break;
        }
        return last;
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}
