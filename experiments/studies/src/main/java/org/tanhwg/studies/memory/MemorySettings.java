package org.tanhwg.studies.memory;

import java.nio.file.Path;
import java.util.Locale;
import org.tanhwg.core.Checks;
import org.tanhwg.core.memory.Stopping;
import org.tanhwg.core.memory.VectorMemory.Precision;
import org.tanhwg.training.settings.Setting;

/** Everything that decides a run of {@code gnn memory}; either {@code words} is null, or what only drawn patterns have. */
public record MemorySettings(
        @Setting(value = "patterns stored; with --words at most so many words", standard = "1000") int patterns,
        @Setting(value = "dimension d of the laws", standard = "10") int dim,
        @Setting(value = "inverse temperature β, in 1/distance²", standard = "1") double beta,
        @Setting(value = "cues recalled", standard = "500") int cues,
        @Setting(
                value = "distance W₂ from its pattern up to which the end of a recall counts as retrieved",
                standard = "0.1") double within,
        @Setting(
                value = "change by an update at which a recall ends, relative to the spread of the patterns",
                standard = "1e-7") double tolerance,
        @Setting(value = "most updates of a cue", standard = "200") int updates,
        @Setting(value = "of products with all patterns: single or double", label = "KIND",
                standard = "double") Precision precision,
        @Setting(
                value = "cues at each point of the sweeps over radius, β and dimension; 0 for none",
                standard = "20") int sweep,
        @Setting(value = "commuting, general or spherical", label = "KIND", standard = "general",
                unless = "words") Covariance covariance,
        @Setting(
                value = "distance W₂ of a cue from its pattern, in units of 1/√(βN)",
                standard = "100", unless = "words") Double radius,
        @Setting(value = "radius of the sphere of patterns", standard = "7", unless = "words") Double norm,
        @Setting(
                value = "ratio up to which the eigenvalues of a covariance differ",
                standard = "10", unless = "words") Double condition,
        @Setting(value = "store the words of this text instead", label = "FILE") Path words,
        @Setting(value = "seed of everything random", standard = "1") long seed) {
    private static final double MOST_CONDITION = 1e12;

    /** Which covariances the patterns have. */
    public enum Covariance {
        /** Multiples of the identity. */
        SPHERICAL,
        /** Common axes, drawn once. */
        COMMUTING,
        /** Axes of its own for each. */
        GENERAL;

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public MemorySettings {
        Checks.atLeast("patterns", patterns, 1);
        Checks.atLeast("dim", dim, 1);
        Checks.positive("beta", beta);
        Checks.atLeast("cues", cues, 1);
        Checks.positive("within", within);
        Checks.nonNegative("tolerance", tolerance);
        Checks.atLeast("updates", updates, 1);
        Checks.atLeast("sweep", sweep, 0);
        if (words != null) {
            words = words.toAbsolutePath().normalize();
        } else {
            Checks.nonNegative("radius", radius);
            Checks.positive("norm", norm);
            Checks.inRange("condition", condition, 1, MOST_CONDITION);
            if (precision == Precision.SINGLE && covariance == Covariance.GENERAL)
                throw new IllegalArgumentException("precision = single: must be double with general covariances");
        }
    }

    Stopping stopping() { return new Stopping(tolerance, updates); }
}
