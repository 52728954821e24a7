package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.DescentChecks;
import org.tanhwg.layers.optimizer.SecondThread;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.FeedbackAlignment;
import org.tanhwg.layers.signal.OwnTarget;
import org.tanhwg.layers.signal.Signal;

/** Networks of convolutions train as those of dense layers do: pruned, saved, resumed and passed over few synapses. */
class ConvolutionTrainingTest {
    @BeforeEach void singlePrecision() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<Arguments> embeddings() {
        return Stream.of(arguments(SynapticLaw.dirac(), Transmission.EXPECTED, CNN2DFormat.NCHW),
                arguments(SynapticLaw.dirac(), Transmission.EXPECTED, CNN2DFormat.NHWC),
                arguments(SynapticLaw.gaussian(0.02), Transmission.SAMPLED, CNN2DFormat.NCHW),
                arguments(SynapticLaw.gaussian(0.02), Transmission.SAMPLED, CNN2DFormat.NHWC),
                arguments(SynapticLaw.gaussian(0.02), Transmission.EXPECTED, CNN2DFormat.NCHW));
    }

    @ParameterizedTest
    @MethodSource("embeddings") void aStepOverFewSynapsesIsThatOfAll(SynapticLaw law, Transmission transmission,
            CNN2DFormat format) {
        MultiLayerNetwork few = network(law, transmission, format, 150);
        Networks.layers(few).forEach(ConvolutionTrainingTest::prune);
        for (int step = 0; step < 20; step++) few.fit(batch(step, format));
        MultiLayerNetwork all = few.clone();
        TanHwg.attach(all);
        TanHwg.takeEnergyDescent(few);
        Networks.layers(all).forEach(layer -> layer.synapses().neverSparse());
        for (int step = 20; step < 65; step++) {
            few.fit(batch(step, format));
            all.fit(batch(step, format));
            assertThat(few.score()).isCloseTo(all.score(), within(1e-4));
        }
        assertThat(Networks.layers(few).limit(2))
                .allSatisfy(layer -> assertThat(layer.synapses().filled()).isInstanceOf(Pass.Sparse.class));
        assertThat(few.params().distance2(all.params())).isLessThan(2e-3 * all.params().norm2Number().doubleValue());
        DescentChecks descent = TanHwg.takeEnergyDescent(few);
        assertThat(descent.checked()).isPositive().isEqualTo(TanHwg.takeEnergyDescent(all).checked());
        assertThat(descent.violated()).isZero();
        INDArray x = batch(0, format).getFeatures();
        assertThat(few.output(x).distance2(all.output(x))).isLessThan(1e-3);
    }

    /** Leaves mass to every fifteenth synapse or so, and to none that reads the third channel of the second convolution. */
    private static void prune(GeneralizedLayer layer) {
        INDArray w = layer.getParam("w");
        INDArray m = layer.getParam("m");
        for (long y = 0; y < w.size(1); y++) {
            for (long x = y % 3; x < w.size(0); x++) {
                if (x == y % 3 || (7 * x + 3 * y) % 16 == 0 && x / 9 != 2) continue;
                m.putScalar(x, y, 0);
                w.putScalar(x, y, 0);
                if (layer.paramTable().containsKey("s")) layer.getParam("s").putScalar(x, y, 0);
            }
            w.getColumn(y).divi(w.getColumn(y).sumNumber());
        }
    }

    @Test void resumesBitForBitFromAFile(@TempDir Path folder) throws IOException {
        MultiLayerNetwork whole = network(SynapticLaw.gaussian(0.02), Transmission.SAMPLED, CNN2DFormat.NCHW, 60);
        for (int step = 0; step < 25; step++) whole.fit(batch(step, CNN2DFormat.NCHW));
        ModelFile.save(whole, folder.resolve("half.zip"));
        MultiLayerNetwork resumed = (MultiLayerNetwork) ModelFile.load(folder.resolve("half.zip"));
        TanHwg.attach(resumed);
        for (int step = 25; step < 60; step++) {
            whole.fit(batch(step, CNN2DFormat.NCHW));
            resumed.fit(batch(step, CNN2DFormat.NCHW));
        }
        assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        assertThat(resumed.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(whole.getUpdater().getStateViewArray().toFloatVector());
        INDArray x = batch(0, CNN2DFormat.NCHW).getFeatures();
        assertThat(resumed.output(x)).isEqualTo(whole.output(x));
        assertThat(whole.clone().output(x)).isEqualTo(whole.output(x));
    }

    @Test void learnsAndPrunesBetweenOtherLayers() {
        TanHwg optimizer = new TanHwg.Builder(300).beta(0.02).build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(optimizer)
                .activation(Activation.RELU).list()
                .layer(new GeneralizedConvolution.Builder(3).nOut(6).convolutionMode(ConvolutionMode.Same).inputGradient(false)
                        .build())
                .layer(new BatchNormalization.Builder().updater(new Adam(1e-2)).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DropoutLayer.Builder(0.9).build())
                .layer(new GeneralizedConvolution.Builder(3).nOut(6).dropOut(new ReleaseNoise(0.2, 200, 5)).build())
                .layer(new GeneralizedDense.Builder().nOut(8).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(8, 8, 2)).build());
        network.init();
        TanHwg.attach(network);
        for (int step = 0; step < 300; step++) network.fit(batch(step, CNN2DFormat.NCHW));
        assertThat(network.evaluate(new org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator(batch(900, CNN2DFormat.NCHW)))
                .accuracy()).isGreaterThan(0.9);
        assertThat(network.getParam("0_m").eq(0).castTo(DataType.INT).sumNumber().intValue()).isGreaterThan(30);
        assertThat(network.getParam("0_w").sum(0).sub(1).amaxNumber().doubleValue()).isLessThan(1e-4);
        assertThat(TanHwg.takeEnergyDescent(network).violated()).isZero();
    }

    /** Rows of pixels come through a preprocessor, which wants a gradient back. */
    @Test void aFirstLayerNeedsNoGradientOfItsInput() {
        MultiLayerNetwork[] networks = Stream.of(true, false).map(gradient -> {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
                    .updater(new TanHwg.Builder(40).build()).activation(Activation.RELU).list()
                    .layer(new GeneralizedConvolution.Builder(3).nOut(4).inputGradient(gradient).build())
                    .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutionalFlat(8, 8, 2))
                    .build());
            network.init();
            TanHwg.attach(network);
            for (int step = 0; step < 20; step++) {
                DataSet batch = batch(step, CNN2DFormat.NCHW);
                network.fit(new DataSet(batch.getFeatures().reshape(20, 128), batch.getLabels()));
            }
            return network;
        }).toArray(MultiLayerNetwork[]::new);
        assertThat(networks[1].params()).isEqualTo(networks[0].params());
        INDArray x = batch(1, CNN2DFormat.NCHW).getFeatures().reshape(20, 128);
        assertThat(networks[1].calculateGradients(x, batch(1, CNN2DFormat.NCHW).getLabels(), null, null).getSecond()
                .isNaN().all()).as("not computed, and it says so").isTrue();
    }

    static Stream<Arguments> lawsAndSignals() {
        return Stream.of(arguments(SynapticLaw.quantiles(3, 0.05), new BackPropagation()),
                arguments(SynapticLaw.gaussian(0.05), new FeedbackAlignment(3)),
                arguments(SynapticLaw.dirac(), new OwnTarget(OwnTarget.Energy.ALIGNMENT, 3)));
    }

    /** The first positions of a unit decide as well as the last: each is a column of what a signal sees. */
    @ParameterizedTest
    @MethodSource("lawsAndSignals") void everyLawAndSignalTrainsAndResumes(SynapticLaw law, Signal signal, @TempDir Path folder)
            throws IOException {
        for (CNN2DFormat format : CNN2DFormat.values()) {
            TanHwg optimizer = new TanHwg.Builder(200).beta(1e-3).temperature(1e-4).build();
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(optimizer)
                    .activation(Activation.TANH).list()
                    .layer(new GeneralizedConvolution.Builder(3).nOut(4).law(law).transmission(Transmission.SAMPLED)
                            .signal(signal).build())
                    .layer(new GeneralizedConvolution.Builder(3).nOut(4).stride(2).law(law).transmission(Transmission.SAMPLED)
                            .signal(signal).build())
                    .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(6, 6, 2, format))
                    .build());
            network.init();
            TanHwg.attach(network);
            double before = network.score(GeneralizedConvolutionTest.pictures(900, 2, 6, format));
            for (int step = 0; step < 100; step++) network.fit(GeneralizedConvolutionTest.pictures(step, 2, 6, format));
            ModelFile.save(network, folder.resolve("half.zip"));
            MultiLayerNetwork resumed = TanHwg.attach((MultiLayerNetwork) ModelFile.load(folder.resolve("half.zip")));
            for (int step = 100; step < 200; step++) {
                network.fit(GeneralizedConvolutionTest.pictures(step, 2, 6, format));
                resumed.fit(GeneralizedConvolutionTest.pictures(step, 2, 6, format));
            }
            assertThat(resumed.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
            assertThat(network.score(GeneralizedConvolutionTest.pictures(900, 2, 6, format))).isLessThan(0.7 * before);
        }
    }

    /** Half of the channels on another thread: products of half a kernel may round otherwise. */
    @Test void aSecondThreadChangesRoundingAlone() {
        MultiLayerNetwork one = wide();
        MultiLayerNetwork two = wide();
        try (SecondThread help = SecondThread.help(two)) {
            for (int step = 0; step < 20; step++) {
                one.fit(batch(step, CNN2DFormat.NCHW));
                two.fit(batch(step, CNN2DFormat.NCHW));
            }
        }
        assertThat(two.params().distance2(one.params())).isLessThan(1e-3 * one.params().norm2Number().doubleValue());
    }

    private static MultiLayerNetwork wide() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
                .updater(new TanHwg.Builder(40).build()).activation(Activation.RELU).list()
                .layer(new GeneralizedConvolution.Builder(3).nOut(32).build())
                .layer(new GeneralizedConvolution.Builder(3).nOut(64).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(8, 8, 2)).build());
        network.init();
        return TanHwg.attach(network);
    }

    @Test void predictionsKnowTheirUncertainty() {
        MultiLayerNetwork network = network(SynapticLaw.gaussian(0.2), Transmission.SAMPLED, CNN2DFormat.NCHW, 60);
        for (int step = 0; step < 60; step++) network.fit(batch(step, CNN2DFormat.NCHW));
        INDArray x = batch(900, CNN2DFormat.NCHW).getFeatures();
        var sampled = PosteriorPredictive.sampled(network, 10, 4);
        var predictions = sampled.predict(x);
        assertThat(predictions).hasSize(20).usingRecursiveComparison().isEqualTo(sampled.predict(x));
        assertThat(predictions).anySatisfy(prediction -> assertThat(prediction.epistemic()).isPositive());
    }

    /** Each position draws its own noise. */
    @Test void releaseNoiseIsThatOfEachPosition() {
        INDArray x = Nd4j.ones(DataType.FLOAT, 3, 2, 4, 4);
        INDArray noisy = new ReleaseNoise(0.3, 10, 5).applyDropout(x, x.ulike(), 0, 0,
                org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
        assertThat(Arrays.stream(noisy.reshape(96).toDoubleVector()).distinct().count()).isGreaterThan(80);
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        INDArray doubles = new ReleaseNoise(0.3, 10, 5).applyDropout(x.castTo(DataType.DOUBLE), x.castTo(DataType.DOUBLE).ulike(),
                0, 0,
                org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
        assertThat(doubles.castTo(DataType.FLOAT)).isEqualTo(noisy);
    }

    private static MultiLayerNetwork network(SynapticLaw law, Transmission transmission, CNN2DFormat format, int steps) {
        TanHwg optimizer = new TanHwg.Builder(steps).beta(0.01).temperature(1e-4).checkEvery(5).build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(optimizer)
                .activation(Activation.RELU).list()
                .layer(new GeneralizedConvolution.Builder(3).nOut(6).padding(1).law(law).transmission(transmission).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).dataFormat(format).build())
                .layer(new DropoutLayer.Builder(new ReleaseNoise(0.2, 30, 4)).build())
                .layer(new GeneralizedConvolution.Builder(3).nOut(12).law(law).transmission(transmission).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.convolutional(8, 8, 2, format))
                .build());
        network.init();
        return TanHwg.attach(network);
    }

    private static DataSet batch(long seed, CNN2DFormat format) {
        return GeneralizedConvolutionTest.pictures(seed, 2, 8, format);
    }
}
