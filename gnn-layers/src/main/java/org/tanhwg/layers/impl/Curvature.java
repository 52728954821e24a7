package org.tanhwg.layers.impl;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.kernel.Rows;

/**
 * Second moments of one backward pass, gathered when the optimizer asks for them: mean_b |ε_y|², mean_b |a_x|² and, at an output layer, the
 * ratio between the curvature that the model expects of the loss and the squared error that it met. Of a convolution both moments are sums over its
 * positions (theory §6b).
 */
public final class Curvature {
    private static final double DIFFERENCE = 1e-2;

    private final Rows rows = new Rows();
    private final float[] errorSquares;
    private final float[] inputSquares;
    private int every;
    private boolean wanted;
    /** Whether the last gathering was one that was asked for. */
    private boolean asked;
    private boolean fresh;
    private int positions = 1;
    private int steps = 1;
    private Optional<float[]> unitSlopes = Optional.empty();
    private OptionalDouble expectedOverMet = OptionalDouble.empty();

    Curvature(long inputs, long units) {
        this.inputSquares = new float[(int) inputs];
        this.errorSquares = new float[(int) units];
    }

    /**
     * Asks for the moments of every {@code every}-th step, so that a resumed run gathers at the same steps; 0 for none.
     *
     * @param now whether the next backward pass shall gather in any case
     */
    public void request(int every, boolean now) {
        this.every = every;
        this.wanted = now && every > 0;
    }

    /** Whether moments have arrived since the last call; a true answer is given once. */
    public boolean takeFresh() {
        boolean answer = fresh;
        fresh = false;
        return answer;
    }

    /** Forgets what a refused batch left, as if it had not come. */
    void takeBack() {
        wanted |= fresh && asked;
        fresh = false;
    }

    /** mean_b |ε_y|², Y values. */
    public float[] errorSquares() { return errorSquares; }

    /** mean_b |a_x|², n values. */
    public float[] inputSquares() { return inputSquares; }

    /** tr E[∂²L/∂z²] / mean |ε|² at an output layer; empty elsewhere. */
    public OptionalDouble expectedOverMet() {
        return expectedOverMet;
    }

    /** mean_b ∂ε_y/∂z_y ≥ 0 where each error is one of its own unit's energy, Y values; empty elsewhere. */
    public Optional<float[]> unitSlopes() {
        return unitSlopes;
    }

    /** P, at how many positions each unit meets each example; 1 but for convolutions. */
    public int positions() {
        return positions;
    }

    /** How many steps of a sequence the moments are means over; 1 but for recurrent layers. */
    public int steps() {
        return steps;
    }

    boolean due(int step) { return wanted || every > 0 && step % every == 0; }

    /** @param input and error: [batch, ·], or [batch, re | im], whose parts add up */
    void gather(INDArray input, INDArray error) {
        gather(input, inputSquares);
        gather(error, errorSquares);
        asked = wanted;
        wanted = false;
        fresh = true;
    }

    /** @param input and error: {@code steps} rows for each example, of which the moments are means */
    void gatherSteps(int steps, INDArray input, INDArray error) {
        this.steps = steps;
        gather(input, error);
    }

    /** Tells that each example is met at that many positions. */
    void positions(int positions) {
        this.positions = positions;
    }

    /** @param input and error: P rows for each example */
    void gatherPositions(INDArray input, INDArray error) {
        gather(input, error);
        for (int x = 0; x < inputSquares.length; x++) inputSquares[x] *= positions;
        for (int y = 0; y < errorSquares.length; y++) errorSquares[y] *= positions;
    }

    /** @param inputs and errors: write the sums over P positions of the second moments */
    void gather(Consumer<float[]> inputs, Consumer<float[]> errors) {
        inputs.accept(inputSquares);
        errors.accept(errorSquares);
        asked = wanted;
        wanted = false;
        fresh = true;
    }

    /** @param expectedTrace mean over the batch of the trace of the loss's curvature in z; call after {@link #gather} */
    void outputCurvature(double expectedTrace) {
        double met = 0;
        for (float square : errorSquares) met += square;
        expectedOverMet = met > 0 ? OptionalDouble.of(expectedTrace / met) : OptionalDouble.empty();
    }

    /** Takes {@link #unitSlopes} as differences; call after {@link #gather}. @param errorAt ε as a function of z */
    void unitSlopes(INDArray z, INDArray error, UnaryOperator<INDArray> errorAt) {
        unitSlopes(z, error, errorAt, column -> column % errorSquares.length);
    }

    /** Takes slopes where several columns of z belong to a unit. @param unit of a column; each has as many */
    void unitSlopes(INDArray z, INDArray error, UnaryOperator<INDArray> errorAt, IntUnaryOperator unit) {
        INDArray difference = errorAt.apply(z.add(DIFFERENCE)).subi(error).mean(0);
        float[] slopes = new float[errorSquares.length];
        int parts = (int) difference.length() / slopes.length;
        for (int i = 0; i < difference.length(); i++)
            slopes[unit.applyAsInt(i)] += difference.getFloat(i) / (float) (DIFFERENCE * parts);
        for (int y = 0; y < slopes.length; y++) slopes[y] = Math.max(0, slopes[y]);
        unitSlopes = Optional.of(slopes);
    }

    private void gather(INDArray matrix, float[] into) {
        if (FloatViews.columnMajor(matrix) && matrix.size(1) == into.length) {
            rows.columnMeanSquares((int) matrix.size(0), into.length, FloatViews.of(matrix), into);
            return;
        }
        int parts = (int) matrix.size(1) / into.length;
        rows.meanSquares((int) matrix.size(0), parts, into.length, contiguous(matrix), into);
    }

    private static FloatBuffer contiguous(INDArray matrix) {
        return FloatViews.of(FloatViews.inRows(matrix));
    }
}
