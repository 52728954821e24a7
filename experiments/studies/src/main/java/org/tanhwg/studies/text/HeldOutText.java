package org.tanhwg.studies.text;

import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.core.SplitMix;
import org.tanhwg.datasets.TextBatch;
import org.tanhwg.datasets.TextData;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;
import org.tanhwg.layers.impl.Synapses;
import org.tanhwg.studies.text.TextSettings.TextRule;

/**
 * The part of a text that no network is trained on, read as {@value #STREAMS} streams side by side, each from its first character to its last
 * with the state carried along.
 */
final class HeldOutText {
    private static final int STREAMS = 20;
    private static final int LONGEST_PASS = 100;
    /** Probabilities below this cost no more. */
    private static final double LEAST = 1e-9;

    private final TextData text;
    private final int from;
    private final int stream;

    HeldOutText(TextData text) {
        this.text = text;
        from = TextSettings.heldOutFrom(text.symbols().length);
        stream = (text.symbols().length - 1 - from) / STREAMS;
    }

    /** Number of characters that are predicted when all is read. */
    int characters() {
        return STREAMS * (stream - stream % pass(stream));
    }

    private static int pass(int length) { return Math.min(LONGEST_PASS, length); }

    /** Mean of −log₂ of the probability that a network gives to the next character, over the first {@code most} of each stream. */
    double bitsPerCharacter(MultiLayerNetwork network, TextRule rule, int most) {
        double[] bits = {0};
        int read = read(network, rule, most, (stream, at, next, probabilities) -> bits[0] -= log(probabilities[next]));
        return bits[0] / read;
    }

    /**
     * What passes that draw the synapses say of a text, in bits per character.
     *
     * @param bits −log₂ of the mean of their probabilities
     * @param epistemic entropy of that mean less the mean of their entropies: what the draws disagree on
     */
    record Doubt(double bits, double epistemic) {}

    /** As above by {@code samples} passes; the network transmits its means afterwards. */
    Doubt doubt(MultiLayerNetwork network, TextRule rule, int samples, long seed, int most) {
        int length = Math.min(most, stream);
        float[][] sum = new float[STREAMS * length][];
        double[] aleatoric = {0};
        int[] nexts = new int[STREAMS * length];
        int read = 0;
        for (int s = 0; s < samples; s++) {
            long draws = SplitMix.seed(seed, s);
            synapses(network).forEach(layer -> layer.transmit(Inference.sampled(draws)));
            read = read(network, rule, most, (from, at, next, probabilities) -> {
                int place = from * length + at;
                nexts[place] = next;
                if (sum[place] == null) sum[place] = new float[probabilities.length];
                for (int c = 0; c < probabilities.length; c++) sum[place][c] += probabilities[c];
                for (double p : probabilities) if (p > 0) aleatoric[0] -= p * log(p);
            });
        }
        synapses(network).forEach(layer -> layer.transmit(Inference.expected()));
        double bits = 0;
        double total = 0;
        for (int place = 0; place < sum.length; place++) {
            if (sum[place] == null) continue;
            bits -= log(sum[place][nexts[place]] / (double) samples);
            total += entropy(sum[place], samples);
        }
        return new Doubt(bits / read, (total - aleatoric[0] / samples) / read);
    }

    private static Stream<Synapses> synapses(MultiLayerNetwork network) {
        return Stream.of(network.getLayers()).map(layer -> ((GeneralizedLayer) layer).synapses());
    }

    private static double log(double probability) { return Math.log(Math.max(LEAST, probability)) / Math.log(2); }

    /** In bits. @param passes that the probabilities are sums of */
    private static double entropy(float[] sums, int passes) {
        double entropy = 0;
        for (float sum : sums) if (sum > 0) entropy -= (double) sum / passes * log((double) sum / passes);
        return entropy;
    }

    /** Hears of each character. */
    private interface Listener {
        /** @param at its number in the stream @param probabilities of the character that follows it, which is {@code next} */
        void read(int stream, int at, int next, double[] probabilities);
    }

    /** Reads the streams; answers how many characters were predicted. */
    private int read(MultiLayerNetwork network, TextRule rule, int most, Listener listener) {
        int length = Math.min(most, stream);
        int pass = pass(length);
        TextBatch batch = TextNetworks.batch(rule, text, STREAMS, pass);
        int read = 0;
        network.rnnClearPreviousState();
        for (; read + pass <= length; read += pass) {
            int at = read;
            DataSet excerpt = batch.fill(e -> from + e * stream + at);
            INDArray answers = network.rnnTimeStep(excerpt.getFeatures());
            for (int e = 0; e < STREAMS; e++) {
                double[][] steps = answers.slice(e).transpose().toDoubleMatrix();
                for (int t = 0; t < pass; t++)
                    listener.read(e, at + t, text.symbols()[from + e * stream + at + t + 1], steps[t]);
            }
        }
        network.rnnClearPreviousState();
        return read * STREAMS;
    }
}
