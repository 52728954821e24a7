package org.tanhwg.studies.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.measure.Gaussian;
import org.tanhwg.core.memory.GaussianMemory;
import org.tanhwg.core.memory.GaussianMemory.Structure;
import org.tanhwg.core.memory.VectorMemory.Precision;
import org.tanhwg.core.transport.BuresWasserstein;
import org.tanhwg.studies.memory.MemorySettings.Covariance;
import org.tanhwg.training.settings.RecordSettings;

class WassersteinSphereTest {
    private static final int DIMENSION = 5;

    /** However far: into the cone's boundary, through the origin, beyond all patterns. */
    @ParameterizedTest
    @EnumSource void patternsAndCuesLieWhereTheyShould(Covariance covariance) {
        var sphere = new WassersteinSphere(RecordSettings.read(MemorySettings.class,
                Map.of("covariance", covariance.toString(), "condition", "50"), Optional.empty()), DIMENSION);
        var random = new SplittableRandom(1);
        GaussianMemory memory = sphere.memory(20, 1, Precision.DOUBLE, random);
        assertThat(memory.structure()).isEqualTo(Structure.valueOf(covariance.name()));
        for (int i = 0; i < memory.size(); i++) {
            Gaussian pattern = memory.pattern(i);
            assertThat(pattern.secondMoment()).isCloseTo(49, within(1e-10));
            for (double distance : new double[] {0, 1e-3, 0.5, 4, 30}) {
                Gaussian cue = sphere.cue(pattern, distance, random);
                assertThat(Math.sqrt(BuresWasserstein.squared(cue, pattern))).isCloseTo(distance, within(1e-7));
                if (covariance == Covariance.GENERAL) continue;
                double[] vector = memory.vectors().orElseThrow().pattern(i);
                Gaussian along = memory.basis().orElseThrow().law(sphere.cue(vector, distance, random));
                assertThat(Math.sqrt(BuresWasserstein.squared(along, pattern))).isCloseTo(distance, within(1e-7));
            }
        }
    }
}
