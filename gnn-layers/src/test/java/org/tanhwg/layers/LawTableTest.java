package org.tanhwg.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.ComplexGeneralizedOutput;
import org.tanhwg.layers.conf.ComplexGeneralizedRecurrent;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;

/** Every kind of layer with every law and both transmissions, and the table of the documentation that says which there are. */
class LawTableTest {
    private static final int BATCH = 8;
    private static final int CLASSES = 3;

    @TempDir Path folder;

    @AfterEach void singlePrecision() { Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT); }

    /** Kinds of layers, as networks of two layers that have one of them; six real numbers come in, three classes go out. */
    enum Kind {
        DENSE("GeneralizedDense", 1, 0), OUTPUT("GeneralizedOutput", 1, 1), CONVOLUTION("GeneralizedConvolution", 1, 0),
        RECURRENT("GeneralizedRecurrent", 1, 0), COMPLEX("ComplexGeneralizedDense", 2, 0),
        COMPLEX_RECURRENT("ComplexGeneralizedRecurrent", 2, 0), COMPLEX_OUTPUT("ComplexGeneralizedOutput", 2, 1);

        private final String layer;
        private final int parts;
        private final int index;

        Kind(String layer, int parts, int index) {
            this.layer = layer;
            this.parts = parts;
            this.index = index;
        }

        MultiLayerConfiguration network(NeuralNetConfiguration.Builder builder, SynapticLaw law, Transmission transmission,
                Activation activation, GeneralizedOutput.Builder plainOutput) {
            GeneralizedOutput output = plainOutput.nOut(CLASSES).build();
            var list = builder.activation(activation).list();
            return switch (this) {
                case DENSE -> list
                        .layer(new GeneralizedDense.Builder().nOut(5).law(law).transmission(transmission).build())
                        .layer(output).setInputType(InputType.feedForward(6)).build();
                case OUTPUT -> list.layer(new GeneralizedDense.Builder().nOut(5).build())
                        .layer(plainOutput.law(law).transmission(transmission).build())
                        .setInputType(InputType.feedForward(6)).build();
                case CONVOLUTION -> list
                        .layer(new GeneralizedConvolution.Builder(2).nOut(4).law(law).transmission(transmission).build())
                        .layer(output).setInputType(InputType.convolutional(3, 2, 1)).build();
                case RECURRENT -> list
                        .layer(new GeneralizedRecurrent.Builder().nOut(5).activation(activation).law(law)
                                .transmission(transmission).build())
                        .layer(output).setInputType(InputType.recurrent(2)).build();
                case COMPLEX -> list
                        .layer(new ComplexGeneralizedDense.Builder().nOut(5)
                                .activation(activation == Activation.IDENTITY ? ComplexActivation.IDENTITY
                                        : ComplexActivation.MODULUS)
                                .law(law).transmission(transmission).build())
                        .layer(output).setInputType(InputType.feedForward(6)).build();
                case COMPLEX_RECURRENT -> list
                        .layer(new ComplexGeneralizedRecurrent.Builder().nOut(3)
                                .activation(activation == Activation.IDENTITY ? ComplexActivation.IDENTITY
                                        : ComplexActivation.BOUNDED)
                                .law(law).transmission(transmission).build())
                        .layer(output).setInputType(InputType.recurrent(2)).build();
                case COMPLEX_OUTPUT -> list
                        .layer(new ComplexGeneralizedDense.Builder().nOut(5).activation(ComplexActivation.IDENTITY).build())
                        .layer(new ComplexGeneralizedOutput.Builder(activation == Activation.IDENTITY
                                ? ComplexActivation.REAL_PART
                                : ComplexActivation.MODULUS, output.getLossFn(), output.getActivationFn()).nOut(CLASSES).law(law)
                                .transmission(transmission).build())
                        .setInputType(InputType.feedForward(6)).build();
            };
        }

        long[] input() {
            return switch (this) {
                case CONVOLUTION -> new long[] {BATCH, 1, 3, 2};
                case RECURRENT, COMPLEX_RECURRENT -> new long[] {BATCH, 2, 3};
                default -> new long[] {BATCH, 6};
            };
        }

        /** Three classes, which the first numbers decide; every class at some step of a sequence. */
        DataSet batch(long seed, DataType type) {
            var random = new SplittableRandom(seed);
            INDArray numbers = Nd4j.createFromArray(random.doubles(BATCH * 6L, -0.5, 0.5).toArray()).castTo(type);
            boolean sequences = this == RECURRENT || this == COMPLEX_RECURRENT;
            long[] shape = sequences ? new long[] {BATCH, CLASSES, 3} : new long[] {BATCH, CLASSES};
            INDArray labels = Nd4j.zeros(type, shape);
            INDArray features = numbers.reshape('c', input());
            for (int b = 0; b < BATCH; b++) {
                if (sequences) for (int t = 0; t < 3; t++) labels.putScalar(b, label(features.getDouble(b, 0, t)), t, 1);
                else labels.putScalar(b, label(numbers.getDouble(6L * b)), 1);
            }
            return new DataSet(features, labels);
        }

        private static int label(double x) { return x < -0.15 ? 0 : x < 0.15 ? 1 : 2; }
    }

    /** One of the combinations. */
    record Cell(Kind kind, SynapticLaw law, Transmission transmission) {
        MultiLayerNetwork network(IUpdater updater, DataType type, Activation activation, GeneralizedOutput.Builder output) {
            Nd4j.setDefaultDataTypes(type, type);
            var network = new MultiLayerNetwork(kind.network(new NeuralNetConfiguration.Builder().seed(5).dataType(type)
                    .updater(updater), law, transmission, activation, output));
            network.init();
            return network;
        }

        MultiLayerNetwork trained(TanHwg optimizer, int steps) {
            MultiLayerNetwork network = TanHwg
                    .attach(network(optimizer, DataType.FLOAT, Activation.TANH, new GeneralizedOutput.Builder()));
            for (int i = 0; i < steps; i++) network.fit(kind.batch(i, DataType.FLOAT));
            return network;
        }

        INDArray parameter(MultiLayerNetwork network, String key) { return network.getParam(kind.index + "_" + key); }

        List<String> amplitudes(MultiLayerNetwork network) {
            return ((Generalized) network.getLayerWiseConfigurations().getConf(kind.index).getLayer()).amplitudeKeys();
        }

        @Override public String toString() { return kind.layer + " " + law.kind() + " " + transmission; }
    }

    private static Stream<SynapticLaw> laws() {
        return Arrays.stream(SynapticLaw.Kind.values()).map(kind -> switch (kind) {
            case DIRAC -> SynapticLaw.dirac();
            case GAUSSIAN -> SynapticLaw.gaussian(0.2);
            case COVARIANCE -> SynapticLaw.covariance(0.2);
            case QUANTILES -> SynapticLaw.quantiles(4, 0.2);
            case ATOMS -> SynapticLaw.atoms(4, 0.2);
        });
    }

    private static Stream<Cell> cells(boolean possible) {
        return Arrays.stream(Kind.values()).flatMap(kind -> laws().filter(law -> law.kind().fits(kind.parts) == possible)
                .flatMap(law -> Arrays.stream(Transmission.values()).map(transmission -> new Cell(kind, law, transmission))));
    }

    static Stream<Cell> possible() { return cells(true); }

    static Stream<Cell> impossible() { return cells(false); }

    @ParameterizedTest
    @MethodSource("impossible") void whatAKindHasNoUseForIsRefused(Cell cell) {
        assertThatThrownBy(() -> cell.trained(new TanHwg.Builder(1).build(), 0)).hasMessageContaining("law")
                .hasMessageContaining(cell.law().kind().name());
    }

    /**
     * Analytic against finite differences under Deeplearning4j's own updaters. Atoms are drawn in single precision alone, so their loss is made a quadratic
     * function of each parameter, whose central difference is exact however wide.
     */
    @ParameterizedTest
    @MethodSource("possible") void gradientsAreExact(Cell cell) {
        boolean drawn = cell.law().atoms() > 1 && cell.transmission() == Transmission.SAMPLED;
        DataType type = drawn ? DataType.FLOAT : DataType.DOUBLE;
        Activation activation = drawn ? Activation.IDENTITY : Activation.TANH;
        var output = drawn ? new GeneralizedOutput.Builder(LossFunction.MSE).activation(Activation.IDENTITY)
                : new GeneralizedOutput.Builder();
        MultiLayerNetwork network = cell.network(new NoOp(), type, activation, output);
        DataSet batch = cell.kind().batch(3, type);
        INDArray conjugate = cell.parameter(network, SynapticParameters.CONJUGATE);
        if (conjugate != null) // at the start it is 0, where laws are isotropic
            conjugate.assign(Nd4j.createFromArray(new SplittableRandom(4).doubles(conjugate.length(), -0.4, 0.4).toArray())
                    .reshape(conjugate.shape()).castTo(type));
        if (!drawn) {
            assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig().net(network).epsilon(1e-6)
                    .maxRelError(1e-5).minAbsoluteError(1e-8).input(batch.getFeatures()).labels(batch.getLabels()))).isTrue();
            return;
        }
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        INDArray gradient = network.gradient().gradient().dup();
        INDArray parameters = network.params();
        var random = new SplittableRandom(2);
        double scale = gradient.norm2Number().doubleValue() / Math.sqrt(gradient.length());
        for (int k = 0; k < 30; k++) {
            long i = random.nextLong(parameters.length());
            double at = parameters.getDouble(i);
            double eps = 0.02 * Math.max(0.2, Math.abs(at));
            double difference = (scoreAt(network, i, at + eps) - scoreAt(network, i, at - eps)) / (2 * eps) * BATCH;
            scoreAt(network, i, at);
            assertThat(gradient.getDouble(i)).as("parameter %d", i)
                    .isCloseTo(difference, within(0.02 * (scale + Math.abs(difference))));
        }
    }

    private static double scoreAt(MultiLayerNetwork network, long parameter, double value) {
        network.params().putScalar(parameter, value);
        network.computeGradientAndScore();
        return network.score();
    }

    /** Twice the same bits; and the same ones when a file lies between, whose network answers as the one that was saved. */
    @ParameterizedTest
    @MethodSource("possible") void trainingIsReproducedAndResumedBitForBit(Cell cell) throws IOException {
        var optimizer = new TanHwg.Builder(20).beta(0.02).consolidateEvery(5).temperature(1e-3).build();
        MultiLayerNetwork whole = cell.trained(optimizer, 12);
        MultiLayerNetwork half = cell.trained(optimizer, 7);
        Path file = folder.resolve("half.zip");
        ModelFile.save(half, file);
        var second = (MultiLayerNetwork) ModelFile.load(file);
        assertThat(second.getLayerWiseConfigurations()).isEqualTo(half.getLayerWiseConfigurations());
        INDArray features = cell.kind().batch(-1, DataType.FLOAT).getFeatures();
        assertThat(second.output(features)).isEqualTo(half.output(features));
        TanHwg.attach(second);
        for (int i = 7; i < 12; i++) second.fit(cell.kind().batch(i, DataType.FLOAT));
        assertThat(second.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
        assertThat(second.getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(whole.getUpdater().getStateViewArray().toFloatVector());
    }

    /** It learns; what vanishes is exactly 0 in mass, mean and width, and every column stays on the simplex. */
    @ParameterizedTest
    @MethodSource("possible") void itLearnsAndWhatVanishesIsZero(Cell cell) {
        int steps = 100;
        MultiLayerNetwork network = cell.trained(
                new TanHwg.Builder(steps).eta(2).beta(0.05).consolidateEvery(5).temperature(1e-4).build(), 0);
        DataSet test = cell.kind().batch(-1, DataType.FLOAT);
        double before = network.score(test);
        for (int i = 0; i < steps; i++) network.fit(cell.kind().batch(i, DataType.FLOAT));
        assertThat(network.score(test)).isLessThan(0.95 * before);
        INDArray w = cell.parameter(network, SynapticParameters.MASS);
        int gone = 0;
        for (int unit = 0; unit < w.columns(); unit++) {
            assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-4));
            for (int x = 0; x < w.rows(); x++) {
                if (w.getFloat(x, unit) > 0) continue;
                gone++;
                for (String key : cell.amplitudes(network)) assertThat(cell.parameter(network, key).getFloat(x, unit)).isZero();
                for (String key : SynapticParameters.WIDTHS) {
                    INDArray width = cell.parameter(network, key);
                    for (int i = x; width != null && i < width.rows(); i += w.rows())
                        assertThat(width.getFloat(i, unit)).isZero();
                }
            }
        }
        assertThat(gone).isPositive();
    }

    @Test void theDocumentationHasThisTable() throws IOException {
        String table = Stream.concat(
                Stream.of("| layer | " + laws().map(law -> law.kind().name()).collect(Collectors.joining(" | ")) + " |",
                        "|---|" + laws().map(law -> "---|").collect(Collectors.joining())),
                Arrays.stream(Kind.values()).map(kind -> "| `" + kind.layer + "` | "
                        + laws().map(law -> law.kind().fits(kind.parts) ? "expected, sampled" : "no")
                                .collect(Collectors.joining(" | "))
                        + " |"))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("..", "docs", "library.md"))).contains(table);
    }
}
