package org.tanhwg.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.run.UserError;

class ClassifierTest {
    @Test void manyExamplesAtOnceAreAsEachAlone() {
        var classifier = new Classifier(dense(Activation.SOFTMAX, DataType.DOUBLE), "it");
        float[] examples = Nd4j.rand(DataType.FLOAT, 1, 4 * 1100).toFloatVector();
        float[][] all = classifier.predict(examples).stream().map(Prediction::probabilities).toArray(float[][]::new);
        assertThat(all).hasDimensions(1100, 3);
        float[] last = classifier.predict(java.util.Arrays.copyOfRange(examples, 4 * 1099, 4 * 1100)).get(0).probabilities();
        assertThat(all[1099]).containsExactly(last, within(1e-6f));
        assertThat(last[0] + last[1] + last[2]).isCloseTo(1, within(1e-6f));
    }

    /** Pixels become numbers some hundred at a time; draws are those of all examples together. */
    @Test void partsGetTheAnswersOfTheWhole() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new GeneralizedDense.Builder().nOut(5).law(SynapticLaw.gaussian(1)).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(4)).build());
        network.init();
        byte[] pixels = new byte[4 * 1100];
        new Random(1).nextBytes(pixels);
        Examples examples = Examples.ofPixels(pixels, 255, new ImageShape(2, 2), new Targets.Classes(new int[1100], 3));
        List<Prediction> whole = PosteriorPredictive.sampled(network, 3, 7)
                .predict(Nd4j.createFromArray(examples.features()).reshape(1100, 4));
        List<Prediction> parts = new Classifier(network, "it").sampled(3, 7).predict(examples);
        assertThat(parts).hasSize(1100);
        for (int i = 0; i < 1100; i++) assertThat(parts.get(i).probabilities()).isEqualTo(whole.get(i).probabilities());
    }

    @Test void graphsAndFlatImagesAreTakenToo() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(7).nOut(5).build(), "in")
                .addLayer("out", output(5, Activation.SOFTMAX), "hidden")
                .setOutputs("out").build());
        graph.init();
        assertThat(new Classifier(graph, "it").predict(new float[14])).hasSize(2).allMatch(p -> p.probabilities().length == 3);

        var convolution = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().list().layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                        .layer(output(0, Activation.SOFTMAX)).setInputType(InputType.convolutionalFlat(6, 5, 1)).build());
        convolution.init();
        var classifier = new Classifier(convolution, "it");
        assertThat(classifier.inputs()).isEqualTo(30);
        assertThat(classifier.predict(new float[60])).hasSize(2).allMatch(p -> p.probabilities().length == 3);
    }

    @Test void outputsThatAreNoProbabilitiesAreRefused() {
        assertThatThrownBy(() -> new Classifier(dense(Activation.IDENTITY, DataType.FLOAT), "it")).isInstanceOf(UserError.class)
                .hasMessageStartingWith("it: its output is not a probability");
    }

    @Test void countsWhatIsNotZero() {
        MultiLayerNetwork network = dense(Activation.SOFTMAX, DataType.FLOAT);
        network.getParam("0_W").assign(1).getColumn(2).assign(0);
        network.getParam("0_W").putScalar(1, 1, 0);
        network.getParam("1_W").assign(0);
        SparsityStats stats = SparsityStats.of(network);
        assertThat(stats)
                .isEqualTo(new SparsityStats(List.of(15L, 0L), List.of(20L, 15L), List.of(4, 0), 8, List.of(false, false),
                        List.of(1L, 1L)));
        assertThat(stats.keptFraction()).isEqualTo(15 / 35.);
        assertThat(stats.keptFractions()).containsExactly(.75, 0.);
        assertThat(stats.parameters()).isEqualTo(43);
    }

    private static MultiLayerNetwork dense(Activation activation, DataType type) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).dataType(type).list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(5).build()).layer(output(5, activation)).build());
        network.init();
        return network;
    }

    private static OutputLayer output(int inputs, Activation activation) {
        return new OutputLayer.Builder(LossFunction.MSE).nIn(inputs).nOut(3).activation(activation).build();
    }
}
