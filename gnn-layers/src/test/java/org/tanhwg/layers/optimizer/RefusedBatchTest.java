package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;

/** A batch whose gradients are not finite is refused, and the network trains on as if it had not come. */
class RefusedBatchTest {
    static Stream<Float> numbers() { return Stream.of(Float.NaN, Float.POSITIVE_INFINITY); }

    @ParameterizedTest
    @MethodSource("numbers") void nothingIsTouched(float number) {
        for (Activation activation : new Activation[] {Activation.RELU, Activation.TANH}) {
            MultiLayerNetwork disturbed = network(activation), spared = network(activation);
            for (int step = 0; step < 24; step++) {
                INDArray parameters = disturbed.params().dup(), state = disturbed.getUpdater().getStateViewArray().dup();
                DataSet bad = Networks.batch(100 + step);
                bad.getFeatures().putScalar(3, 2, number);
                assertThatThrownBy(() -> disturbed.fit(bad)).isInstanceOf(ArithmeticException.class)
                        .hasMessageContaining("layer ");
                assertThat(disturbed.params().toFloatVector()).isEqualTo(parameters.toFloatVector());
                assertThat(disturbed.getUpdater().getStateViewArray().toFloatVector()).isEqualTo(state.toFloatVector());
                disturbed.fit(Networks.batch(step));
                spared.fit(Networks.batch(step));
                assertThat(disturbed.params().toFloatVector()).isEqualTo(spared.params().toFloatVector());
            }
        }
    }

    @Test void inAGraphToo() {
        ComputationGraph disturbed = TanHwg.attach(network(Activation.RELU).toComputationGraph());
        INDArray before = disturbed.params().dup();
        INDArray state = disturbed.getUpdater().getStateViewArray().dup();
        DataSet bad = Networks.batch(1);
        bad.getFeatures().putScalar(0, 0, Float.NaN);
        assertThatThrownBy(() -> disturbed.fit(bad)).isInstanceOf(ArithmeticException.class);
        assertThat(disturbed.params().toFloatVector()).isEqualTo(before.toFloatVector());
        assertThat(disturbed.getUpdater().getStateViewArray().toFloatVector()).isEqualTo(state.toFloatVector());
        disturbed.fit(Networks.batch(1));
        assertThat(disturbed.params().isNaN().any()).isFalse();
    }

    /** Laws with a width, assemblies, and a layer of Deeplearning4j below that has Adam. */
    private static MultiLayerNetwork network(Activation activation) {
        var tanHwg = new TanHwg.Builder(60).temperature(1e-4).consolidateEvery(5).assemblies(2).build();
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).updater(tanHwg).activation(activation)
                .list().layer(new DenseLayer.Builder().nOut(6).updater(new Adam(1e-3)).build())
                .layer(new GeneralizedDense.Builder().nOut(5).law(SynapticLaw.gaussian(0.05)).build())
                .layer(new GeneralizedDense.Builder().nOut(5).law(SynapticLaw.gaussian(0.05)).transmission(Transmission.SAMPLED)
                        .build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build());
        network.init();
        return TanHwg.attach(network);
    }
}
