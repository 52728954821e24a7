package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.measure.PlaneGaussian;
import org.tanhwg.core.space.Complex;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.ComplexGeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;
import org.tanhwg.layers.optimizer.TanHwg;

/** Complex Gaussian laws whose covariance is free, so that phase and modulus may differ in certainty. */
class CovarianceLawTest {
    private static MultiLayerNetwork network(IUpdater updater, Layer layer) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).updater(updater).list().layer(layer)
                .build());
        network.init();
        return network;
    }

    private static MultiLayerNetwork transmitting(SynapticLaw law) {
        return network(new NoOp(), new ComplexGeneralizedDense.Builder().nIn(2).nOut(1).activation(ComplexActivation.IDENTITY)
                .law(law).build());
    }

    private static INDArray sampled(MultiLayerNetwork network, INDArray examples) {
        ((GeneralizedLayer) network.getLayer(0)).synapses().transmit(Inference.sampled(11));
        return network.output(examples).castTo(DataType.DOUBLE);
    }

    /** The covariance of both parts of z is Σ of those of a w A, each turned by the phase of its input. */
    @Test void drawsHaveTheCovarianceOfTheSum() {
        int draws = 100_000;
        MultiLayerNetwork network = transmitting(SynapticLaw.covariance(0.2));
        Complex[] c = {new Complex(0.25, -0.2), new Complex(-0.1, 0.3)};
        Complex[] a = {new Complex(0.5, 2), new Complex(-1, 0.25)};
        for (int x = 0; x < 2; x++) {
            network.getParam("0_c").putScalar(x, 0, c[x].re());
            network.getParam("0_c").putScalar(2 + x, 0, c[x].im());
        }
        double[][] expected = new double[2][2];
        for (int x = 0; x < 2; x++) {
            double w = network.getParam("0_w").getDouble(x, 0);
            double s = network.getParam("0_s").getDouble(x, 0);
            Complex turned = c[x].times(Complex.polar(1, 2 * a[x].phase()));
            double[][] one = new PlaneGaussian(Complex.ZERO, s, turned).scaled(w * a[x].modulus()).covariance();
            for (int i = 0; i < 4; i++) expected[i / 2][i % 2] += one[i / 2][i % 2];
        }
        INDArray example = Nd4j.createFromArray(
                new float[][] {{(float) a[0].re(), (float) a[1].re(), (float) a[0].im(), (float) a[1].im()}});
        INDArray mean = network.output(example);
        INDArray z = sampled(network, Nd4j.tile(example, draws, 1));
        INDArray re = z.getColumn(0).sub(mean.getDouble(0)), im = z.getColumn(1).sub(mean.getDouble(1));
        double scale = expected[0][0] + expected[1][1];
        double error = 5 * scale * Math.sqrt(2.0 / draws);
        assertThat(re.meanNumber().doubleValue()).isCloseTo(0, within(5 * Math.sqrt(scale / draws)));
        assertThat(re.mul(re).meanNumber().doubleValue()).isCloseTo(expected[0][0], within(error));
        assertThat(im.mul(im).meanNumber().doubleValue()).isCloseTo(expected[1][1], within(error));
        assertThat(re.mul(im).meanNumber().doubleValue()).isCloseTo(expected[0][1], within(error));
        assertThat(Math.abs(expected[0][1])).as("a covariance to be seen").isGreaterThan(3 * error);
    }

    /** At c = 0 the draws are those of the isotropic law. */
    @Test void withoutConjugatePartItIsTheIsotropicLaw() {
        INDArray examples = Nd4j.createFromArray(new SplittableRandom(1).doubles(400, -1, 1).toArray()).castTo(DataType.FLOAT)
                .reshape('c', 100, 4);
        INDArray z = sampled(transmitting(SynapticLaw.covariance(0.2)), examples);
        INDArray isotropic = sampled(transmitting(SynapticLaw.gaussian(0.2)), examples);
        assertThat(z.sub(isotropic).amaxNumber().doubleValue()).isLessThan(1e-5);
        assertThat(isotropic.stdNumber().doubleValue()).isGreaterThan(0.1);
    }

    /**
     * A loss that sees one direction of z makes amplitudes certain in that direction alone, as the fixed point T (H + T/s₀²)⁻¹ says; the isotropic law can only be certain or
     * uncertain of both. What it does to phases is in the diagnostics.
     */
    @Test void certaintyGoesWhereTheLossLooks() {
        double temperature = 0.02, confinement = 0.5;
        int steps = 1500;
        MultiLayerNetwork network = TanHwg.attach(network(
                new TanHwg.Builder(steps).eta(0.3).beta(0).gamma(0).temperature(temperature).confinement(confinement).build(),
                new ComplexGeneralizedOutput.Builder(ComplexActivation.REAL_PART, LossFunction.MSE.getILossFunction(),
                        new ActivationIdentity())
                        .nIn(1).nOut(1).law(SynapticLaw.covariance(0.1)).transmission(Transmission.SAMPLED).build()));
        INDArray inputs = Nd4j.tile(Nd4j.createFromArray(new float[][] {{1, 0}}), 64, 1);
        var two = new DataSet(inputs, Nd4j.valueArrayOf(new long[] {64, 1}, 2f));
        for (int i = 0; i < steps; i++) network.fit(two);
        double s = network.getParam("0_s").getDouble(0), c = network.getParam("0_c").getDouble(0);
        double curvature = 2; // of (z − 2)²
        assertThat((s + c) * (s + c)).isCloseTo(temperature / (curvature + temperature / (confinement * confinement)),
                within(0.002));
        assertThat((s - c) * (s - c)).isCloseTo(confinement * confinement, within(0.03));
        assertThat(network.getParam("0_c").getDouble(1)).isCloseTo(0, within(0.03));
        PhaseLaw phase = TanHwg.diagnostics(network).get(0).memories().get(0).laws().get(0);
        var law = PlaneGaussian.of(new Complex(network.getParam("0_mr").getDouble(0), network.getParam("0_mi").getDouble(0)), s,
                new Complex(c, network.getParam("0_c").getDouble(1)));
        var random = new SplittableRandom(1);
        Complex resultant = Complex.ZERO;
        for (int i = 0; i < 50_000; i++) resultant = resultant.plus(Complex.polar(1 / 50_000.0, law.sample(random).phase()));
        assertThat(phase.resultant().minus(resultant).modulus()).isLessThan(0.01);
    }
}
