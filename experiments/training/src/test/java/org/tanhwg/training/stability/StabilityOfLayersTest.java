package org.tanhwg.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.tanhwg.core.Symmetric;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.training.run.StabilityResult;
import org.tanhwg.training.run.StabilityResult.LayerStability;
import org.tanhwg.training.run.UserError;

class StabilityOfLayersTest {
    private static final int[] SIZES = {7, 5, 4, 3};
    private static final int EXAMPLES = 260; // more than a block
    private static final float[] FEATURES = features();
    private static final int[] LABELS = IntStream.range(0, EXAMPLES).map(i -> i * i % 3).toArray();

    /** Against a dense solver on the matrix of second differences of the loss alone: what both find owes nothing to one code. */
    @ParameterizedTest
    @EnumSource(value = org.tanhwg.core.compact.Activation.class,
            names = {"RELU", "TANH", "SIGMOID"}) void eigenvaluesAgreeWithADenseSolver(
                    org.tanhwg.core.compact.Activation activation) {
        List<ChainLayer> layers = chain(activation);
        var stability = new Stability(layers, FEATURES, LABELS);
        for (int l = 0; l < layers.size(); l++) {
            DMatrixRMaj hessian = differences(layers, l);
            double[] dense = Arrays.stream(new Symmetric(hessian).values()).boxed()
                    .sorted(Comparator.comparingDouble((Double v) -> Math.abs(v)).reversed()).mapToDouble(v -> v).toArray();
            LayerStability found = stability.layer(l);
            assertThat(found.synapses()).isEqualTo(dense.length);
            assertThat(found.converged()).isTrue();
            double[] first = Arrays.copyOf(dense, Math.min(dense.length, Stability.LEADING));
            assertThat(numbers(found.eigenvalues())).containsExactly(first, within(1e-6));
            double width = Stability.NEUTRAL * Math.abs(dense[0]);
            assertThat(found.stable() + found.neutral() + found.unstable()).isCloseTo(1, within(1e-12));
            assertThat(found.stable() * dense.length)
                    .isCloseTo(Arrays.stream(dense).filter(v -> v > width).count(), within(1e-9));
            double time = 1 / width;
            assertThat(found.time()).isCloseTo(time, within(1e-3 * time));
            assertThat(found.effectiveDimension())
                    .isCloseTo(Arrays.stream(dense).map(v -> Math.exp(-Math.max(0, v) * time)).sum(), within(.02));
            requireUnits(layers.get(l), hessian, found);
        }
    }

    /** Each unit's own energy has the diagonal block of its synapses as its Hessian. */
    private static void requireUnits(ChainLayer layer, DMatrixRMaj hessian, LayerStability found) {
        List<Double> expected = new ArrayList<>();
        for (int y = 0; y < layer.units(); y++) {
            int first = layer.first()[y], n = layer.first()[y + 1] - first;
            if (n == 0) continue;
            var block = new DMatrixRMaj(n, n);
            for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) block.set(i, j, hessian.get(first + i, first + j));
            expected.add(Arrays.stream(new Symmetric(block).values()).map(Math::abs).max().orElseThrow());
        }
        double[] sizes = found.unitEigenvalues().stream().mapToDouble(Math::abs).toArray();
        assertThat(sizes).containsExactly(numbers(expected), within(1e-4 * Math.abs(found.eigenvalues().get(0)) + 1e-6));
    }

    @Test void theGradientIsTheSlopeOfTheLoss() {
        List<ChainLayer> layers = chain(org.tanhwg.core.compact.Activation.TANH);
        for (int l = 0; l < layers.size(); l++) {
            double[] gradient = new SampledChain(layers, FEATURES, LABELS).gradient(l);
            for (int i = 0; i < gradient.length; i++) {
                double slope = (loss(layers, l, i, 1e-5, i, 0) - loss(layers, l, i, -1e-5, i, 0)) / 2e-5;
                assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
            }
        }
    }

    /** Silent synapses of two classes: p = ½, and each input x of size c is a parabola of curvature c²/2B in the difference of the classes. */
    @Test void aKnownQuadraticEnergy() {
        double[] sizes = {1, 2, 3, 4};
        float[] features = new float[16];
        for (int x = 0; x < 4; x++) features[5 * x] = (float) sizes[x];
        double[] uniform = new double[8];
        Arrays.fill(uniform, .25);
        var layer = ChainLayer.of("out", 4, 2, new double[8], uniform, new double[2],
                org.tanhwg.core.compact.Activation.SOFTMAX);
        LayerStability found = new Stability(List.of(layer), features, new int[] {0, 1, 0, 1}).layer(0);
        assertThat(numbers(found.eigenvalues())).containsExactly(new double[] {2, 9 / 8., .5, 1 / 8., 0, 0, 0, 0}, within(1e-7));
        assertThat(found.stable()).isEqualTo(.5);
        assertThat(found.neutral()).isEqualTo(.5);
        assertThat(found.unstable()).isZero();
    }

    @Test void layersOfOneSynapseOfNoneAndOfSilentInputs() {
        double[] m = {0, 0, 2, 0, 0, 0};
        var one = ChainLayer.of("one", 3, 2, m, null, new double[2], org.tanhwg.core.compact.Activation.SOFTMAX);
        LayerStability single = new Stability(List.of(one), new float[] {0, 0, 1}, new int[] {0}).layer(0);
        double p = 1 / (1 + Math.exp(-2));
        assertThat(numbers(single.eigenvalues())).containsExactly(new double[] {p * (1 - p)}, within(1e-12));
        assertThat(single.unitEigenvalues()).hasSize(1);
        var none = ChainLayer.of("none", 3, 2, new double[6], null, new double[2],
                org.tanhwg.core.compact.Activation.SOFTMAX);
        LayerStability empty = new Stability(List.of(none), new float[3], new int[] {0}).layer(0);
        assertThat(empty.synapses()).isZero();
        assertThat(empty.eigenvalues()).isEmpty();
        LayerStability silent = new Stability(List.of(one), new float[3], new int[] {0}).layer(0);
        assertThat(silent.eigenvalues()).containsExactly(0.0);
        assertThat(silent.neutral()).isEqualTo(1);
        assertThat(silent.time()).isZero();
        assertThat(silent.effectiveDimension()).isEqualTo(1);
        assertThat(silent.gradient()).isZero();
    }

    @Test void aNetworkIsMeasuredAsItIs() {
        var network = network(new GeneralizedDense.Builder().nOut(60).activation(Activation.RELU).build());
        Examples examples = new Examples(FEATURES, 7, LABELS, 3, Optional.empty());
        StabilityResult found = Stability.of(network, "model.zip", examples, 1000);
        assertThat(found.examples()).isEqualTo(EXAMPLES);
        assertThat(found.energy()).isCloseTo(network.score(ExamplesIterator.inOrder(examples, EXAMPLES).next(), false),
                within(1e-5));
        assertThat(found.layers()).extracting(LayerStability::synapses).containsExactly(420, 180);
        for (LayerStability layer : found.layers()) {
            assertThat(layer.converged()).isTrue();
            assertThat(layer.eigenvalues()).hasSize(20).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(layer.unstable()).as("ReLU below softmax is convex in each layer").isZero();
            assertThat(layer.effectiveDimension()).isBetween(0.0, (double) layer.synapses());
        }
        assertThat(found.layers().get(0).unitEigenvalues()).hasSize(60);
        assertThat(Stability.of(network, "model.zip", examples, 1000)).isEqualTo(found);
    }

    @Test void otherNetworksAreRefused() {
        Examples examples = new Examples(FEATURES, 7, LABELS, 3, Optional.empty());
        var swish = network(new DenseLayer.Builder().nOut(4).activation(Activation.SWISH).build());
        assertThatThrownBy(() -> Stability.of(swish, "model.zip", examples, 10)).isInstanceOf(UserError.class)
                .hasMessageStartingWith("model.zip: layer 0 has activation swish; --stability takes");
    }

    private static MultiLayerNetwork network(org.deeplearning4j.nn.conf.layers.Layer hidden) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).list().layer(hidden)
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(7)).build());
        network.init();
        return network;
    }

    /** The first layer has synapses of uneven mass, some of none; the second is plain, with a dead unit. */
    private static List<ChainLayer> chain(org.tanhwg.core.compact.Activation activation) {
        var random = new SplittableRandom(11);
        List<ChainLayer> chain = new ArrayList<>();
        for (int l = 0; l < 3; l++) {
            int n = SIZES[l], units = SIZES[l + 1];
            double[] m = random.doubles(n * units, -1, 1).toArray();
            double[] w = random.doubles(n * units, .1, 1).toArray();
            for (int y = 0; y < units; y++) {
                w[y * n] = 0;
                double sum = Arrays.stream(w, y * n, (y + 1) * n).sum();
                for (int x = 0; x < n; x++) {
                    w[y * n + x] /= sum;
                    if (l != 1) m[y * n + x] *= n;
                    else if (y == 2 || x == 3) m[y * n + x] = 0;
                }
            }
            chain.add(ChainLayer.of("layer" + l, n, units, m, l == 1 ? null : w, random.doubles(units, -.3, .3).toArray(),
                    l == 2 ? org.tanhwg.core.compact.Activation.SOFTMAX : activation));
        }
        return chain;
    }

    /** Second differences of the loss in the coordinates of a layer. */
    private static DMatrixRMaj differences(List<ChainLayer> layers, int l) {
        int n = layers.get(l).synapses();
        boolean kinks = layers.get(0).activation() == org.tanhwg.core.compact.Activation.RELU; // none may lie within the difference
        double h = kinks ? 3e-5 : 2e-4;
        var hessian = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) {
                double mixed = loss(layers, l, i, h, j, h) + loss(layers, l, i, -h, j, -h) - loss(layers, l, i, h, j, -h)
                        - loss(layers, l, i, -h, j, h);
                hessian.set(i, j, mixed / (4 * h * h));
                hessian.set(j, i, mixed / (4 * h * h));
            }
        return hessian;
    }

    private static double loss(List<ChainLayer> layers, int l, int i, double di, int j, double dj) {
        ChainLayer layer = layers.get(l);
        double[] weights = layer.weights().clone();
        weights[i] += di * Math.sqrt(layer.speed()[i]);
        weights[j] += dj * Math.sqrt(layer.speed()[j]);
        List<ChainLayer> moved = new ArrayList<>(layers);
        moved.set(l,
                new ChainLayer(layer.name(), layer.inputs(), layer.units(), layer.massive(), layer.from(), layer.to(), weights,
                        layer.speed(),
                        layer.biases(), layer.first(), layer.activation()));
        return new SampledChain(moved, FEATURES, LABELS).loss();
    }

    private static float[] features() {
        var random = new SplittableRandom(5);
        float[] all = new float[EXAMPLES * SIZES[0]];
        for (int i = 0; i < all.length; i++) all[i] = (float) random.nextDouble(-1, 1);
        return all;
    }

    private static double[] numbers(List<Double> values) { return values.stream().mapToDouble(v -> v).toArray(); }
}
