package org.tanhwg.layers.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.SplitMix;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;

class PosteriorPredictiveTest {
    private static final SynapticLaw GAUSSIAN = SynapticLaw.gaussian(0.4);

    static Stream<Model> networks() {
        return Stream.of(list(GAUSSIAN, Transmission.EXPECTED), list(SynapticLaw.quantiles(4, 0.4), Transmission.SAMPLED),
                complex(), graph());
    }

    /** One layer without activation: its output is normal, with the mean that one pass expects and the law's own variance. */
    @Test void momentsOfNumbersAreThoseOfTheLaw() {
        MultiLayerNetwork network = numbers(GAUSSIAN);
        INDArray examples = examples(600);
        List<PosteriorPredictive.Moments> exact = PosteriorPredictive.expected(network).moments(examples);
        List<PosteriorPredictive.Moments> sampled = PosteriorPredictive.sampled(network, 400, 3).moments(examples);
        INDArray output = network.output(examples);
        double w = 1. / examples.size(1);
        double s = network.getLayer(0).getParam("s").getDouble(0);
        for (int i = 0; i < 600; i++) {
            assertThat(exact.get(i).mean()[0]).isEqualTo(output.getFloat(i, 0));
            assertThat(exact.get(i).deviation()).containsOnly(0);
            double deviation = w * s * examples.getRow(i).norm2Number().doubleValue();
            assertThat(sampled.get(i).deviation()[0]).isCloseTo(deviation, within(.2 * deviation));
            assertThat(sampled.get(i).mean()[0]).isCloseTo(output.getDouble(i, 0), within(.3 * deviation));
        }
        assertThat(PosteriorPredictive.sampled(numbers(SynapticLaw.dirac()), 7, 3).moments(examples).get(0).deviation())
                .containsOnly(0);
    }

    private static MultiLayerNetwork numbers(SynapticLaw law) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).activation(Activation.IDENTITY).law(law).nOut(2).build())
                .setInputType(InputType.feedForward(examples(1).size(1))).build());
        network.init();
        return network;
    }

    /** Twenty passes, each through the whole network with draws of its own, averaged by ND4J in double precision. */
    @ParameterizedTest
    @MethodSource("networks") void momentsOfTheFirstLayerAreKeptAndNothingElseChanges(Model network) {
        INDArray examples = examples(7);
        List<Prediction> predictions = PosteriorPredictive.sampled(network, 20, 3).predict(examples);
        generalized(network).forEach(layer -> layer.synapses().transmit(Inference.sampled(SplitMix.seed(3, 0))));
        double[][] mean = new double[7][3];
        double[] entropy = new double[7];
        for (int s = 0; s < 20; s++) {
            INDArray answers = output(network, examples);
            for (int i = 0; i < 7; i++) {
                double[] p = answers.getRow(i).toDoubleVector();
                for (int c = 0; c < 3; c++) mean[i][c] += p[c] / 20;
                entropy[i] += entropy(p) / 20;
            }
        }
        for (int i = 0; i < 7; i++) {
            Prediction prediction = predictions.get(i);
            for (int c = 0; c < 3; c++) assertThat(prediction.probabilities()[c]).isCloseTo((float) mean[i][c], within(1e-7f));
            assertThat(prediction.total()).isCloseTo(entropy(mean[i]), within(1e-12));
            assertThat(prediction.aleatoric()).isCloseTo(entropy[i], within(1e-12)).isPositive();
            assertThat(prediction.epistemic()).isPositive().isEqualTo(prediction.total() - prediction.aleatoric());
        }
    }

    @ParameterizedTest
    @MethodSource("networks") void answersAreAFunctionOfTheSeed(Model network) {
        INDArray examples = examples(3);
        PosteriorPredictive predictive = PosteriorPredictive.sampled(network, 5, 3);
        float[] once = predictive.predict(examples).get(1).probabilities();
        assertThat(predictive.predict(examples).get(1).probabilities()).isEqualTo(once);
        assertThat(PosteriorPredictive.sampled(network, 5, 4).predict(examples).get(1).probabilities()).isNotEqualTo(once);
    }

    /** Numbers that are not probabilities have no entropy; it was computed all the same. */
    @ParameterizedTest
    @CsvSource({"IDENTITY,3", "TANH,3", "RELU,3", "SIGMOID,3", "IDENTITY,1",
            "TANH,1"}) void outputsThatAreNotProbabilitiesAreRefused(
                    Activation activation, int outputs) {
        MultiLayerNetwork network = ending(activation, outputs);
        assertThatThrownBy(() -> PosteriorPredictive.sampled(network, 5, 3).predict(examples(4)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be probabilities of classes");
    }

    /** A single sigmoid is one of two classes; it was read as a distribution over one class, without any doubt. */
    @Test void oneSigmoidIsTheSecondOfTwoClasses() {
        MultiLayerNetwork network = ending(Activation.SIGMOID, 1);
        double p = network.output(examples(4)).getDouble(2, 0);
        Prediction prediction = PosteriorPredictive.expected(network).predict(examples(4)).get(2);
        assertThat(prediction.probabilities()).containsExactly(new float[] {(float) (1 - p), (float) p}, within(1e-6f));
        assertThat(prediction.total()).isCloseTo(entropy(new double[] {1 - p, p}), within(1e-6)).isPositive();
    }

    private static MultiLayerNetwork ending(Activation activation, int outputs) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).list()
                .layer(new GeneralizedDense.Builder().nOut(7).law(GAUSSIAN).activation(Activation.TANH).build())
                .layer(new GeneralizedOutput.Builder(LossFunction.MSE).nOut(outputs).activation(activation).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        return network;
    }

    /** A sampling network goes on with its own sequence of draws, as if nobody had asked. */
    @Test void theNetworkTransmitsAfterwardsAsBefore() {
        MultiLayerNetwork asked = list(GAUSSIAN, Transmission.SAMPLED);
        MultiLayerNetwork left = list(GAUSSIAN, Transmission.SAMPLED);
        INDArray examples = examples(4);
        for (int i = 0; i < 3; i++) {
            assertThat(asked.output(examples)).isEqualTo(left.output(examples));
            PosteriorPredictive.sampled(asked, 4, 9).predict(examples);
            PosteriorPredictive.expected(asked).predict(examples);
            assertThatThrownBy(() -> PosteriorPredictive.sampled(asked, 2, 1).predict(Nd4j.zeros(2, 3)));
        }
    }

    @Test void withoutWidthSamplesDoNotMatter() {
        MultiLayerNetwork dirac = list(SynapticLaw.dirac(), Transmission.SAMPLED);
        assertSame(PosteriorPredictive.sampled(dirac, 50, 1).predict(examples(4)),
                PosteriorPredictive.expected(dirac).predict(examples(4)), 0);
        for (SynapticLaw narrow : List.of(SynapticLaw.quantiles(1, 0.4), SynapticLaw.gaussian(0))) {
            assertSame(PosteriorPredictive.sampled(list(narrow, Transmission.SAMPLED), 50, 1).predict(examples(4)),
                    PosteriorPredictive.expected(dirac).predict(examples(4)), 1e-6f);
        }
    }

    @Test void oneSampleKnowsNoDisagreement() {
        PosteriorPredictive.sampled(list(GAUSSIAN, Transmission.EXPECTED), 1, 1).predict(examples(30))
                .forEach(prediction -> assertThat(prediction.epistemic()).isZero());
    }

    /** More examples than a batch holds, and none. */
    @Test void expectationsOfManyAreThoseOfEach() {
        MultiLayerNetwork network = list(GAUSSIAN, Transmission.SAMPLED);
        INDArray examples = examples(1001);
        List<Prediction> all = PosteriorPredictive.expected(network).predict(examples);
        assertThat(all).hasSize(1001);
        for (int i : new int[] {0, 499, 500, 1000}) {
            List<Prediction> alone = PosteriorPredictive.expected(network)
                    .predict(examples.getRow(i, true));
            assertSame(List.of(all.get(i)), alone, 1e-6f);
            assertThat(alone.get(0).epistemic()).isZero();
        }
        assertThat(PosteriorPredictive.sampled(network, 3, 1).predict(Nd4j.createUninitialized(0, 6))).isEmpty();
    }

    /** ND4J finds rows of views empty where their place in the whole passes the length of the view. */
    @Test void viewsAreTakenWhole() {
        MultiLayerNetwork network = list(GAUSSIAN, Transmission.EXPECTED);
        INDArray view = examples(1700).get(NDArrayIndex.interval(600, 1700), NDArrayIndex.all());
        assertSame(PosteriorPredictive.expected(network).predict(view),
                PosteriorPredictive.expected(network).predict(view.dup()), 0);
    }

    @Test void aSingleClassIsCertain() {
        var sums = new Prediction.Sums(1, 1);
        sums.add(new float[] {1.0000001f}, new int[] {0}, 0);
        assertThat(sums.mean()).singleElement()
                .satisfies(p -> assertThat(p.total()).isZero())
                .satisfies(p -> assertThat(p.epistemic()).isZero());
    }

    @Test void noSamplesAreRefused() {
        assertThatThrownBy(() -> PosteriorPredictive.sampled(graph(), 0, 1)).hasMessageContaining("samples = 0");
    }

    @Test void eachPassIsTold() {
        var predictive = PosteriorPredictive.sampled(list(GAUSSIAN, Transmission.EXPECTED), 3, 1);
        var passed = new ArrayList<Integer>();
        predictive.predict(passed::add, examples(520));
        assertThat(predictive.passes()).isEqualTo(3);
        assertThat(passed).containsExactly(500, 500, 500, 20, 20, 20);
        assertThatThrownBy(() -> predictive.predict()).hasMessageContaining("no input");
    }

    @Test void sequencesAreRefused() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new GeneralizedOutput.Builder().nOut(3).law(GAUSSIAN).build()).setInputType(InputType.recurrent(2))
                .build());
        network.init();
        assertThatThrownBy(() -> PosteriorPredictive.sampled(network, 2, 1).predict(Nd4j.rand(4, 2, 5)))
                .hasMessageContaining("[4, 3, 5]");
    }

    private static void assertSame(List<Prediction> actual, List<Prediction> expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).probabilities()).containsExactly(expected.get(i).probabilities(), within(tolerance));
            assertThat(actual.get(i).total()).isCloseTo(expected.get(i).total(), within(10.0 * tolerance));
            assertThat(actual.get(i).epistemic()).isBetween(0.0, 10.0 * tolerance);
        }
    }

    private static double entropy(double[] p) {
        return -DoubleStream.of(p).map(value -> value * Math.log(value)).sum();
    }

    private static INDArray examples(int count) {
        return Nd4j.rand(new int[] {count, 6}, Nd4j.getRandomFactory().getNewRandomInstance(count));
    }

    private static INDArray output(Model network, INDArray examples) {
        return network instanceof ComputationGraph graph ? graph.outputSingle(examples)
                : ((MultiLayerNetwork) network).output(examples);
    }

    private static Stream<GeneralizedLayer> generalized(Model network) {
        Layer[] layers = network instanceof ComputationGraph graph ? graph.getLayers()
                : ((MultiLayerNetwork) network).getLayers();
        return Stream.of(layers).filter(GeneralizedLayer.class::isInstance).map(GeneralizedLayer.class::cast);
    }

    private static MultiLayerNetwork list(SynapticLaw law, Transmission inference) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).activation(Activation.TANH).list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
                .layer(new GeneralizedDense.Builder().nIn(5).nOut(4).law(law).inference(inference).build())
                .layer(new GeneralizedOutput.Builder().nIn(4).nOut(3).law(law).inference(inference).build()).build());
        network.init();
        return network;
    }

    /** Three complex inputs. */
    private static MultiLayerNetwork complex() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).list()
                .layer(new ComplexGeneralizedDense.Builder().nOut(4).law(GAUSSIAN).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).law(GAUSSIAN).build())
                .setInputType(InputType.feedForward(6)).build());
        network.init();
        return network;
    }

    /** The first layer in the order of names is not the first in that of the work: one branch is longer, and both draw. */
    private static ComputationGraph graph() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(7).activation(Activation.TANH).graphBuilder()
                .addInputs("in")
                .addLayer("c", new GeneralizedDense.Builder().nIn(6).nOut(5).law(GAUSSIAN).build(), "in")
                .addLayer("a", new GeneralizedDense.Builder().nIn(5).nOut(2).law(GAUSSIAN).build(), "c")
                .addLayer("b", new GeneralizedDense.Builder().nIn(6).nOut(2).law(SynapticLaw.dirac()).build(), "in")
                .addVertex("ab", new MergeVertex(), "a", "b")
                .addLayer("out", new GeneralizedOutput.Builder().nIn(4).nOut(3).law(GAUSSIAN).build(), "ab").setOutputs("out")
                .build());
        graph.init();
        return graph;
    }
}
