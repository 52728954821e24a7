package org.tanhwg.layers.conf;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;

/**
 * Which law ν_xy the amplitude of each synapse of a layer follows (theory §1, §4.4, §5).
 *
 * @param kind the family
 * @param atoms K, the number of equal-mass atoms of a law that has such; 1 for the others
 * @param spread standard deviation of the observable weight w A at the start, ≥ 0, comparable with that of the weight initialisation;
 *        0 for Dirac laws
 */
public record SynapticLaw(@JsonProperty("kind") Kind kind, @JsonProperty("atoms") int atoms,
        @JsonProperty("spread") double spread) implements Serializable {

    /** Families of laws. */
    public enum Kind {
        /** A number. */
        DIRAC(1, 2),
        /** Mean and spread; of complex amplitudes the same spread in both parts. */
        GAUSSIAN(1, 2),
        /** Mean and full covariance of both parts of a complex amplitude: phase and modulus may differ in certainty. */
        COVARIANCE(2, 2),
        /** Sorted atoms of equal mass: several modes. Real amplitudes alone have an order. */
        QUANTILES(1, 1),
        /** Atoms of equal mass in the plane: several phases. Each keeps its label. */
        ATOMS(2, 2);

        private final int fewest;
        private final int most;

        Kind(int fewest, int most) {
            this.fewest = fewest;
            this.most = most;
        }

        /** Whether amplitudes of that many parts, 1 or 2 where they are complex, can have such a law. */
        public boolean fits(int parts) {
            return fewest <= parts && parts <= most;
        }

        /** Those that fit, as messages list them. */
        public static String fitting(int parts) {
            return Arrays.stream(values()).filter(kind -> kind.fits(parts)).map(Kind::name).collect(Collectors.joining(", "));
        }
    }

    /** @throws IllegalArgumentException naming what is out of range */
    @JsonCreator public SynapticLaw {
        Objects.requireNonNull(kind, "kind");
        Checks.atLeast("atoms", atoms, 1);
        Checks.nonNegative("spread", spread);
        if (kind != Kind.QUANTILES && kind != Kind.ATOMS && atoms != 1)
            throw new IllegalArgumentException("atoms = " + atoms + ": a " + kind + " law has 1");
        if (kind == Kind.DIRAC && spread != 0) throw new IllegalArgumentException("spread = " + spread + ": a DIRAC law has 0");
    }

    /** The classical network. */
    public static SynapticLaw dirac() { return new SynapticLaw(Kind.DIRAC, 1, 0); }

    /** Normal laws of the given spread. */
    public static SynapticLaw gaussian(double spread) {
        return new SynapticLaw(Kind.GAUSSIAN, 1, spread);
    }

    /** Normal laws in the plane whose covariance is learned; at the start both parts have the given spread and are independent. */
    public static SynapticLaw covariance(double spread) {
        return new SynapticLaw(Kind.COVARIANCE, 1, spread);
    }

    /** What real layers of a complex network take: this law, for a covariance the normal law of its spread, for atoms in the plane as many on the line. */
    public SynapticLaw real() {
        return switch (kind) {
            case DIRAC, GAUSSIAN, QUANTILES -> this;
            case COVARIANCE -> gaussian(spread);
            case ATOMS -> quantiles(atoms, spread);
        };
    }

    /** K atoms each, at the start those of a normal law of the given spread. */
    public static SynapticLaw quantiles(int atoms, double spread) {
        return new SynapticLaw(Kind.QUANTILES, atoms, spread);
    }

    /** K atoms in the plane, at the start spread evenly over a disc with the given standard deviation of each part. */
    public static SynapticLaw atoms(int atoms, double spread) {
        return new SynapticLaw(Kind.ATOMS, atoms, spread);
    }
}
