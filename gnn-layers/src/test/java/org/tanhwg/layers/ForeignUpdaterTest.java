package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.optimizer.TanHwg;

/** Generalized layers in configurations that know nothing of them. */
class ForeignUpdaterTest {
    static Stream<IUpdater> updaters() {
        return Stream.of(new Sgd(0.1), new Nesterovs(0.1), new Adam(0.05), new RmsProp(0.05));
    }

    @ParameterizedTest
    @MethodSource("updaters") void massStaysOnTheSimplexAndWidthsPositive(IUpdater updater) {
        for (SynapticLaw law : new SynapticLaw[] {SynapticLaw.gaussian(0.05), SynapticLaw.quantiles(3, 0.05)}) {
            var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(7).updater(updater)
                    .activation(Activation.RELU).list()
                    .layer(new GeneralizedDense.Builder().nOut(8).law(law).transmission(Transmission.SAMPLED).build())
                    .layer(new GeneralizedOutput.Builder().nOut(3).build()).setInputType(InputType.feedForward(6)).build());
            network.init();
            for (int i = 0; i < 60; i++) network.fit(Networks.batch(i));
            assertThat(network.params().isNaN().any() || network.params().isInfinite().any()).isFalse();
            for (int layer = 0; layer < 2; layer++) {
                INDArray w = network.getLayer(layer).getParam("w");
                assertThat(w.sum(0).sub(1).normmaxNumber().doubleValue()).isLessThan(1e-5);
                assertThat(w.minNumber().doubleValue()).isNotNegative();
            }
            INDArray s = network.getLayer(0).paramTable().get("s");
            if (s != null) assertThat(s.minNumber().doubleValue()).isNotNegative();
        }
    }

    @Test void kernelsAndRecurrentUnitsStayOnTheSimplexToo() {
        for (Layer first : new Layer[] {new GeneralizedConvolution.Builder(2).nOut(3).law(SynapticLaw.gaussian(0.05)).build(),
                new GeneralizedRecurrent.Builder().nOut(3).build()}) {
            boolean pictures = first instanceof GeneralizedConvolution;
            var network = new MultiLayerNetwork(
                    new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(0.1)).list().layer(first)
                            .layer(new GeneralizedOutput.Builder().nOut(2).build())
                            .setInputType(pictures ? InputType.convolutional(4, 4, 2) : InputType.recurrent(5)).build());
            network.init();
            INDArray features = Nd4j.rand(DataType.FLOAT, pictures ? new long[] {6, 2, 4, 4} : new long[] {6, 5, 3});
            INDArray labels = Nd4j.zeros(DataType.FLOAT, pictures ? new long[] {6, 2} : new long[] {6, 2, 3});
            labels.get(NDArrayIndex.interval(0, 3), NDArrayIndex.point(0)).assign(1);
            labels.get(NDArrayIndex.interval(3, 6), NDArrayIndex.point(1)).assign(1);
            for (int i = 0; i < 20; i++) network.fit(new DataSet(features, labels));
            INDArray w = network.getLayer(0).getParam("w");
            assertThat(w.sum(0).sub(1).normmaxNumber().doubleValue()).isLessThan(1e-5);
            assertThat(w.minNumber().doubleValue()).isNotNegative();
        }
    }

    @Test void withoutStepsNothingIsProjected() {
        var network = new MultiLayerNetwork(Networks.classifier(new Sgd(0)));
        network.init();
        INDArray before = network.params().dup();
        network.fit(Networks.batch(0));
        assertThat(network.params().toFloatVector()).isEqualTo(before.toFloatVector());
    }

    @Test void constraintsAndWeightNoiseAreRefused() {
        for (IUpdater updater : new IUpdater[] {new TanHwg.Builder(9).build(), new Adam(0.01)}) {
            refused(new NeuralNetConfiguration.Builder().updater(updater).constrainWeights(new MaxNormConstraint(1, 1)),
                    "MaxNorm");
            refused(new NeuralNetConfiguration.Builder().updater(updater).weightNoise(new DropConnect(0.5)), "DropConnect");
        }
    }

    private static void refused(NeuralNetConfiguration.Builder builder, String setting) {
        for (Layer layer : new Layer[] {new GeneralizedDense.Builder().nIn(4).nOut(3).name("hidden").build(),
                new GeneralizedRecurrent.Builder().nIn(4).nOut(3).name("hidden").build()}) {
            MultiLayerConfiguration conf = builder.clone().list().layer(layer)
                    .layer(new GeneralizedOutput.Builder().nIn(3).nOut(2).build()).build();
            assertThatThrownBy(() -> new MultiLayerNetwork(conf).init()).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("layer hidden").hasMessageContaining(setting);
        }
    }

    @Test void halfPrecisionIsRefused() {
        var conf = new NeuralNetConfiguration.Builder().dataType(DataType.HALF).updater(new Adam(0.01)).list()
                .layer(new GeneralizedDense.Builder().nIn(4).nOut(3).build())
                .layer(new GeneralizedOutput.Builder().nIn(3).nOut(2).build()).build();
        assertThatThrownBy(() -> new MultiLayerNetwork(conf).init()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("layer layer0").hasMessageContaining("HALF");
    }

    @Test void theGlobalWeightInitialisationIsHonoured() {
        var ones = new WeightInitDistribution(new UniformDistribution(1, 1.0001));
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder().weightInit(ones).updater(new Sgd(0.1)).list()
                .layer(new GeneralizedDense.Builder().nIn(4).nOut(3).build())
                .layer(new GeneralizedDense.Builder().nIn(3).nOut(3).weightInit(WeightInit.ZERO).build())
                .layer(new GeneralizedOutput.Builder().nIn(3).nOut(2).build()).build();
        for (MultiLayerConfiguration same : new MultiLayerConfiguration[] {conf,
                MultiLayerConfiguration.fromJson(conf.toJson())}) {
            var network = new MultiLayerNetwork(same);
            network.init();
            assertThat(observable(network, 0).sub(1).normmaxNumber().doubleValue()).isLessThan(1e-3);
            assertThat(observable(network, 1).normmaxNumber().doubleValue()).isZero();
            assertThat(observable(network, 2).sub(1).normmaxNumber().doubleValue()).isLessThan(1e-3);
        }
    }

    /** Deeplearning4j's own default cannot be told from none; a layer's own setting can. */
    @Test void withoutOneItIsThatOfHe() {
        MultiLayerConfiguration he = conf(new GeneralizedDense.Builder()), xavier = conf(
                new GeneralizedDense.Builder().weightInit(WeightInit.XAVIER));
        assertThat(spread(he) / spread(xavier)).isBetween(1.3, 1.5); // √2 for as many units as inputs
        assertThat(MultiLayerConfiguration.fromJson(xavier.toJson())).isEqualTo(xavier);
        assertThat(spread(MultiLayerConfiguration.fromJson(xavier.toJson()))).isEqualTo(spread(xavier));
    }

    private static MultiLayerConfiguration conf(GeneralizedDense.Builder layer) {
        return new NeuralNetConfiguration.Builder().seed(3).updater(new Sgd(0.1)).list().layer(layer.nIn(60).nOut(60).build())
                .layer(new GeneralizedOutput.Builder().nIn(60).nOut(2).build()).build();
    }

    private static double spread(MultiLayerConfiguration conf) {
        var network = new MultiLayerNetwork(conf);
        network.init();
        return observable(network, 0).stdNumber().doubleValue();
    }

    private static INDArray observable(MultiLayerNetwork network, int layer) {
        return network.getLayer(layer).getParam("w").mul(network.getLayer(layer).getParam("m"));
    }
}
