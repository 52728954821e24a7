package org.tanhwg.core.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Gaussian;

/**
 * Dense associative memory over normal laws X_1 … X_N: E(ξ) = −(1/β) log Σ_i exp(−β W₂²(X_i, ξ)) (theory §6), and the update pushes ξ
 * forward by Σ_i π_i T_i, T_i the optimal map from ξ to X_i and π = softmax(−β W₂²(X_i, ξ)); it never raises E.
 *
 * <p>A state near one pattern is retrieved exactly up to the pull of the others, about e^{−βD²}D for a neighbour at distance D. Where
 * covariances commute, laws are vectors and an update costs O(N d); otherwise O(n d³) for the n patterns that can matter and O(N d) to find
 * them. Safe for several threads. Source: Tankala and Balasubramanian, arXiv 2509.23162.
 */
public final class GaussianMemory {
    private final double beta;
    /** Patterns whose covariances commute. */
    private final Optional<Vectors> vectors;
    private final List<Gaussian> laws;
    private AlignedPatterns aligned;

    /** Patterns as vectors over the axes that they share. */
    private record Vectors(Eigenbasis basis, VectorMemory memory) {}

    private GaussianMemory(double beta, Optional<Vectors> vectors, List<Gaussian> laws) {
        this.beta = beta;
        this.vectors = vectors;
        this.laws = laws;
    }

    /**
     * Stores laws, as vectors if their covariances turn out to commute.
     *
     * @param patterns at least one, all of one dimension
     * @param beta β > 0, in 1/distance²
     * @throws IllegalArgumentException naming what is wrong
     */
    public static GaussianMemory of(List<Gaussian> patterns, double beta) {
        Checks.positive("beta", beta);
        Checks.atLeast("patterns.size()", patterns.size(), 1);
        int d = patterns.get(0).dimension();
        for (int i = 0; i < patterns.size(); i++)
            Checks.size("patterns.get(" + i + ").dimension()", patterns.get(i).dimension(), d);
        return Eigenbasis.shared(patterns).map(basis -> {
            double[][] rows = patterns.stream().map(law -> basis.coordinates(law).orElseThrow()).toArray(double[][]::new);
            return of(basis, rows, beta);
        }).orElseGet(() -> general(patterns, beta));
    }

    /** Stores laws that are known not to share their axes. */
    static GaussianMemory general(List<Gaussian> patterns, double beta) {
        return new GaussianMemory(Checks.positive("beta", beta), Optional.empty(), List.copyOf(patterns));
    }

    /**
     * Stores laws with common axes, given as the vectors that stand for them: no covariance is ever formed.
     *
     * @param coordinates one vector of {@link Eigenbasis#coordinates(double[], double...)} for each law
     * @throws IllegalArgumentException naming what is wrong
     */
    public static GaussianMemory of(Eigenbasis basis, double[][] coordinates, double beta) {
        for (int i = 0; i < coordinates.length; i++) {
            Checks.size("coordinates[" + i + "].length", coordinates[i].length, basis.length());
            for (int k = basis.dimension(); k < basis.length(); k++)
                Checks.nonNegative("coordinates[" + i + "][" + k + "]", coordinates[i][k]);
        }
        return new GaussianMemory(beta, Optional.of(new Vectors(basis, new VectorMemory(coordinates, beta))), List.of());
    }

    public int size() {
        return vectors.map(v -> v.memory.size()).orElseGet(laws::size);
    }

    public int dimension() {
        return vectors.map(v -> v.basis.dimension()).orElseGet(() -> laws.get(0).dimension());
    }

    public double beta() {
        return beta;
    }

    public Structure structure() {
        return vectors.map(v -> v.basis.structure()).orElse(Structure.GENERAL);
    }

    /** The axes that all covariances share, if they do. */
    public Optional<Eigenbasis> basis() {
        return vectors.map(Vectors::basis);
    }

    /** Pattern {@code i}. */
    public Gaussian pattern(int i) {
        Checks.index("i", i, size());
        return vectors.map(v -> v.basis.law(v.memory.pattern(i))).orElseGet(() -> laws.get(i));
    }

    /** The vector that stands for pattern {@code i} of a memory with shared axes. */
    double[] coordinates(int i) {
        return vectors.orElseThrow().memory.pattern(i);
    }

    /** E(ξ). @throws IllegalArgumentException if the dimension differs */
    public double energy(Gaussian law) {
        return along(law).map(v -> vectors.orElseThrow().memory.energy(v)).orElseGet(() -> weighed(law).gibbs.energy());
    }

    /** π at ξ, one weight for each pattern. @throws IllegalArgumentException if the dimension differs */
    public double[] weights(Gaussian law) {
        return along(law).map(v -> vectors.orElseThrow().memory.weights(v)).orElseGet(() -> {
            Gibbs gibbs = weighed(law).gibbs;
            double[] weights = new double[size()];
            for (int j = 0; j < gibbs.count(); j++) weights[gibbs.pattern(j)] = gibbs.weight(j);
            return weights;
        });
    }

    /** The index of the pattern nearest to ξ in W₂. @throws IllegalArgumentException if the dimension differs */
    public int nearest(Gaussian law) {
        double[] weights = weights(law);
        return IntStream.range(0, weights.length).reduce((i, j) -> weights[j] > weights[i] ? j : i).orElseThrow();
    }

    /** One update of ξ. @throws IllegalArgumentException if the dimension differs */
    public Gaussian update(Gaussian law) {
        return along(law).map(v -> vectors.orElseThrow().basis.law(vectors.orElseThrow().memory.update(v))).orElseGet(() -> {
            AlignedPatterns.Weighing weighing = weighed(law);
            weighing.average();
            weighing.move();
            return weighing.law();
        });
    }

    /** Updates until the law holds still. @throws IllegalArgumentException if the dimension differs */
    public Retrieval<Gaussian> retrieve(Gaussian cue, Stopping stopping) {
        return retrieve(List.of(cue), stopping).get(0);
    }

    /** The same for many cues; cues that commute with the patterns share the work. @throws IllegalArgumentException if a dimension differs */
    public List<Retrieval<Gaussian>> retrieve(List<Gaussian> cues, Stopping stopping) {
        List<Integer> together = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        List<Retrieval<Gaussian>> ends = new ArrayList<>();
        for (Gaussian cue : cues) {
            Optional<double[]> point = along(cue);
            point.ifPresent(points::add);
            if (point.isPresent()) together.add(ends.size());
            ends.add(point.isPresent() ? null : aligned().retrieve(cue, stopping));
        }
        vectors.ifPresent(v -> {
            List<Retrieval<double[]>> found = v.memory.retrieve(points.toArray(double[][]::new), stopping);
            for (int j = 0; j < found.size(); j++)
                ends.set(together.get(j), found.get(j).as(v.basis.law(found.get(j).state())));
        });
        return ends;
    }

    /** The vector of a law that commutes with all patterns. */
    private Optional<double[]> along(Gaussian law) {
        Checks.size("law.dimension()", law.dimension(), dimension());
        return vectors.flatMap(v -> v.basis.coordinates(law));
    }

    private AlignedPatterns.Weighing weighed(Gaussian law) {
        AlignedPatterns.Weighing weighing = aligned().from(law);
        weighing.weigh();
        return weighing;
    }

    /** Made on first use: patterns that commute rarely need it. */
    private synchronized AlignedPatterns aligned() {
        if (aligned == null)
            aligned = new AlignedPatterns(laws.isEmpty() ? IntStream.range(0, size()).mapToObj(this::pattern).toList() : laws,
                    beta);
        return aligned;
    }
}
