package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.tanhwg.core.space.Complex;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedOutput;
import org.tanhwg.layers.conf.ComplexGeneralizedRecurrent;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.convert.Conversion;

/** Oscillators and complex readouts; every law and transmission of both is for {@link LawTableTest}. */
class ComplexRecurrentTest {
    private static final int BATCH = 3;
    private static final int STEPS = 5;
    private static final int INPUTS = 2;
    private static final int UNITS = 2;

    /** GradientCheckUtil insists on the global type. */
    @AfterEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    /** Two layers of oscillators below a readout of one complex number. */
    private static MultiLayerNetwork network(ComplexGeneralizedRecurrent.Builder... recurrent) {
        var list = new NeuralNetConfiguration.Builder().seed(5).dataType(Nd4j.defaultFloatingPointType()).updater(new NoOp())
                .list();
        for (var layer : recurrent) list.layer(layer.nOut(UNITS).build());
        var network = new MultiLayerNetwork(list.layer(new ComplexGeneralizedOutput.Builder().nOut(1).build())
                .setInputType(InputType.recurrent(2 * INPUTS)).build());
        network.init();
        return network;
    }

    private static INDArray random(int columns) {
        Nd4j.getRandom().setSeed(columns);
        return Nd4j.rand(Nd4j.defaultFloatingPointType(), BATCH, columns, STEPS).subi(0.5);
    }

    /** The second sequence ends early, the third begins late. */
    private static INDArray mask() {
        return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {0, 1, 1, 1, 1}})
                .castTo(Nd4j.defaultFloatingPointType());
    }

    /** h(t) = σ(Σ w m a + b) in complex arithmetic, number by number; the state is among the inputs. */
    @ParameterizedTest
    @CsvSource({"FLOAT", "DOUBLE"}) void statesAreWhatComplexArithmeticSays(DataType type) {
        Nd4j.setDefaultDataTypes(type, type);
        MultiLayerNetwork network = network(new ComplexGeneralizedRecurrent.Builder().biasInit(0.1));
        INDArray input = random(2 * INPUTS);
        INDArray states = network.feedForward(input).get(1);
        Complex[] state = new Complex[UNITS];
        Arrays.fill(state, Complex.ZERO);
        for (int t = 0; t < STEPS; t++) {
            Complex[] next = new Complex[UNITS];
            for (int y = 0; y < UNITS; y++) {
                Complex z = new Complex(0.1, 0.1);
                for (int x = 0; x < INPUTS + UNITS; x++) {
                    Complex a = x < INPUTS ? new Complex(input.getDouble(1, x, t), input.getDouble(1, INPUTS + x, t))
                            : state[x - INPUTS];
                    Complex m = new Complex(network.getParam("0_mr").getDouble(x, y), network.getParam("0_mi").getDouble(x, y));
                    z = z.plus(m.times(a).times(network.getParam("0_w").getDouble(x, y)));
                }
                next[y] = z.times(1 / Math.sqrt(1 + z.modulus() * z.modulus()));
            }
            state = next;
            for (int y = 0; y < UNITS; y++) {
                assertThat(states.getDouble(1, y, t)).isCloseTo(state[y].re(), within(1e-5));
                assertThat(states.getDouble(1, UNITS + y, t)).isCloseTo(state[y].im(), within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BOUNDED, false", "BOUNDED, true", "IDENTITY, true", "MOD_RELU, false", "MOD_RELU, true"}) void gradientsAreExact(
            ComplexActivation activation, boolean masked) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        assertExact(network(new ComplexGeneralizedRecurrent.Builder().activation(activation).biasInit(0.05),
                new ComplexGeneralizedRecurrent.Builder().activation(activation).biasInit(0.05)), masked);
    }

    @Test void gradientsOfDrawnAmplitudesAreExact() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        var layer = new ComplexGeneralizedRecurrent.Builder().law(SynapticLaw.gaussian(0.3)).transmission(Transmission.SAMPLED);
        assertExact(network(layer, layer), true);
    }

    private static void assertExact(MultiLayerNetwork network, boolean masked) {
        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig().net(network).epsilon(1e-6)
                .maxRelError(1e-5).minAbsoluteError(1e-9).input(random(2 * INPUTS)).labels(random(2))
                .inputMask(masked ? mask() : null).labelMask(masked ? mask() : null))).isTrue();
    }

    @Test void stepByStepIsTheWholeSequence() {
        MultiLayerNetwork network = network(new ComplexGeneralizedRecurrent.Builder());
        INDArray input = random(2 * INPUTS);
        INDArray whole = network.output(input).dup();
        for (int t = 0; t < STEPS; t++) {
            INDArray step = network.rnnTimeStep(input.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup());
            assertThat(step.equalsWithEps(whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)), 1e-5))
                    .isTrue();
        }
    }

    /** A loop of gain G and phase ω turns by ω at each step, of modulus √(1 − 1/G²), when nothing comes in any more. */
    @Test void aLoopSwingsByItself() {
        double omega = 0.3;
        MultiLayerNetwork network = network(new ComplexGeneralizedRecurrent.Builder());
        for (String key : new String[] {"0_w", "0_mr", "0_mi"}) network.getParam(key).assign(0);
        for (int y = 0; y < UNITS; y++) {
            network.getParam("0_w").putScalar(INPUTS + y, y, 0.5);
            network.getParam("0_w").putScalar(0, y, 0.5);
            network.getParam("0_mr").putScalar(0, y, 1);
            network.getParam("0_mr").putScalar(INPUTS + y, y, 4 * Math.cos(omega));
            network.getParam("0_mi").putScalar(INPUTS + y, y, 4 * Math.sin(omega));
        }
        INDArray input = Nd4j.zeros(DataType.FLOAT, 1, 2 * INPUTS, 60);
        input.putScalar(0, 0, 0, 0.1);
        INDArray states = network.feedForward(input).get(1);
        for (int t = 20; t < 60; t++) {
            assertThat(states.getDouble(0, 0, t)).isCloseTo(Math.sqrt(0.75) * Math.cos(omega * t), within(1e-4));
            assertThat(states.getDouble(0, UNITS, t)).isCloseTo(Math.sqrt(0.75) * Math.sin(omega * t), within(1e-4));
        }
    }

    @Test void whatIsNotComplexIsRefused() {
        assertThatThrownBy(() -> network(new ComplexGeneralizedRecurrent.Builder().activation(ComplexActivation.MODULUS)))
                .hasMessageContaining("MODULUS").hasMessageContaining("BOUNDED");
        var odd = new NeuralNetConfiguration.Builder().list().layer(new ComplexGeneralizedOutput.Builder().nOut(1).build());
        assertThatThrownBy(() -> odd.setInputType(InputType.feedForward(3)).build())
                .hasMessageContaining("even number of columns");
        MultiLayerNetwork network = network(new ComplexGeneralizedRecurrent.Builder());
        assertThat(network.getLayer(0).getParam(SynapticParameters.REAL).size(0)).isEqualTo(INPUTS + UNITS);
        assertThatThrownBy(() -> network.output(Nd4j.zeros(DataType.FLOAT, 1, 2, 4)))
                .hasMessageContaining("real parts before imaginary");
        assertThatThrownBy(() -> Conversion.toDense(network, new NoOp())).hasMessageContaining("ComplexGeneralizedRecurrent");
    }
}
