package org.tanhwg.layers.predictive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.core.Checks;
import org.tanhwg.core.SplitMix;

/**
 * The posterior predictive of a network with generalized layers, p̄(x) = E p(x | A) over the amplitudes A of its synapses, by S passes that
 * sample them (theory §1); its layers may be mixed with any of Deeplearning4j's.
 *
 * <pre>{@code
 * List<Prediction> predictions = PosteriorPredictive.sampled(network, 100, 1).predict(examples);
 * }</pre>
 *
 * <p>All passes bring the same input to the first layer whose laws have a width, so that its mean and variance are computed once for S
 * draws. A network of Dirac laws alone is asked once, whatever S. Threads may share it, and the network with others like it: they wait for each other.
 */
public final class PosteriorPredictive {
    /** Examples that go through the network together. */
    public static final int BATCH = 500;
    /** Settled examples leave the batch when no more than this share of it is open: what the first layer makes of its input is then computed anew. */
    private static final double SHRINK = 0.75;

    private final SampledNetwork network;
    private final int samples;
    private final long seed;
    /** Probability of another answer than that of endless sampling, by which an example is settled; 0 to take all passes. */
    private final double error;

    private PosteriorPredictive(SampledNetwork network, int samples, long seed, double error) {
        this.network = network;
        this.samples = network.wide() ? samples : 0;
        this.seed = seed;
        this.error = error;
    }

    /**
     * By sampling.
     *
     * @param network a MultiLayerNetwork, or a ComputationGraph with one output; each row of its output must be one of probabilities; a single
     *        sigmoid says that of the second of two classes
     * @param samples S ≥ 1
     * @param seed of all draws; one sampler answers the same examples alike each time
     */
    public static PosteriorPredictive sampled(Model network, int samples, long seed) {
        Checks.atLeast("samples", samples, 1);
        return new PosteriorPredictive(new SampledNetwork(network), samples, seed, 0);
    }

    /** By one pass that transmits the mean amplitudes: p(x | E A), whose epistemic part is 0. */
    public static PosteriorPredictive expected(Model network) {
        return new PosteriorPredictive(new SampledNetwork(network), 0, 0, 0);
    }

    /**
     * This sampler, but for examples whose answer is settled: they are not asked again. The class that the first pass finds is tested against each other
     * one by betting on the sign of the difference of their probabilities, so that whenever it stops, the answer is another one than that of endless
     * sampling with probability {@code error} at most (I. Waudby-Smith, A. Ramdas, Estimating means of bounded random variables by betting, 2024; Ville 1939).
     * What is not settled takes all passes. Answers to sequences and numbers do too.
     *
     * @param error in (0, 1)
     */
    public PosteriorPredictive settling(double error) {
        Checks.inRange("error", error, Double.MIN_VALUE, Math.nextDown(1.0));
        return new PosteriorPredictive(network, samples, seed, error);
    }

    /** How often each example goes through the network at most: S, or once where no law has a width. */
    public int passes() {
        return Math.max(1, samples);
    }

    /**
     * Predicts; the network transmits afterwards as it did before.
     *
     * @param inputs of the network, [examples, ...] each
     * @throws IllegalArgumentException if its output is not a matrix, as that of sequences, or its rows are not probabilities that sum to 1
     */
    public List<Prediction> predict(INDArray... inputs) {
        return predict(examples -> {}, inputs);
    }

    /** Predicts, and says how far it is. @param passed told after each pass how many examples went through */
    public List<Prediction> predict(IntConsumer passed, INDArray... inputs) {
        return predict(passed, 0, inputs);
    }

    /**
     * Predicts for some of many examples. Parts of a multiple of {@link #BATCH} examples get the answers that all together would get.
     *
     * @param passed told after each pass how many examples went through
     * @param first number of the first one; draws are a function of it
     */
    public List<Prediction> predict(IntConsumer passed, long first, INDArray... inputs) {
        return inBatches(inputs, (batch, from) -> batch(batch, first + from, passed));
    }

    /**
     * Predicts the class at each step of sequences; the network transmits afterwards as it did before.
     *
     * @param inputs of the network, [sequences, features, steps] each
     * @return the steps of each sequence
     * @throws IllegalArgumentException if its output is not of sequences, or has rows that are no probabilities that sum to 1
     */
    public List<List<Prediction>> predictSequences(INDArray... inputs) {
        return inBatches(inputs, (batch, from) -> {
            if (samples > 0) network.draw(SplitMix.seed(seed, from));
            int sequences = (int) batch[0].size(0);
            Prediction.Sums sums = null;
            int[] all = null;
            for (int s = 0; s < passes(); s++) {
                INDArray answers = network.output(batch);
                if (answers.rank() != 3)
                    throw new IllegalArgumentException("output of shape "
                            + Arrays.toString(answers.shape())
                            + ": must be [sequences, classes, steps]; for one row each there is predict");
                INDArray rows = answers.permute(0, 2, 1).dup('c').reshape('c', answers.size(0) * answers.size(2),
                        answers.size(1));
                if (all == null) {
                    all = IntStream.range(0, (int) rows.size(0)).toArray();
                    sums = sums(rows);
                }
                sums.add(rows.ravel().toFloatVector(), all, from);
            }
            List<Prediction> steps = sums.mean();
            int length = steps.size() / sequences;
            return IntStream.range(0, sequences).mapToObj(i -> List.copyOf(steps.subList(i * length, (i + 1) * length))).toList();
        });
    }

    /**
     * What the passes answer to one example, whatever the outputs are.
     *
     * @param mean of each output
     * @param deviation its standard deviation over the passes; 0 for one pass
     */
    public record Moments(double[] mean, double[] deviation) {}

    /**
     * Mean and deviation of the outputs over the passes, for outputs that are numbers and no probabilities; the network transmits afterwards as it did before.
     *
     * @param inputs of the network, [examples, ...] each
     * @throws IllegalArgumentException if its output is not a matrix
     */
    public List<Moments> moments(INDArray... inputs) {
        return moments(0, inputs);
    }

    /** As above for some of many examples. @param first number of the first one; draws are a function of it */
    public List<Moments> moments(long first, INDArray... inputs) {
        return inBatches(inputs, (batch, from) -> moments(batch, first + from));
    }

    private List<Moments> moments(INDArray[] inputs, long from) {
        if (samples > 0) network.draw(SplitMix.seed(seed, from));
        double[][] mean = null;
        double[][] squares = null; // summed distances from the mean, by Welford's recurrence
        for (int s = 0; s < passes(); s++) {
            INDArray answers = network.output(inputs);
            if (answers.rank() != 2)
                throw new IllegalArgumentException(
                        "output of shape " + Arrays.toString(answers.shape()) + ": must be one row of numbers for each example");
            double[][] rows = answers.toDoubleMatrix();
            if (mean == null) {
                mean = new double[rows.length][rows[0].length];
                squares = new double[rows.length][rows[0].length];
            }
            for (int i = 0; i < rows.length; i++)
                for (int k = 0; k < rows[i].length; k++) {
                    double step = rows[i][k] - mean[i][k];
                    mean[i][k] += step / (s + 1);
                    squares[i][k] += step * (rows[i][k] - mean[i][k]);
                }
        }
        var moments = new ArrayList<Moments>();
        for (int i = 0; i < mean.length; i++)
            moments.add(new Moments(mean[i],
                    Arrays.stream(squares[i]).map(sum -> Math.sqrt(sum / Math.max(1, passes() - 1))).toArray()));
        return moments;
    }

    /** What is made of a batch. */
    private interface Asked<T> {
        /** @param from number of the first example of the batch */
        List<T> answers(INDArray[] batch, long from);
    }

    private <T> List<T> inBatches(INDArray[] inputs, Asked<T> asked) {
        if (inputs.length == 0) throw new IllegalArgumentException("no input: must be one array for each input of the network");
        return network.alone(() -> {
            var answers = new ArrayList<T>();
            INDArray[] all = Stream.of(inputs).map(network::prepared).toArray(INDArray[]::new);
            for (long from = 0; from < inputs[0].size(0); from += BATCH) answers.addAll(asked.answers(rows(all, from), from));
            return answers;
        });
    }

    private List<Prediction> batch(INDArray[] inputs, long from, IntConsumer passed) {
        long stream = SplitMix.seed(seed, from);
        if (samples > 0) network.draw(stream);
        Prediction.Sums sums = null;
        INDArray[] asked = inputs;
        int[] open = IntStream.range(0, (int) inputs[0].size(0)).toArray();
        for (int s = 0; s < passes() && open.length > 0; s++) {
            INDArray answers = network.output(asked);
            if (answers.rank() != 2) {
                throw new IllegalArgumentException("output of shape " + Arrays.toString(answers.shape())
                        + ": must be one row of probabilities for each example");
            }
            if (sums == null) sums = sums(answers);
            sums.add(answers.ravel().toFloatVector(), open, from);
            passed.accept(open.length);
            if (error == 0 || s + 1 == passes()) continue;
            int[] left = sums.open(open, error);
            if (left.length > SHRINK * open.length) continue;
            open = left;
            asked = Stream.of(inputs)
                    .map(all -> all.get(NDArrayIndex.indices(IntStream.of(left).asLongStream().toArray())).dup('c'))
                    .toArray(INDArray[]::new);
            network.draw(SplitMix.seed(stream, s)); // the first layer remembers what it made of the others
        }
        return sums.mean();
    }

    private Prediction.Sums sums(INDArray answers) {
        if (answers.size(1) == 1 && !network.sigmoid())
            throw new IllegalArgumentException("one output, and not of a sigmoid: must be probabilities of classes");
        return new Prediction.Sums((int) answers.size(0), (int) answers.size(1));
    }

    private static INDArray[] rows(INDArray[] inputs, long from) {
        return Stream.of(inputs).map(all -> all.get(NDArrayIndex.interval(from, Math.min(from + BATCH, all.size(0)))))
                .toArray(INDArray[]::new);
    }
}
