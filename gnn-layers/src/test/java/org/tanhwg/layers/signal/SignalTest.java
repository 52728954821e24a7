package org.tanhwg.layers.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.energy.ActivatedAlignment;
import org.tanhwg.core.energy.Correlation;
import org.tanhwg.core.space.Complex;
import org.tanhwg.elsewhere.Foreign;
import org.tanhwg.elsewhere.Teacher;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.io.ModelFileException;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.layers.optimizer.TanHwg;

class SignalTest {
    @TempDir Path folder;

    static Signal[] signals() {
        return new Signal[] {new BackPropagation(), new FeedbackAlignment(5), new OwnTarget(OwnTarget.Energy.ALIGNMENT, 5),
                new OwnTarget(OwnTarget.Energy.CORRELATION, 5), new Teacher(0.5)};
    }

    static Signal[] unclassical() {
        return new Signal[] {new FeedbackAlignment(5), new OwnTarget(OwnTarget.Energy.ALIGNMENT, 5), new Teacher(0.5)};
    }

    @ParameterizedTest
    @MethodSource("signals") void configurationsSurviveJson(Signal signal) {
        MultiLayerConfiguration before = conf(new Sgd(0.1), signal, SynapticLaw.dirac());
        MultiLayerConfiguration after = MultiLayerConfiguration.fromJson(before.toJson());
        assertThat(after).isEqualTo(before);
        assertThat(((GeneralizedDense) after.getConf(0).getLayer()).getSignal()).isEqualTo(signal);
        assertThat(after).isNotEqualTo(conf(new Sgd(0.1), new FeedbackAlignment(6), SynapticLaw.dirac()));
    }

    /** ε of one example, seen in the gradient of the biases, against central differences of the energies of gnn-core. */
    @ParameterizedTest
    @CsvSource({"ALIGNMENT,TANH", "ALIGNMENT,SIGMOID", "ALIGNMENT,IDENTITY", "CORRELATION,TANH",
            "CORRELATION,IDENTITY"}) void errorsAreGradientsOfTheEnergies(OwnTarget.Energy energy, Activation activation) {
        DoubleUnaryOperator sigma = z -> activation.getActivationFunction().getActivation(Nd4j.scalar(DataType.DOUBLE, z), true)
                .getDouble(0);
        Signal own = new OwnTarget(energy, 0);
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(5).dataType(DataType.DOUBLE)
                .updater(new Sgd(0)).activation(activation).list()
                .layer(new GeneralizedDense.Builder().nIn(4).nOut(3).biasInit(0.3).signal(own).build())
                .layer(new GeneralizedOutput.Builder(LossFunction.L2).nIn(3).nOut(3).activation(activation).signal(own).build())
                .build());
        network.init();
        SteppingUpdater.attach(network);
        INDArray input = Nd4j.createFromArray(new double[][] {{.3, -.5, .8, 1}});
        double[] target = {.9, -.4, .2};
        network.setInput(input);
        network.setLabels(Nd4j.createFromArray(new double[][] {target}));
        network.computeGradientAndScore();
        for (int layer = 0; layer < 2; layer++) {
            INDArray o = network.getParam(layer + "_w").mul(network.getParam(layer + "_m"));
            INDArray z = input.mmul(o).add(network.getParam(layer + "_b").reshape(1, 3));
            for (int unit = 0; unit < 3; unit++) {
                double b = target[unit];
                DoubleUnaryOperator value = switch (energy) {
                    case ALIGNMENT -> u -> new ActivatedAlignment(sigma, b).value(new Complex(u, 0));
                    case CORRELATION -> u -> new Correlation(new Complex(1, 0), new Complex(b, 0))
                            .value(new Complex(sigma.applyAsDouble(u), 0));
                };
                double at = z.getDouble(unit);
                double slope = (value.applyAsDouble(at + 1e-6) - value.applyAsDouble(at - 1e-6)) / 2e-6;
                assertThat(network.gradient().getGradientFor(layer + "_b").getDouble(unit)).isCloseTo(slope, within(1e-8));
            }
            input = network.feedForward().get(layer + 1);
        }
    }

    /** Correlation with the labels as targets is Hebb's rule: the step is along Σ_examples a b. */
    @Test void correlationIsHebbsRule() {
        INDArray cues = signs(3, 7, 6);
        INDArray patterns = signs(4, 7, 5);
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().updater(new Sgd(0)).list()
                .layer(new GeneralizedOutput.Builder(LossFunction.L2).nIn(6).nOut(5).activation(Activation.IDENTITY)
                        .signal(new OwnTarget(OwnTarget.Energy.CORRELATION, 0)).build())
                .build());
        network.init();
        network.setInput(cues);
        network.setLabels(patterns);
        network.computeGradientAndScore();
        INDArray hebb = cues.transpose().mmul(patterns).muli(-1.0 / 6);
        assertThat(network.gradient().getGradientFor("0_m").distance2(hebb)).isLessThan(1e-5);
    }

    /** ε of the hidden layer is ε_out B for linear units, with one B for all examples; the file holds none of it. */
    @Test void feedbackAlignmentIsAFixedMatrixOfTheOutputsError() throws IOException {
        INDArray first = feedback(5, 0).sub(feedback(5, 1));
        assertThat(first).isEqualTo(feedback(5, 0).sub(feedback(5, 1)));
        assertThat(first.distance2(feedback(6, 0).sub(feedback(6, 1)))).isGreaterThan(0.1);
        INDArray sum = feedback(5, 0).add(feedback(5, 1)).add(feedback(5, 2)); // errors of the three labels at p add up to 3p − 1
        INDArray uniform = feedback(5, -1).mul(3);
        assertThat(sum.distance2(uniform)).isLessThan(1e-5);
        assertThat(network(new Sgd(0), new FeedbackAlignment(5), SynapticLaw.dirac()).numParams())
                .isEqualTo(network(new Sgd(0), new BackPropagation(), SynapticLaw.dirac()).numParams());
    }

    /** Bias gradient of the hidden layer for one example of a label, or of all labels alike. */
    private static INDArray feedback(long seed, int label) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0)).list()
                .layer(new GeneralizedDense.Builder().nIn(2).nOut(4).activation(Activation.IDENTITY)
                        .signal(new FeedbackAlignment(seed)).build())
                .layer(new GeneralizedOutput.Builder().nIn(4).nOut(3).build()).build());
        network.init();
        SteppingUpdater.attach(network);
        network.setInput(Nd4j.createFromArray(new float[][] {{.5f, -1}}));
        INDArray labels = Nd4j.valueArrayOf(new long[] {1, 3}, 1 / 3f, DataType.FLOAT);
        network.setLabels(label < 0 ? labels : labels.assign(0).putScalar(0, label, 1));
        network.computeGradientAndScore();
        return network.gradient().getGradientFor("0_b").dup();
    }

    @ParameterizedTest
    @MethodSource("unclassical") void theyTrainEveryLawAndResumeBitForBit(Signal signal) throws IOException {
        for (SynapticLaw law : new SynapticLaw[] {SynapticLaw.dirac(), SynapticLaw.gaussian(0.05),
                SynapticLaw.quantiles(4, 0.05)}) {
            TanHwg optimizer = new TanHwg.Builder(80).beta(0.002).build();
            MultiLayerNetwork straight = network(optimizer, signal, law);
            MultiLayerNetwork first = network(optimizer, signal, law);
            double before = straight.score(Networks.batch(0));
            for (int i = 0; i < 80; i++) straight.fit(Networks.batch(i));
            assertThat(straight.score(Networks.batch(0))).isLessThan(0.9 * before);
            for (int i = 0; i < 23; i++) first.fit(Networks.batch(i));
            ModelFile.save(first, folder.resolve("model.zip"));
            var second = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("model.zip"), Teacher.class));
            for (int i = 23; i < 80; i++) second.fit(Networks.batch(i));
            assertThat(second.params().toFloatVector()).isEqualTo(straight.params().toFloatVector());
        }
    }

    @ParameterizedTest
    @MethodSource("unclassical") void theyTrainGraphs(Signal signal) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(2)
                .updater(new TanHwg.Builder(200).beta(0).build()).activation(Activation.TANH).graphBuilder().addInputs("in")
                .addLayer("a", new GeneralizedDense.Builder().nIn(6).nOut(8).signal(signal).inputGradient(false).build(), "in")
                .addLayer("out", new GeneralizedOutput.Builder().nIn(8).nOut(3).build(), "a").setOutputs("out").build());
        graph.init();
        TanHwg.attach(graph);
        double before = graph.score(Networks.batch(0));
        for (int i = 0; i < 200; i++) graph.fit(Networks.batch(i));
        assertThat(graph.score(Networks.batch(0))).isLessThan(0.8 * before);
    }

    /** The step of a local energy is implicit too. */
    @ParameterizedTest
    @CsvSource({"1", "100", "1e6"}) void anyStepSizeWillDo(double eta) {
        MultiLayerNetwork network = network(new TanHwg.Builder(200).beta(0).eta(eta).build(),
                new OwnTarget(OwnTarget.Energy.ALIGNMENT, 5), SynapticLaw.dirac());
        double before = network.score(Networks.batch(0));
        for (int i = 0; i < 200; i++) network.fit(Networks.batch(i));
        assertThat(network.score(Networks.batch(0))).isLessThan(0.7 * before);
    }

    @Test void aClassOfOnesOwnLoadsOnlyWhenNamed() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelFile.save(network(new TanHwg.Builder(10).build(), new Teacher(0.25), SynapticLaw.dirac()), file);
        assertThatThrownBy(() -> ModelFile.load(file)).isInstanceOf(ModelFileException.class)
                .hasMessageContaining("names the class org.tanhwg.elsewhere.Teacher")
                .hasMessageContaining("passed to ModelFile.load");
        var loaded = (MultiLayerNetwork) ModelFile.load(file, Teacher.class);
        assertThat(((GeneralizedDense) loaded.getLayer(0).conf().getLayer()).getSignal()).isEqualTo(new Teacher(0.25));
        Foreign.Trace.clear();
    }

    @Test void whatIsMissingIsNamed() {
        var unattached = new MultiLayerNetwork(conf(new Sgd(0.1), new FeedbackAlignment(1), SynapticLaw.dirac()));
        unattached.init();
        assertThatThrownBy(() -> unattached.fit(Networks.batch(0))).hasMessageContaining("layer layer0: signal FeedbackAlignment")
                .hasMessageContaining("SteppingUpdater.attach(network)");

        var foreign = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new GeneralizedDense.Builder().nIn(6).nOut(4).signal(new FeedbackAlignment(1)).build())
                .layer(new OutputLayer.Builder(LossFunction.L2).nIn(4).nOut(3).build()).build());
        foreign.init();
        SteppingUpdater.attach(foreign);
        assertThatThrownBy(() -> foreign.fit(Networks.batch(0))).hasMessageContaining("not a GeneralizedOutput");

        MultiLayerNetwork outside = network(new TanHwg.Builder(9).build(), new OwnTarget(OwnTarget.Energy.ALIGNMENT, 1),
                SynapticLaw.dirac());
        outside.fit(Networks.batch(0));
        outside.setInput(Networks.batch(0).getFeatures());
        outside.feedForward(true, false);
        assertThatThrownBy(() -> outside.getLayer(0).backpropGradient(Nd4j.zeros(20, 5),
                LayerWorkspaceMgr.noWorkspaces())).hasMessageContaining("from outside");

        var blind = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new GeneralizedDense.Builder().nIn(6).nOut(4).build())
                .layer(new GeneralizedDense.Builder().nIn(4).nOut(4).inputGradient(false).build())
                .layer(new GeneralizedOutput.Builder().nIn(4).nOut(3).build()).build());
        blind.init();
        assertThatThrownBy(() -> blind.fit(Networks.batch(0))).hasMessageContaining("layer layer0")
                .hasMessageContaining("inputGradient = false");

        var circular = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
                .layer(new GeneralizedOutput.Builder().nIn(6).nOut(3).signal(new FeedbackAlignment(1)).build()).build());
        circular.init();
        assertThatThrownBy(() -> circular.fit(Networks.batch(0))).hasMessageContaining("it is the output");
    }

    private static MultiLayerConfiguration conf(IUpdater updater, Signal signal, SynapticLaw law) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(updater).activation(Activation.TANH).list()
                .layer(new GeneralizedDense.Builder().nIn(6).nOut(5).law(law).transmission(Transmission.SAMPLED).signal(signal)
                        .build())
                .layer(new GeneralizedOutput.Builder().nIn(5).nOut(3).law(law).build()).build();
    }

    private static MultiLayerNetwork network(IUpdater updater, Signal signal, SynapticLaw law) {
        var network = new MultiLayerNetwork(conf(updater, signal, law));
        network.init();
        return SteppingUpdater.attach(network);
    }

    private static INDArray signs(long seed, int rows, int columns) {
        var random = new SplittableRandom(seed);
        INDArray signs = Nd4j.zeros(DataType.FLOAT, rows, columns);
        for (int i = 0; i < rows * columns; i++) signs.putScalar(i, random.nextBoolean() ? 1 : -1);
        return signs;
    }
}
