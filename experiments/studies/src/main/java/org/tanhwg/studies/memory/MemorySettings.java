package org.tanhwg.studies.memory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.tanhwg.core.Checks;
import org.tanhwg.core.memory.Stopping;
import org.tanhwg.core.memory.VectorMemory.Precision;

/**
 * Everything that decides a study; {@code gnn memory} has an option for each component.
 *
 * @param patterns N
 * @param dim d
 * @param beta β, in 1/distance²
 * @param cues how many are drawn
 * @param within W₂ from its pattern up to which a cue's end counts as retrieved
 * @param tolerance of retrievals, in the units of {@link Stopping}
 * @param updates most updates of a cue
 * @param precision what products are computed in; general covariances know {@code DOUBLE} only
 * @param sweep cues at each point of the sweeps; 0 for none
 * @param source where patterns and cues come from
 * @param seed of everything random
 */
public record MemorySettings(int patterns, int dim, double beta, int cues, double within, double tolerance, int updates,
        Precision precision, int sweep, Source source, long seed) {

    private static final double MOST_CONDITION = 1e12;

    /** Where patterns and cues come from. */
    public sealed interface Source permits Sphere, Words {
        Map<String, Object> values();
    }

    /**
     * Patterns drawn on the Wasserstein sphere |μ|² + tr Σ = norm², cues at a given W₂ from them.
     *
     * @param radius W₂ of a cue from its pattern, in units of 1/√(βN)
     * @param condition ratio up to which the eigenvalues of a covariance may differ
     */
    public record Sphere(Covariance covariance, double radius, double norm, double condition) implements Source {
        public Sphere {
            Checks.nonNegative("radius", radius);
            Checks.positive("norm", norm);
            Checks.inRange("condition", condition, 1, MOST_CONDITION);
        }

        @Override public Map<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("covariance", covariance.toString());
            values.put("radius", radius);
            values.put("norm", norm);
            values.put("condition", condition);
            return values;
        }
    }

    /** Laws of words, learned on one half of a text; cues are those learned on the other half. */
    public record Words(Path file) implements Source {
        public Words {
            file = file.toAbsolutePath().normalize();
        }

        @Override public Map<String, Object> values() {
            return Map.of("words", file.toString());
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
        if (precision == Precision.SINGLE && source instanceof Sphere sphere && sphere.covariance == Covariance.GENERAL)
            throw new IllegalArgumentException("precision = single: must be double with general covariances");
    }

    /** By option, in the order of the components. */
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("patterns", patterns);
        values.put("dim", dim);
        values.put("beta", beta);
        values.put("cues", cues);
        values.put("within", within);
        values.put("tolerance", tolerance);
        values.put("updates", updates);
        values.put("precision", precision.toString().toLowerCase(Locale.ROOT));
        values.put("sweep", sweep);
        values.putAll(source.values());
        values.put("seed", seed);
        return values;
    }

    Stopping stopping() {
        return new Stopping(tolerance, updates);
    }
}
