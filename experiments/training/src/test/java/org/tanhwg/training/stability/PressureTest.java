package org.tanhwg.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.training.run.StabilityResult.Pressures;

/** Pressures at rest (theory §4.3): equal where synapses live, greater where they are silent. */
class PressureTest {
    private static final int INPUTS = 12;
    private static final int EXAMPLES = 120;

    @Test void pressuresAreEqualOnTheSupportWhileThePotentialIsOn() {
        MultiLayerNetwork network = trained(1);
        List<ChainLayer> layers = ChainLayer.of(network, "network");
        var meter = new PressureMeter(layers, examples());
        for (int l = 0; l < layers.size(); l++) {
            ChainLayer layer = layers.get(l);
            Pressures found = meter.layer(l);
            assertThat(found.units()).isPositive();
            assertThat(found.level()).isNegative();
            assertThat(found.spread()).isLessThan(.03);
            assertThat(found.equal()).isEqualTo(1);
            assertThat(found.smaller()).isZero();
            assertThat(layer.synapses()).as("some are pruned").isLessThan(layer.inputs() * layer.units());
            for (int y = 0; y < layer.units(); y++) requireEqual(layer, y, meter.pressures(l, y));
        }
    }

    /** To 10 %, all living synapses of a unit; those that are silent have none. */
    private static void requireEqual(ChainLayer layer, int unit, double[] p) {
        int first = layer.first()[unit];
        int[] living = IntStream.range(0, p.length).filter(i -> layer.weights()[first + i] != 0).toArray();
        if (living.length < 2) return;
        double mean = Arrays.stream(living).mapToDouble(i -> p[i]).average().orElseThrow();
        for (int i : living) assertThat(p[i]).isCloseTo(mean, within(-PressureMeter.EQUAL * mean));
        for (int i = 0; i < p.length; i++) if (layer.weights()[first + i] == 0) assertThat(p[i]).isZero().isGreaterThan(mean);
    }

    @Test void theyFallOnceThePotentialIsOff() {
        double on = new PressureMeter(ChainLayer.of(trained(1), "network"), examples()).layer(0).level();
        double off = new PressureMeter(ChainLayer.of(trained(.3), "network"), examples()).layer(0).level();
        assertThat(Math.abs(off)).isLessThan(.5 * Math.abs(on));
    }

    /** One unit of three inputs by hand: p = m ∂L/∂O, examples in several parts. */
    @Test void aKnownPressure() {
        double[] w = {.5, .5, 0, 1, 0, 0};
        double[] m = {2, 0, 0, 1, 0, 0};
        var layer = ChainLayer.of("out", 3, 2, m, w, new double[2], org.tanhwg.core.compact.Activation.SOFTMAX);
        float[] rows = new float[3 * 7000];
        for (int i = 0; i < rows.length; i += 3) rows[i] = 1;
        var meter = new PressureMeter(List.of(layer), new Examples(rows, 3, new int[7000], 2, Optional.empty()));
        // both logits are 1, so the error of the first unit is 1/2 - 1
        assertThat(meter.pressures(0, 0)).containsExactly(new double[] {2 * -.5, 0}, within(1e-12));
        assertThat(meter.pressures(0, 1)).containsExactly(new double[] {.5}, within(1e-12));
        assertThat(meter.layer(0)).isEqualTo(new Pressures(0, 0, 0, 0, 0));
    }

    @Test void plainLayersHaveNone() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).list()
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(INPUTS)).build());
        network.init();
        var layers = Stability.of(network, "network", examples(), 50).layers();
        assertThat(layers.get(0).pressures()).isNull();
        assertThat(layers.get(1).pressures().units()).isEqualTo(3);
    }

    /** A layer alone, whose energy is convex, and all examples in each step, so that it comes to rest. */
    private static MultiLayerNetwork trained(double offAt) {
        int steps = 2000;
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
                .updater(new TanHwg.Builder(steps).beta(.01).kappa(0).offAt(offAt).consolidateEvery(5).build()).list()
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(INPUTS)).build());
        network.init();
        TanHwg.attach(network);
        DataSet all = ExamplesIterator.inOrder(examples(), EXAMPLES).next();
        for (int step = 0; step < steps; step++) network.fit(all);
        return network;
    }

    /** Classes that no network of this size tells apart altogether. */
    private static Examples examples() {
        var random = new SplittableRandom(5);
        float[] rows = new float[EXAMPLES * INPUTS];
        int[] labels = new int[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int x = 0; x < INPUTS; x++) rows[i * INPUTS + x] = (float) random.nextDouble(-1, 1);
            double first = rows[i * INPUTS] + .5 * rows[i * INPUTS + 1] + .4 * random.nextDouble(-1, 1);
            labels[i] = first < -.3 ? 0 : first < .3 ? 1 : 2;
        }
        return new Examples(rows, INPUTS, labels, 3, Optional.empty());
    }
}
