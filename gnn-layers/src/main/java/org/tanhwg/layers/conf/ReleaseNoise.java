package org.tanhwg.layers.conf;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.ReleaseFactors;

/**
 * Presynaptic release noise, which is clipped multiplicative Gaussian dropout: while training, every activation that enters the layer is multiplied by
 * max(0, 1 + sd·ξ), ξ standard normal, fresh for each example and input.
 *
 * <p>Set with {@code .dropOut(new ReleaseNoise(…))} on any layer. The noise of a step is a function of seed and step number, so that a
 * resumed run draws the same numbers; at inference there is none.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class ReleaseNoise implements IDropout {
    private final double sd;
    private final long steps;
    private final long seed;
    private transient ReleaseFactors factors;
    /** Those of the last pass, in the order of its input in memory. */
    private transient float[] numbers;
    private transient char order;
    private transient boolean drawn;
    private transient Pointwise pointwise;

    /**
     * @param sd standard deviation relative to the activation, ≥ 0
     * @param steps number of training steps with noise; later ones have none
     * @param seed of the noise; give each layer its own
     * @throws IllegalArgumentException if sd is negative or not finite
     */
    public ReleaseNoise(@JsonProperty("sd") double sd, @JsonProperty("steps") long steps, @JsonProperty("seed") long seed) {
        this.sd = Checks.nonNegative("sd", sd);
        this.steps = steps;
        this.seed = seed;
    }

    /** Noise of this size with other draws, for a place whose examples are others: 0 for these draws. */
    public ReleaseNoise elsewhere(int place) {
        return new ReleaseNoise(sd, steps, seed + place * 0x9e3779b97f4a7c15L);
    }

    @Override public INDArray applyDropout(INDArray input, INDArray result, int iteration, int epoch,
            LayerWorkspaceMgr workspaces) {
        drawn = false;
        if (sd == 0 || iteration >= steps) return input;
        draw(input, iteration);
        drawn = true;
        multiply(input, result);
        return result;
    }

    /** The factors of inputs of that width, for who multiplies by them at once; empty for a step without noise. */
    public Optional<ReleaseFactors> factors(int iteration, int width) {
        if (sd == 0 || iteration >= steps) return Optional.empty();
        reserve(width);
        return Optional.of(factors);
    }

    private void reserve(int width) {
        if (factors == null || factors.width() < width) factors = new ReleaseFactors(seed, sd, width);
    }

    @Override public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        if (drawn) multiply(gradAtOutput, gradAtInput);
        drawn = false;
        return gradAtInput;
    }

    private void multiply(INDArray values, INDArray into) {
        int length = (int) values.length();
        if (inOrder(values) && inOrder(into)) {
            if (pointwise == null) pointwise = new Pointwise();
            pointwise.product(length, FloatViews.of(values), numbers, FloatViews.of(into));
        } else {
            INDArray all = Nd4j.createFromArray(Arrays.copyOf(numbers, length)).reshape(order, values.shape());
            Nd4j.getExecutioner().exec(new MulOp(values, all.castTo(values.dataType()), into));
        }
    }

    /** Whether an array lies in memory as the numbers do. */
    private boolean inOrder(INDArray array) {
        if (array.dataType() != DataType.FLOAT) return false;
        return order == 'f' ? FloatViews.columnMajor(array)
                : array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    }

    private void draw(INDArray input, int iteration) {
        int examples = (int) input.size(0);
        int width = (int) (input.length() / examples);
        order = FloatViews.columnMajor(input) ? 'f' : 'c';
        reserve(width);
        if (numbers == null || numbers.length < examples * width) numbers = new float[examples * width];
        if (order == 'f') factors.fillColumns(iteration, examples, 0, width, numbers);
        else
            for (int example = 0; example < examples; example++)
                factors.fill(iteration, example, width, numbers, example * width);
    }

    @Override public void clear() { drawn = false; }

    @Override public ReleaseNoise clone() { return new ReleaseNoise(sd, steps, seed); }

    @Override public boolean equals(Object other) {
        return other instanceof ReleaseNoise that && sd == that.sd && steps == that.steps && seed == that.seed;
    }

    @Override public int hashCode() { return Objects.hash(sd, steps, seed); }
}
