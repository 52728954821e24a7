package org.tanhwg.training.report;

import java.util.List;
import java.util.Optional;
import org.tanhwg.report.ReliabilityBin;

/**
 * What the report of a run shows beyond {@code result.json}: measured once, on the trained network.
 *
 * @param data name of the data set
 * @param evaluatedOn which examples accuracy and confusion are of: "test" or "validation"
 * @param classNames one for each class
 * @param confusion number of examples of class i (row) that the network took for class j (column)
 * @param reliability the bins of the calibration error, from probability 0 to 1; may be empty
 * @param layers those that have weights, input to output, in the order of {@code EpochResult.kept}; empty for a network
 *        that is no list of fully connected layers
 * @param images present when the examples are images
 */
public record Evidence(String data, String evaluatedOn, List<String> classNames, int[][] confusion,
        List<ReliabilityBin> reliability, List<Layer> layers, Optional<ImageEvidence> images) {
    public Evidence {
        reliability = List.copyOf(reliability);
        classNames = List.copyOf(classNames);
        layers = List.copyOf(layers);
        if (confusion.length != classNames.size())
            throw new IllegalArgumentException("confusion: " + confusion.length + " rows for " + classNames.size() + " classes");
        for (int i = 0; i < confusion.length; i++)
            if (confusion[i].length != confusion.length)
                throw new IllegalArgumentException(
                        "confusion[" + i + "]: " + confusion[i].length + " columns, must be " + confusion.length);
    }

    /** One layer; {@code fanIn} is the number of living synapses of each of its units, at most {@code inputs}. */
    public record Layer(String name, int inputs, int[] fanIn) {}

    /**
     * What only a network that reads images has to show.
     *
     * @param rows height of an image in pixels
     * @param columns width of an image in pixels
     * @param livingSynapses number of living synapses of the first layer for each pixel, row by row; empty when that layer does not see pixels
     * @param mistakes the worst first; pixels from 0 black to 1 white
     */
    public record ImageEvidence(int rows, int columns, int[] livingSynapses, List<Mistake> mistakes) {
        public ImageEvidence {
            mistakes = List.copyOf(mistakes);
            if (livingSynapses.length > 0 && livingSynapses.length != rows * columns)
                throw new IllegalArgumentException(
                        "livingSynapses: " + livingSynapses.length + " values for " + rows + " rows of " + columns);
        }
    }

    /** An example that the network took for another class, with the probability in [0, 1] that it gave its answer. */
    public record Mistake(int example, int truth, int answer, double probability, float[] pixels) {}
}
