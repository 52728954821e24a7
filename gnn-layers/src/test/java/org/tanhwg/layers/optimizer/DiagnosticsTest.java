package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.optimizer.LayerDiagnostics.UnitDiagnostics;

class DiagnosticsTest {
    @Test void aPressureIsTheSignalsAndThatOfSampledNoise() {
        INDArray w = column(0.5f, 0.5f);
        INDArray m = column(1, 2);
        INDArray signal = column(0.1f, -0.2f);
        double[] plain = {0.1, -0.4};
        assertMeanAndSpread(unit(w, m, signal, Optional.of(column(0.3f, 0.4f)), Optional.empty()), plain);
        double[] noisy = {0.1 + 0.5 * 0.09 * 2, -0.4 + 0.5 * 0.16 * 3};
        assertMeanAndSpread(unit(w, m, signal, Optional.of(column(0.3f, 0.4f)), Optional.of(column(2, 3))), noisy);
    }

    @Test void aComplexSynapseHasNoiseInBothParts() {
        UnitDiagnostics unit = unit(column(1), Nd4j.createFromArray(3f, 4f), Nd4j.createFromArray(0.1f, 0.2f),
                Optional.of(column(0.5f)), Optional.of(column(4)));
        assertThat(unit.pressureMean()).isCloseTo(3 * 0.1 + 4 * 0.2 + 2 * 0.25 * 4, within(1e-6));
        assertThat(unit.support()).isEqualTo(1);
    }

    private static void assertMeanAndSpread(UnitDiagnostics unit, double[] pressures) {
        assertThat(unit.pressureMean()).isCloseTo((pressures[0] + pressures[1]) / 2, within(1e-6));
        assertThat(unit.pressureSpread()).isCloseTo(Math.abs(pressures[0] - pressures[1]) / 2, within(1e-6));
    }

    private static UnitDiagnostics unit(INDArray w, INDArray m, INDArray signal, Optional<INDArray> spread,
            Optional<INDArray> curvature) {
        return LayerDiagnostics
                .of(new LayerViews("layer", w, m, signal, spread, curvature, Nd4j.zeros(3), 3, Optional.empty(),
                        Optional.empty()), List.of())
                .units()
                .get(0);
    }

    private static INDArray column(float... values) {
        return Nd4j.createFromArray(values).reshape(values.length, 1);
    }
}
