package org.tanhwg.studies.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.run.UserError;

class LawsBenchTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    /** Five steps each: the tables are whole, what is done is not done again, and nothing is recorded of held-out rows. */
    @Test void aBenchGoesOnAndRecordsNoHeldOutRows(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("results.md");
        String first = bench(folder).run(Optional.of(page));
        assertThat(first).contains("**20 categories**", "**A curve**", "| atoms", "| MC dropout");
        assertThat(page).doesNotExist();
        assertThat(folder.resolve("bench/result.json")).exists();
        List<Path> cells;
        try (Stream<Path> files = Files.list(folder.resolve("bench/cells"))) {
            cells = files.sorted().toList();
        }
        assertThat(cells).hasSize(14);
        Files.writeString(cells.get(0), Files.readString(cells.get(0)).replaceAll("\"rmse\" : [0-9.]+", "\"rmse\" : 77"));
        assertThat(bench(folder).run(Optional.empty())).contains("77.000");
    }

    private static LawsBench bench(Path folder) {
        return new LawsBench(List.of("two-valued"), List.of(1L), true, Map.of("steps", "5"),
                Optional.of(folder.resolve("bench")),
                NOWHERE);
    }

    @Test void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> new LawsBench(List.of("nose"), List.of(1L), false, Map.of(), Optional.empty(), NOWHERE))
                .isInstanceOf(UserError.class)
                .hasMessage("unknown case nose; did you mean noise? known: noise, blends, shift, few, two-valued, selective");
        assertThatThrownBy(() -> new LawsBench(List.of(), List.of(1L), false, Map.of("eta", "1"), Optional.empty(), NOWHERE))
                .isInstanceOf(UserError.class).hasMessageContaining("--set: needs --held-out");
    }

    /** Each trains on any examples and answers alike each time; five networks and passes that differ disagree, points do not. */
    @ParameterizedTest
    @EnumSource(Method.class) void contestantsTrainAndDoubt(Method contestant) {
        var random = new Random(3);
        float[] features = new float[240];
        int[] labels = new int[60];
        for (int i = 0; i < 60; i++) {
            labels[i] = i % 3;
            for (int k = 0; k < 4; k++) features[4 * i + k] = (float) (random.nextGaussian() + (k == labels[i] ? 2 : 0));
        }
        var examples = new Examples(features, 4, labels, 3, Optional.empty());
        Trained trained = Trained.on(examples, contestant,
                Map.of("preset", "calibrated", "layers", "5", "eta", "0.3", "epochs", "10", "batch", "10", "spread", "0.3"), 1);
        assertThat(trained.networks()).hasSize(contestant.networks());
        List<Prediction> answers = trained.predict(examples);
        double right = IntStream.range(0, 60).filter(i -> answers.get(i).credibleSet(0.01)[0] == labels[i]).count() / 60.0;
        assertThat(right).isGreaterThan(0.45);
        double epistemic = answers.stream().mapToDouble(Prediction::epistemic).sum();
        boolean points = contestant == Method.DIRAC || contestant == Method.CONFINED;
        if (points) assertThat(epistemic).isZero();
        else assertThat(epistemic).isPositive();
        if (contestant.dropout() == 0) // whose passes go on with their draws
            assertThat(trained.predict(examples).get(7).probabilities()).isEqualTo(answers.get(7).probabilities());
    }

    /** Two draws, the second far off: the first explains the example alone and gets all of the gradient. */
    @Test void eachDrawLearnsFromWhatItExplains() {
        var loss = new MixtureLoss(2, 0.5);
        INDArray answers = Nd4j.create(new float[] {1, 1, 0, 0}, new long[] {4, 1}, 'c');
        INDArray z = Nd4j.create(new float[] {1.2f, -5, 0.3f, -0.3f}, new long[] {4, 1}, 'c');
        INDArray gradient = loss.computeGradient(answers, z, null, null);
        assertThat(gradient.ravel().toDoubleVector()).usingComparatorWithPrecision(1e-6).containsExactly(0.4, 0, 0.3, -0.3);
        double h = 1e-3;
        for (int i = 0; i < 4; i++) { // the gradient is that of the sum of both rows' scores
            INDArray up = z.dup();
            up.putScalar(i, 0, z.getDouble(i, 0) + h);
            double slope = (loss.computeScore(answers, up, null, null, false) - loss.computeScore(answers, z, null, null, false))
                    / h;
            assertThat(slope).isCloseTo(gradient.getDouble(i, 0), within(5e-3));
        }
        assertThat(new MixtureLoss(1, 3).computeScore(answers, z, null, null, true))
                .isCloseTo((0.04 + 36 + 0.09 + 0.09) / 8, within(1e-5));
        assertThatThrownBy(() -> new MixtureLoss(3, 1).computeGradient(answers, z, null, null))
                .hasMessageContaining("multiple of 3");
    }

    @Test void theDensityOfOneDrawIsNormal() {
        double[][] draws = {{1, 2}};
        assertThat(TwoValued.nll(draws, new double[] {1, 2}, 1)).isCloseTo(Math.log(Math.sqrt(2 * Math.PI)), within(1e-12));
        double[][] two = {{-1}, {1}};
        assertThat(TwoValued.nll(two, new double[] {1}, 0.1)).isCloseTo(Math.log(2) + Math.log(0.1 * Math.sqrt(2 * Math.PI)),
                within(1e-9));
    }

    @Test void dropoutDropsItsShareAndTheSameOnTheWayBack() {
        INDArray ones = Nd4j.ones(100, 50);
        INDArray there = new Dropped(0.3, 5).applyDropout(ones, ones.ulike(), 0, 0, null);
        assertThat(there.eq(0).castTo(there.dataType()).meanNumber().doubleValue()).isCloseTo(0.3, within(0.03));
        assertThat(there.maxNumber().doubleValue()).isCloseTo(1 / 0.7, within(1e-5));
        var again = new Dropped(0.3, 5);
        assertThat(again.applyDropout(ones, ones.ulike(), 7, 0, null)).isEqualTo(there);
        assertThat(again.backprop(ones, ones.ulike(), 7, 0)).isEqualTo(there);
        assertThat(again.applyDropout(ones, ones.ulike(), 7, 0, null)).isNotEqualTo(there);
    }

    /** Sleep changes no answer; mass leaves the synapses in use, or goes there. */
    @Test void sleepMovesMassAndNoObservable() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new GeneralizedDense.Builder().nOut(4).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(2).build()).setInputType(InputType.feedForward(6)).build());
        network.init();
        var random = new Random(1);
        INDArray m = network.getLayer(0).getParam("m");
        for (int i = 0; i < m.length(); i++) m.putScalar(i, random.nextGaussian());
        INDArray inputs = Nd4j.linspace(-1, 1, 18).reshape('c', 3, 6);
        INDArray before = network.output(inputs).dup();
        for (double protection : new double[] {4, -4}) {
            Continual.sleep(network, protection);
            INDArray w = network.getLayer(0).getParam("w");
            INDArray observable = w.mul(network.getLayer(0).getParam("m"));
            assertThat(network.output(inputs).equalsWithEps(before, 1e-5)).isTrue();
            for (int unit = 0; unit < 4; unit++) {
                assertThat(w.getColumn(unit).sumNumber().doubleValue()).isCloseTo(1, within(1e-5));
                INDArray use = observable.getColumn(unit).dup();
                int most = Nd4j.argMax(use.mul(use)).getInt(0);
                int heaviest = Nd4j.argMax(w.getColumn(unit).dup()).getInt(0);
                if (protection > 0) assertThat(heaviest).isNotEqualTo(most);
                else assertThat(heaviest).isEqualTo(most);
            }
        }
    }
}
