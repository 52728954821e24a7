package org.tanhwg.core.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.VectorMemory.Precision;
import org.tanhwg.core.transport.BuresWasserstein.GaussianSpace;

/**
 * Dense associative memory over normal laws in W₂: the update pushes ξ forward by Σ_i π_i T_i, T_i the optimal map from ξ to X_i (theory
 * §6).
 *
 * <p>A state near one pattern is retrieved exactly up to the pull of the others, about e^{−βD²}D for a neighbour at distance D. Where
 * covariances commute, laws are vectors and an update costs O(N d); otherwise O(n d³) for the n patterns that can matter and O(N d) to find
 * them. Safe for several threads. Source: Tankala and Balasubramanian, arXiv 2509.23162.
 */
public final class GaussianMemory implements AssociativeMemory<Gaussian> {
    private final double beta;
    /** Patterns whose covariances commute. */
    private final Optional<Vectors> vectors;
    /** All others. */
    private final List<Gaussian> laws;
    private final Aligned aligned;

    /** Patterns as vectors over the axes that they share. */
    private record Vectors(Eigenbasis basis, VectorMemory memory) {}

    /** Patterns for states of any covariance, made on first use: patterns that commute rarely need them. */
    private static final class Aligned {
        private final Supplier<List<Gaussian>> laws;
        private AlignedPatterns patterns;

        Aligned(Supplier<List<Gaussian>> laws) { this.laws = laws; }

        synchronized AlignedPatterns patterns() {
            if (patterns == null) patterns = new AlignedPatterns(laws.get());
            return patterns;
        }
    }

    private GaussianMemory(double beta, Optional<Vectors> vectors, List<Gaussian> laws, Optional<Aligned> aligned) {
        this.beta = Checks.positive("beta", beta);
        this.vectors = vectors;
        this.laws = laws;
        this.aligned = aligned.orElseGet(() -> new Aligned(() -> IntStream.range(0, size()).mapToObj(this::pattern).toList()));
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
        return new GaussianMemory(beta, Optional.empty(), List.copyOf(patterns), Optional.empty());
    }

    /**
     * Stores laws with common axes, given as the vectors that stand for them: no covariance is ever formed.
     *
     * @param coordinates one vector of {@link Eigenbasis#coordinates(double[], double...)} for each law
     * @throws IllegalArgumentException naming what is wrong
     */
    public static GaussianMemory of(Eigenbasis basis, double[][] coordinates, double beta) {
        return of(basis, coordinates, beta, Precision.DOUBLE);
    }

    /** This memory with products in that precision. */
    public static GaussianMemory of(Eigenbasis basis, double[][] coordinates, double beta, Precision precision) {
        for (int i = 0; i < coordinates.length; i++) {
            Checks.size("coordinates[" + i + "].length", coordinates[i].length, basis.length());
            for (int k = basis.dimension(); k < basis.length(); k++)
                Checks.nonNegative("coordinates[" + i + "][" + k + "]", coordinates[i][k]);
        }
        var vectors = new Vectors(basis, new VectorMemory(coordinates, beta, precision));
        return new GaussianMemory(beta, Optional.of(vectors), List.of(), Optional.empty());
    }

    @Override public GaussianMemory withBeta(double other) {
        return new GaussianMemory(other, vectors.map(v -> new Vectors(v.basis, v.memory.withBeta(other))), laws,
                Optional.of(aligned));
    }

    @Override public int size() {
        return vectors.map(v -> v.memory.size()).orElseGet(laws::size);
    }

    @Override public GaussianSpace space() {
        return new GaussianSpace(vectors.map(v -> v.basis.dimension()).orElseGet(() -> laws.get(0).dimension()));
    }

    @Override public double beta() { return beta; }

    public Structure structure() {
        return vectors.map(v -> v.basis.structure()).orElse(Structure.GENERAL);
    }

    /** The axes that all covariances share, if they do. */
    public Optional<Eigenbasis> basis() {
        return vectors.map(Vectors::basis);
    }

    /** The patterns as vectors over those axes: the same memory without the cost of laws. */
    public Optional<VectorMemory> vectors() {
        return vectors.map(Vectors::memory);
    }

    @Override public Gaussian pattern(int i) {
        Checks.index("i", i, size());
        return vectors.map(v -> v.basis.law(v.memory.pattern(i))).orElseGet(() -> laws.get(i));
    }

    @Override public double energy(Gaussian law) {
        return along(law).map(v -> vectors.orElseThrow().memory.energy(v)).orElseGet(() -> weighed(law).gibbs.energy());
    }

    @Override public double[] weights(Gaussian law) {
        return along(law).map(v -> vectors.orElseThrow().memory.weights(v)).orElseGet(() -> {
            Gibbs gibbs = weighed(law).gibbs;
            double[] weights = new double[size()];
            for (int j = 0; j < gibbs.count(); j++) weights[gibbs.pattern(j)] = gibbs.weight(j);
            return weights;
        });
    }

    @Override public Gaussian update(Gaussian law) {
        return along(law).map(v -> vectors.orElseThrow().basis.law(vectors.orElseThrow().memory.update(v))).orElseGet(() -> {
            AlignedPatterns.Weighing weighing = weighed(law);
            weighing.average();
            weighing.move();
            return weighing.law();
        });
    }

    @Override public List<Retrieval<Gaussian>> retrieve(List<Gaussian> cues, Stopping stopping) {
        List<Integer> together = new ArrayList<>();
        List<double[]> points = new ArrayList<>();
        List<Retrieval<Gaussian>> ends = new ArrayList<>();
        for (Gaussian cue : cues) {
            Optional<double[]> point = along(cue);
            point.ifPresent(points::add);
            if (point.isPresent()) together.add(ends.size());
            ends.add(point.isPresent() ? null : aligned.patterns().retrieve(cue, beta, stopping));
        }
        vectors.ifPresent(v -> {
            List<Retrieval<double[]>> found = v.memory.retrieve(points, stopping);
            for (int j = 0; j < found.size(); j++)
                ends.set(together.get(j), found.get(j).as(v.basis.law(found.get(j).state())));
        });
        return ends;
    }

    /** The vector of a law that commutes with all patterns. */
    private Optional<double[]> along(Gaussian law) {
        space().member("law", law);
        return vectors.flatMap(v -> v.basis.coordinates(law));
    }

    private AlignedPatterns.Weighing weighed(Gaussian law) {
        AlignedPatterns.Weighing weighing = aligned.patterns().from(law, beta);
        weighing.weigh();
        return weighing;
    }

    /** What the covariances of a memory have in common, from the most to the least special. */
    public enum Structure {
        /** Multiples of the identity. */
        SPHERICAL,
        /** Diagonal matrices. */
        DIAGONAL,
        /** Eigenvectors in common. */
        COMMUTING,
        /** Nothing. */
        GENERAL
    }
}
