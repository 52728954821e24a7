package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.Networks;

/** Settings that take an ingredient away, so that its share can be measured. */
class AblationTest {
    private static TanHwg.Builder pruning() {
        return new TanHwg.Builder(200).beta(0.02).consolidateEvery(5).checkEvery(1);
    }

    @Test void withoutConsolidationMassStaysUniformUntilTheSupportIsFrozen() {
        INDArray w = Networks.trained(pruning().gamma(0).build(), 139).getParam("0_w");
        assertThat(w.maxNumber().doubleValue()).isEqualTo(w.minNumber().doubleValue());
        MultiLayerNetwork ended = Networks.trained(pruning().gamma(0).build(), 200);
        INDArray m = ended.getParam("0_m"), mass = ended.getParam("0_w");
        for (int i = 0; i < m.length(); i++)
            if (m.getDouble(i) == 0 && mass.getDouble(i) != 0) {
                int column = i; // of a unit all of whose synapses are silent
                assertThat(IntStream.range(0, (int) m.rows()).mapToDouble(x -> m.getDouble(x, column % m.columns())))
                        .containsOnly(0.0);
            }
        assertThat(m.eq(0).castTo(m.dataType()).sumNumber().intValue()).isPositive();
    }

    @Test void uniformSpeedDescendsItsEnergyAndResumesBitForBit() throws IOException {
        TanHwg alike = pruning().uniformSpeed(true).build();
        MultiLayerNetwork whole = Networks.trained(alike, 90), half = Networks.trained(alike, 43);
        DescentChecks descent = TanHwg.takeEnergyDescent(whole);
        assertThat(descent.checked()).isPositive();
        assertThat(descent.violated()).isZero();
        var file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(half, file, true);
        MultiLayerNetwork resumed = TanHwg
                .attach(ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray())));
        for (int step = 43; step < 90; step++) resumed.fit(Networks.batch(step));
        assertThat(resumed.params()).isEqualTo(whole.params());
        assertThat(Networks.trained(pruning().build(), 90).params()).isNotEqualTo(whole.params());
    }

    @Test void permutedMassPrunesOtherSynapses() {
        MultiLayerNetwork network = Networks.trained(pruning().mass(MassRule.PERMUTED).build(), 200);
        assertThat(network.getParam("0_w").sum(0).sub(1).amaxNumber().doubleValue()).isLessThan(1e-4);
        assertThat(network.params()).isNotEqualTo(Networks.trained(pruning().build(), 200).params());
    }

    @Test void uniformSpeedHasNoQuadraticPart() {
        assertThatThrownBy(() -> pruning().lambda(1).uniformSpeed(true).build())
                .hasMessage("lambda = 1.0: must be 0 where speed is uniform");
    }
}
