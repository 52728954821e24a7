package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.io.ModelFile;

class AssembliesTest {
    @TempDir Path folder;

    @Test void inputsThatAreActiveTogetherFormOne() {
        float[] sketch = new float[12 * 3];
        var random = new SplittableRandom(2);
        for (int d = 0; d < 3; d++)
            for (int x = 0; x < 12; x++)
                sketch[12 * d + x] = (x % 3 == d ? 10 : 0) + random.nextFloat();
        int[] assembly = new ScheduledConsolidation.Assemblies(3).of(12, FloatBuffer.wrap(sketch), 7);
        for (int x = 3; x < 12; x++) assertThat(assembly[x]).isEqualTo(assembly[x % 3]);
        assertThat(Arrays.stream(assembly).boxed()).containsOnly(0, 1, 2);
    }

    @Test void degenerateLayersHaveThemToo() {
        assertThat(new ScheduledConsolidation.Assemblies(4).of(1, FloatBuffer.wrap(new float[] {3}), 0)).containsExactly(0);
        assertThat(new ScheduledConsolidation.Assemblies(4).of(3, FloatBuffer.wrap(new float[] {1, 2, 9}), 0))
                .containsExactlyInAnyOrder(0, 1, 2);
        for (int assembly : new ScheduledConsolidation.Assemblies(2).of(5, FloatBuffer.wrap(new float[5]), 0))
            assertThat(assembly).isBetween(0, 1);
        for (int assembly : new ScheduledConsolidation.Assemblies(1).of(5, FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5}), 0))
            assertThat(assembly).isZero();
    }

    /** With γ = 1 all synapses of a unit from one assembly have the same mass after a consolidation, and the function stays. */
    @Test void massMovesOnTheAverageOfAnAssembly() {
        MultiLayerNetwork network = Networks.trained(
                new TanHwg.Builder(100).eta(1e-30).beta(0).gamma(1).consolidateEvery(10).assemblies(3).build(), 0);
        INDArray features = twins(0).getFeatures();
        INDArray before = network.output(features);
        for (int i = 0; i < 10; i++) network.fit(twins(i));
        INDArray w = network.getParam("0_w");
        for (int unit = 0; unit < w.columns(); unit++) {
            for (int x = 0; x < 6; x += 2) assertThat(w.getDouble(x, unit)).isCloseTo(w.getDouble(x + 1, unit), within(1e-6));
            assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-5));
        }
        assertThat(w.getDouble(0, 0)).isNotCloseTo(1 / 6.0, within(1e-3));
        assertThat(network.output(features).distance2(before)).isLessThan(1e-5);
    }

    @Test void trainingResumesBitForBit() throws IOException {
        TanHwg optimizer = new TanHwg.Builder(60).beta(0.02).consolidateEvery(5).assemblies(3).build();
        MultiLayerNetwork straight = Networks.trained(optimizer, 60);
        ModelFile.save(Networks.trained(optimizer, 23), folder.resolve("model.zip"));
        MultiLayerNetwork second = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("model.zip")));
        for (int i = 23; i < 60; i++) second.fit(Networks.batch(i));
        assertThat(second.params().toFloatVector()).isEqualTo(straight.params().toFloatVector());
        assertThat(second.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(straight.getUpdater().getStateViewArray().toFloatVector());
        MultiLayerNetwork without = Networks.trained(new TanHwg.Builder(60).beta(0.02).consolidateEvery(5).build(), 60);
        assertThat(without.params()).isNotEqualTo(straight.params());
        assertThat(straight.getUpdater().getStateViewArray().length() - without.getUpdater().getStateViewArray().length())
                .isEqualTo(6 * 5 + 5 * 3);
    }

    /** Networks.batch with the inputs in pairs that are nearly the same. */
    private static DataSet twins(long seed) {
        DataSet batch = Networks.batch(seed);
        INDArray features = Nd4j.zeros(DataType.FLOAT, 20, 6);
        for (int x = 0; x < 6; x++) features.putColumn(x, batch.getFeatures().getColumn(x / 2).mul(1 + 0.01 * (x % 2)));
        return new DataSet(features, batch.getLabels());
    }
}
