package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.FourierEncoding;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;

/** Layout and type of what comes from outside change no result. */
class InputsTest {

    @Test void theLayoutOfABatchChangesNoResult() {
        MultiLayerNetwork rows = network(), columns = network();
        ComputationGraph graph = TanHwg.attach(network().toComputationGraph());
        for (int i = 0; i < 20; i++) {
            DataSet batch = batch(i);
            var other = new DataSet(batch.getFeatures().dup('f'), batch.getLabels().dup('f'));
            rows.fit(batch);
            columns.fit(other);
            graph.fit(other);
        }
        assertThat(columns.params().toFloatVector()).isEqualTo(rows.params().toFloatVector());
        assertThat(graph.params().toFloatVector()).isEqualTo(rows.params().toFloatVector());
        INDArray x = batch(1).getFeatures();
        assertThat(columns.output(x.dup('f')).dup('c').toFloatMatrix()).isDeepEqualTo(rows.output(x).dup('c').toFloatMatrix());
        DataSet batch = batch(3);
        assertThat(rows.score(new DataSet(batch.getFeatures(), batch.getLabels().dup('f')))).isEqualTo(rows.score(batch));
    }

    @ParameterizedTest
    @EnumSource(value = DataType.class, names = {"DOUBLE", "UBYTE", "INT"}) void otherTypesAreCast(DataType type) {
        MultiLayerNetwork floats = network(), others = network();
        for (int i = 0; i < 8; i++) {
            DataSet batch = batch(i);
            INDArray whole = batch.getFeatures().mul(9).castTo(type);
            floats.fit(new DataSet(whole.castTo(DataType.FLOAT), batch.getLabels()));
            others.fit(new DataSet(whole, batch.getLabels().castTo(type)));
        }
        assertThat(others.params().toFloatVector()).isEqualTo(floats.params().toFloatVector());
        var recurrent = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().updater(new TanHwg.Builder(9).build()).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(4).dropOut(new ReleaseNoise(0.1, 9, 1)).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.recurrent(3)).build());
        recurrent.init();
        TanHwg.attach(recurrent);
        INDArray steps = Nd4j.rand(DataType.FLOAT, 2, 3, 5).muli(9).castTo(type);
        recurrent.fit(new DataSet(steps, Nd4j.ones(DataType.FLOAT, 2, 2, 5).muli(0.5)));
        assertThat(recurrent.params().isNaN().any()).isFalse();
    }

    /** Whatever stands at the bottom: its noise multiplies numbers of the layer's type, and a product is one of rows. */
    @Test void encodingsAndConvolutionsTakeOtherTypesAndLayouts() {
        var noise = new ReleaseNoise(0.4, 9, 1);
        var fourier = new FourierEncoding(4, 4, 4);
        fourier.setIDropout(noise);
        INDArray pixels = Nd4j.rand(DataType.FLOAT, 6, 16).muli(200).castTo(DataType.UBYTE);
        alike(builder().layer(fourier).layer(new ComplexGeneralizedDense.Builder().nOut(4).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(16)).build(), pixels);
        alike(builder().layer(new GeneralizedConvolution.Builder(2).nOut(3).dropOut(noise.elsewhere(1)).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.convolutional(4, 4, 1)).build(),
                pixels.reshape(6, 1, 4, 4));
    }

    private static NeuralNetConfiguration.ListBuilder builder() {
        return new NeuralNetConfiguration.Builder().seed(7).updater(new TanHwg.Builder(9).build()).activation(Activation.RELU)
                .list();
    }

    private static void alike(MultiLayerConfiguration conf, INDArray bytes) {
        INDArray floats = bytes.castTo(DataType.FLOAT), labels = Nd4j.eye(3).castTo(DataType.FLOAT);
        INDArray targets = Nd4j.vstack(labels, labels);
        List<float[]> trained = new ArrayList<>();
        for (INDArray same : new INDArray[] {floats, bytes, floats.dup('f')}) {
            var network = new MultiLayerNetwork(conf.clone());
            network.init();
            TanHwg.attach(network);
            for (int i = 0; i < 4; i++) network.fit(new DataSet(same, targets));
            trained.add(network.params().toFloatVector());
        }
        assertThat(trained.get(1)).isEqualTo(trained.get(0));
        assertThat(trained.get(2)).isEqualTo(trained.get(0));
    }

    @Test void releaseNoiseOfSequencesInDoubles() {
        INDArray a = Nd4j.ones(DataType.DOUBLE, 4, 3, 5);
        INDArray f = Nd4j.ones(DataType.FLOAT, 4, 3, 5);
        var noise = new ReleaseNoise(0.2, 9, 1);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray doubles = noise.applyDropout(a, a.ulike(), 0, 0, none);
        INDArray floats = noise.applyDropout(f, f.ulike(), 0, 0, none);
        assertThat(doubles.castTo(DataType.FLOAT).dup('c').data().asFloat()).isEqualTo(floats.dup('c').data().asFloat());
    }

    @Test void samplingInDoublesIsQuietAndRight() {
        PrintStream out = System.out, err = System.err;
        var heard = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(heard, true, StandardCharsets.UTF_8));
            System.setErr(System.out);
            INDArray floats = sampled(DataType.FLOAT), doubles = sampled(DataType.DOUBLE);
            assertThat(doubles.castTo(DataType.FLOAT).distance2(floats)).isLessThan(1e-4);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(heard.toString(StandardCharsets.UTF_8)).doesNotContain("boolean");
    }

    /** The gradient of a sampled network, one of whose inputs is always 0, so that some variances are. */
    private static INDArray sampled(DataType type) {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder().dataType(type).seed(7).updater(new Sgd(1))
                .activation(Activation.RELU).list()
                .layer(new GeneralizedDense.Builder().nIn(6).nOut(4).law(SynapticLaw.gaussian(0.1))
                        .transmission(Transmission.SAMPLED)
                        .build())
                .layer(new GeneralizedOutput.Builder().nIn(4).nOut(3).law(SynapticLaw.gaussian(0.1))
                        .transmission(Transmission.SAMPLED).build())
                .build();
        var network = new MultiLayerNetwork(conf);
        network.init();
        for (long i = 0; i < network.numParams(); i++) network.params().putScalar(i, 0.1 + i % 7 / 10.0);
        DataSet batch = Networks.batch(0);
        batch.getFeatures().getRow(0).assign(0);
        network.setInput(batch.getFeatures().castTo(type));
        network.setLabels(batch.getLabels().castTo(type));
        network.computeGradientAndScore();
        return network.gradient().gradient().dup();
    }

    private static DataSet batch(int seed) { return Networks.batch(seed); }

    private static MultiLayerNetwork network() {
        var network = new MultiLayerNetwork(Networks.classifier(new TanHwg.Builder(60).build()));
        network.init();
        return TanHwg.attach(network);
    }
}
