package org.tanhwg.layers.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;
import org.tanhwg.layers.conf.SynapticLaw;

/** When passes may end, who may ask at the same time, and what is said of an answer. */
class SettlingTest {
    private static final SynapticLaw WIDE = SynapticLaw.gaussian(6);

    /** Where two classes are equal in the long run, whatever is settled is settled without reason: that may happen in a share α of the cases. */
    @Test void tiesAreSettledAsSeldomAsStated() {
        var random = new SplittableRandom(1);
        int cases = 2000;
        double error = 0.05;
        var sums = new Prediction.Sums(cases, 3);
        int[] open = IntStream.range(0, cases).toArray();
        for (int pass = 0; pass < 200; pass++) {
            float[] answers = new float[3 * open.length];
            for (int i = 0; i < open.length; i++) {
                float p = (float) (0.8 * random.nextDouble()); // mean .4, as the second
                answers[3 * i] = p;
                answers[3 * i + 1] = 0.8f - p;
                answers[3 * i + 2] = 0.2f;
            }
            sums.add(answers, open, 0);
            open = sums.open(open, error);
        }
        assertThat(cases - open.length).isBetween(1, (int) (error * cases));
    }

    @Test void sureAnswersAreSettledSoonAndClearOnesBeforeLong() {
        var random = new SplittableRandom(2);
        var sums = new Prediction.Sums(2, 2);
        int[] settled = {0, 0};
        for (int pass = 1; settled[1] == 0; pass++) {
            float p = (float) (0.3 + 0.6 * random.nextDouble());
            sums.add(new float[] {0.01f, 0.99f, p, 1 - p}, new int[] {0, 1}, 0);
            int[] open = sums.open(new int[] {0, 1}, 0.01);
            for (int i = 0; i < 2; i++) {
                int example = i;
                if (settled[i] == 0 && IntStream.of(open).noneMatch(still -> still == example)) settled[i] = pass;
            }
        }
        assertThat(settled[0]).isBetween(7, 9);
        assertThat(settled[1]).isBetween(10, 120);
    }

    @Test void answersStayAndPassesAreSaved() {
        MultiLayerNetwork network = network(SynapticLaw.gaussian(0.2));
        INDArray examples = examples(600); // more than a batch
        PosteriorPredictive full = PosteriorPredictive.sampled(network, 80, 3);
        List<Prediction> all = full.predict(examples);
        var passed = new AtomicInteger();
        List<Prediction> few = full.settling(0.01).predict(passed::addAndGet, examples);
        int clear = 0;
        int same = 0;
        for (int i = 0; i < 600; i++) {
            float[] p = all.get(i).probabilities();
            int[] order = all.get(i).credibleSet(1);
            if (p[order[0]] - p[order[1]] < 0.1) continue; // other draws may answer otherwise
            clear++;
            if (few.get(i).credibleSet(0.1)[0] == order[0]) same++;
        }
        assertThat(clear).isGreaterThan(300);
        assertThat(same).isGreaterThanOrEqualTo((int) (0.99 * clear));
        assertThat(passed.get()).isBetween(8 * 600, 60 * 600);
        assertThat(full.settling(0.01).predict(examples).get(550).probabilities()).isEqualTo(few.get(550).probabilities());
        assertThat(PosteriorPredictive.expected(network).settling(0.01).predict(examples).get(0).probabilities())
                .isEqualTo(PosteriorPredictive.expected(network).predict(examples).get(0).probabilities());
        assertThatThrownBy(() -> full.settling(0)).hasMessageContaining("error");
    }

    /** Two samplers on one network, and one that threads share: the passes of one changed what the other transmitted. */
    @Test void threadsGetTheAnswersOfOne() throws Exception {
        MultiLayerNetwork network = network(WIDE);
        List<PosteriorPredictive> samplers = List.of(PosteriorPredictive.sampled(network, 20, 1),
                PosteriorPredictive.sampled(network, 20, 2).settling(0.05), PosteriorPredictive.expected(network));
        INDArray examples = examples(40);
        List<float[]> alone = samplers.stream().map(each -> each.predict(examples).get(7).probabilities()).toList();
        var threads = Executors.newFixedThreadPool(6);
        try {
            var answers = new ArrayList<Future<float[]>>();
            for (int i = 0; i < 60; i++) {
                PosteriorPredictive sampler = samplers.get(i % 3);
                answers.add(threads.submit(() -> sampler.predict(examples).get(7).probabilities()));
            }
            for (int i = 0; i < 60; i++) assertThat(answers.get(i).get()).isEqualTo(alone.get(i % 3));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test void stepsOfSequencesAreAnsweredEach() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(5).activation(Activation.TANH).build())
                .layer(new GeneralizedOutput.Builder().law(WIDE).nOut(3).build()).setInputType(InputType.recurrent(4)).build());
        network.init();
        INDArray sequences = Nd4j.linspace(-1, 1, 2 * 4 * 6).reshape('c', 2, 4, 6);
        List<List<Prediction>> answers = PosteriorPredictive.expected(network).predictSequences(sequences);
        INDArray output = network.output(sequences);
        assertThat(answers).hasSize(2);
        for (int i = 0; i < 2; i++)
            for (int t = 0; t < 6; t++)
                for (int c = 0; c < 3; c++)
                    assertThat(answers.get(i).get(t).probabilities()[c]).isCloseTo(output.getFloat(i, c, t), within(1e-6f));
        assertThat(PosteriorPredictive.sampled(network, 30, 1).predictSequences(sequences).get(1).get(5).epistemic())
                .isPositive();
        assertThatThrownBy(() -> PosteriorPredictive.expected(network(WIDE)).predictSequences(examples(3)))
                .hasMessageContaining("for one row each there is predict");
    }

    @Test void credibleSetsHoldTheirLevel() {
        var prediction = Prediction.ofPoints(new float[] {0.1f, 0.6f, 0.05f, 0.25f});
        assertThat(prediction.credibleSet(0.5)).containsExactly(1);
        assertThat(prediction.credibleSet(0.85)).containsExactly(1, 3);
        assertThat(prediction.credibleSet(0.9)).containsExactly(1, 3, 0);
        assertThat(prediction.credibleSet(1)).containsExactly(1, 3, 0, 2);
        assertThatThrownBy(() -> prediction.credibleSet(0)).hasMessageContaining("level");
    }

    /** Two that are sure of different classes: all doubt is about who is right. */
    @Test void ensemblesDisagreeEpistemically() {
        var both = Prediction.together(List.of(Prediction.ofPoints(new float[] {1, 0}), Prediction.ofPoints(new float[] {0, 1})));
        assertThat(both.probabilities()).containsExactly(0.5f, 0.5f);
        assertThat(both.epistemic()).isCloseTo(Math.log(2), within(1e-12));
        assertThatThrownBy(() -> Prediction.together(List.of())).hasMessageContaining("one at least");
    }

    private static MultiLayerNetwork network(SynapticLaw law) {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new GeneralizedDense.Builder().nOut(8).activation(Activation.RELU).law(law).build())
                .layer(new GeneralizedOutput.Builder().nOut(3).law(law).build()).setInputType(InputType.feedForward(4)).build());
        network.init();
        return network;
    }

    private static INDArray examples(int count) {
        var random = new SplittableRandom(4);
        float[] numbers = new float[4 * count];
        for (int i = 0; i < numbers.length; i++) numbers[i] = (float) (6 * random.nextDouble() - 3);
        return Nd4j.create(numbers, new long[] {count, 4}, 'c');
    }
}
