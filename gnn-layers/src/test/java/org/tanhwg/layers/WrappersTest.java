package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.layers.conf.FourierEncoding;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.FeedbackAlignment;

/** Generalized layers where Deeplearning4j's own layers go: in wrappers, above recurrent ones, under listeners. */
class WrappersTest {
    private static final TanHwg OPTIMIZER = new TanHwg.Builder(200).beta(0).build();

    @Test void theLastStepOfARecurrentLayer() {
        learns(network(new LastTimeStep(recurrent()), 3), sequences(), lastOnly());
    }

    @Test void maskedZeros() {
        learns(network(new MaskZeroLayer(recurrent(), 0), 3), sequences(), everyStep());
    }

    @Test void aDenseLayerAtEveryStep() {
        var dense = new GeneralizedDense.Builder().nIn(3).nOut(6).activation(Activation.TANH).build();
        MultiLayerNetwork wrapped = network(new TimeDistributed((Layer) dense.clone(), RNNFormat.NCW), 3),
                bare = network(dense, 3);
        INDArray before = wrapped.params().dup();
        for (int i = 0; i < 12; i++) {
            wrapped.fit(new DataSet(sequences(), everyStep()));
            bare.fit(new DataSet(sequences(), everyStep()));
        }
        assertThat(wrapped.params().distance2(before)).isPositive();
        assertThat(wrapped.params().distance2(bare.params())).isLessThan(1e-3);
    }

    @Test void aFrozenLayerStays() {
        MultiLayerNetwork network = network(new FrozenLayerWithBackprop(recurrent()), 3);
        INDArray before = network.getLayer(0).params().dup();
        learns(network, sequences(), everyStep());
        assertThat(network.getLayer(0).params().toFloatVector()).isEqualTo(before.toFloatVector());
    }

    @Test void whatCannotBeWrappedIsNamed() {
        assertThatThrownBy(() -> network(new Bidirectional(recurrent()), 3)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("layer layer0").hasMessageContaining("Bidirectional");
    }

    @Test void theGradientInAWrapperIsThatOfTheLayer() {
        MultiLayerNetwork wrapped = network(new MaskZeroLayer(recurrent(), -1), 3), bare = network(recurrent(), 3);
        for (int i = 0; i < 12; i++) {
            wrapped.fit(new DataSet(sequences(), everyStep()));
            bare.fit(new DataSet(sequences(), everyStep()));
        }
        assertThat(wrapped.params().toFloatVector()).isEqualTo(bare.params().toFloatVector());
    }

    @Test void denseAboveRecurrentStaysASequence() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).updater(OPTIMIZER).list()
                .layer(recurrent())
                .layer(new GeneralizedDense.Builder().nOut(5).build()).layer(new GeneralizedOutput.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(3)).build());
        network.init();
        TanHwg.attach(network);
        assertThat(network.output(sequences()).shape()).containsExactly(4, 2, 5);
        learns(network, sequences(), everyStep());
        INDArray one = network.output(sequences().get(NDArrayIndex.interval(1, 2)));
        assertThat(one.distance2(network.output(sequences()).get(NDArrayIndex.interval(1, 2))))
                .isLessThan(1e-5);
    }

    @Test void attachingAfterTheErrorThatAsksForItWorks() {
        var network = new MultiLayerNetwork(Networks.classifier(OPTIMIZER));
        network.init();
        assertThatThrownBy(() -> network.fit(Networks.batch(0))).hasMessageContaining("not attached")
                .hasMessageContaining("clone")
                .hasMessageContaining("setLearningRate").hasMessageContaining("ParallelWrapper");
        TanHwg.attach(network);
        network.fit(Networks.batch(0));
        var fresh = new MultiLayerNetwork(Networks.classifier(OPTIMIZER));
        fresh.init();
        TanHwg.attach(fresh);
        fresh.fit(Networks.batch(0));
        assertThat(network.params().toFloatVector()).isEqualTo(fresh.params().toFloatVector());
        network.setLearningRate(0.25);
        assertThatThrownBy(() -> network.fit(Networks.batch(1))).hasMessageContaining("setLearningRate");
        TanHwg.attach(network).fit(Networks.batch(1));
    }

    @Test void listenersSeeTheUpdateOfTheMass() {
        MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(60).consolidateEvery(5).build(), 4);
        List<INDArray> seen = new ArrayList<>();
        network.setListeners(new BaseTrainingListener() {
            @Override public void iterationDone(Model model, int iteration, int epoch) {
                seen.add(model.gradient().gradientForVariable().get("0_w").dup());
            }
        });
        for (int step = 4; step < 12; step++) {
            INDArray before = network.getParam("0_w").dup();
            network.fit(Networks.batch(step));
            INDArray moved = before.sub(network.getParam("0_w"));
            assertThat(seen.get(step - 4).distance2(moved)).as("step %d", step).isLessThan(1e-6);
        }
        assertThat(seen.get(0).normmaxNumber().doubleValue()).as("the fifth step consolidates").isPositive();
        assertThat(seen.get(1).normmaxNumber().doubleValue()).isZero();
    }

    @Test void configurationsAreJavaSerializable() throws Exception {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder().updater(OPTIMIZER).list()
                .layer(new FourierEncoding(4, 4, 3))
                .layer(new GeneralizedDense.Builder().nOut(5).law(SynapticLaw.gaussian(0.1)).transmission(Transmission.SAMPLED)
                        .signal(new FeedbackAlignment(3)).dropOut(new ReleaseNoise(0.1, 9, 2)).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.feedForward(16)).build();
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(conf);
        }
        MultiLayerConfiguration back;
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            back = (MultiLayerConfiguration) in.readObject();
        }
        assertThat(back).isEqualTo(conf);
        var network = new MultiLayerNetwork(back);
        network.init();
        TanHwg.attach(network).fit(new DataSet(Nd4j.rand(DataType.FLOAT, 3, 16), Nd4j.ones(DataType.FLOAT, 3, 2).muli(0.5)));
        assertThat(network.params().isNaN().any()).isFalse();
    }

    private static GeneralizedRecurrent recurrent() { return new GeneralizedRecurrent.Builder().nIn(3).nOut(6).build(); }

    private static MultiLayerNetwork network(Layer first, int inputs) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).updater(OPTIMIZER).list().layer(first)
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.recurrent(inputs)).build());
        network.init();
        return TanHwg.attach(network);
    }

    private static void learns(MultiLayerNetwork network, INDArray features, INDArray labels) {
        var data = new DataSet(features, labels);
        double before = network.score(data);
        for (int i = 0; i < 60; i++) network.fit(data);
        assertThat(network.score(data)).isLessThan(0.9 * before);
    }

    /** Four sequences of five steps; a class for each. */
    private static INDArray sequences() {
        INDArray sequences = Nd4j.create(DataType.FLOAT, 4, 3, 5);
        for (int i = 0; i < sequences.length(); i++) sequences.putScalar(i, 0.1 + i * 37 % 64 / 64.0);
        return sequences;
    }

    private static INDArray everyStep() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 2, 5);
        for (int i = 0; i < 4; i++) for (int t = 0; t < 5; t++) labels.putScalar(new int[] {i, i % 2, t}, 1);
        return labels;
    }

    private static INDArray lastOnly() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 4, 2);
        for (int i = 0; i < 4; i++) labels.putScalar(i, i % 2, 1);
        return labels;
    }
}
