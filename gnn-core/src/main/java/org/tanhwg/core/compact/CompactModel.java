package org.tanhwg.core.compact;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.core.Checks;

/**
 * A network with what its inputs and outputs mean: it answers raw rows and raw pictures as training would have taken them.
 *
 * <p>Immutable and safe for any number of threads, each with a workspace of its own.
 *
 * @param rows    of a network that was trained on a table
 * @param pixels  of a network that was trained on pictures; never both
 * @param outputs what the outputs mean; empty for a file that does not say
 */
public record CompactModel(CompactNetwork network, Optional<RawRows> rows, Optional<RawPixels> pixels,
        Optional<RawOutputs> outputs) {
    /** @throws IllegalArgumentException if rows, pixels or names do not fit the network, rows come with pixels, or only one of inputs and outputs is told */
    public CompactModel {
        if (rows.isPresent() && pixels.isPresent())
            throw new IllegalArgumentException("has rows and pixels: must have one of the two");
        if (outputs.isPresent() != (rows.isPresent() || pixels.isPresent()))
            throw new IllegalArgumentException("says what only one of inputs and outputs mean: must say both");
        rows.ifPresent(its -> Checks.size("inputs of a row", its.width(), network.inputs()));
        pixels.ifPresent(its -> Checks.size("inputs of a picture", its.size(), network.inputs()));
        outputs.ifPresent(its -> Checks.size("names of outputs", its.names().size(), network.outputs()));
    }

    /** A network of which nothing more is known. */
    public static CompactModel of(CompactNetwork network) {
        return new CompactModel(network, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Answers a row by the names of its columns; see {@link RawRows#apply(Map)}.
     *
     * @return a probability for each class, or numbers in their own units
     * @throws IllegalArgumentException if the network takes no rows, or this one does not fit
     */
    public double[] answer(Map<String, ?> row, CompactNetwork.Workspace workspace) {
        return answer(takesRows().apply(row), workspace);
    }

    /** Answers a row by the order of its columns; see {@link RawRows#apply(List)}, else as {@link #answer(Map, CompactNetwork.Workspace)}. */
    public double[] answer(List<?> cells, CompactNetwork.Workspace workspace) {
        return answer(takesRows().apply(cells), workspace);
    }

    /**
     * Answers a picture of the training pictures' size; see {@link RawPixels#apply(byte[])}.
     *
     * @return as of a row
     * @throws IllegalArgumentException if the network takes no pictures, or this one does not fit
     */
    public double[] answer(byte[] picture, CompactNetwork.Workspace workspace) {
        return answer(takesPixels().apply(picture), workspace);
    }

    /** Answers raw samples as the training data had them; see {@link RawPixels#apply(double[])}, else as {@link #answer(byte[], CompactNetwork.Workspace)}. */
    public double[] answer(double[] samples, CompactNetwork.Workspace workspace) {
        return answer(takesPixels().apply(samples), workspace);
    }

    private RawRows takesRows() {
        return rows.orElseThrow(() -> new IllegalArgumentException("the network was not trained on rows of a table"));
    }

    private RawPixels takesPixels() {
        return pixels.orElseThrow(() -> new IllegalArgumentException("the network was not trained on pictures"));
    }

    private double[] answer(float[] inputs, CompactNetwork.Workspace workspace) {
        float[] answer = new float[network.outputs()];
        network.apply(inputs, answer, workspace);
        return outputs.orElseThrow().unscaled(answer);
    }
}
