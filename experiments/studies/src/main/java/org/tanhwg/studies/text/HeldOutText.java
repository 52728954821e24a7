package org.tanhwg.studies.text;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.TextBatch;
import org.tanhwg.datasets.TextData;
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
        int length = Math.min(most, stream);
        int pass = pass(length);
        TextBatch batch = TextNetworks.batch(rule, text, STREAMS, pass);
        double bits = 0;
        int read = 0;
        network.rnnClearPreviousState();
        for (; read + pass <= length; read += pass) {
            int at = read;
            DataSet excerpt = batch.fill(e -> from + e * stream + at);
            INDArray probabilities = network.rnnTimeStep(excerpt.getFeatures());
            for (int e = 0; e < STREAMS; e++)
                for (int t = 0; t < pass; t++)
                    bits -= Math
                            .log(Math.max(LEAST, probabilities.getDouble(e, text.symbols()[from + e * stream + at + t + 1], t)));
        }
        network.rnnClearPreviousState();
        return bits / Math.log(2) / ((double) read * STREAMS);
    }
}
