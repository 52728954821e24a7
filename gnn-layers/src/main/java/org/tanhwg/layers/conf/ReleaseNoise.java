package org.tanhwg.layers.conf;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.impl.FloatViews;
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
    private transient INDArray drawn;
    private transient INDArray room;
    private transient float[] row;
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
        drawn = null;
        if (sd == 0 || iteration >= steps) return input;
        reserve(input);
        drawn = room;
        draw(iteration);
        multiply(input, result);
        return result;
    }

    @Override public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        if (drawn != null) multiply(gradAtOutput, gradAtInput);
        drawn = null;
        return gradAtInput;
    }

    private void reserve(INDArray input) {
        char order = FloatViews.columnMajor(input) ? 'f' : 'c';
        if (room != null && room.dataType() == input.dataType() && room.equalShapes(input) && room.ordering() == order) return;
        room = Nd4j.createUninitializedDetached(input.dataType(), order, input.shape());
    }

    private void multiply(INDArray values, INDArray into) {
        if (drawn.dataType() == DataType.FLOAT && FloatViews.alike(values, drawn) && FloatViews.alike(into, drawn)) {
            if (pointwise == null) pointwise = new Pointwise();
            pointwise.product((int) drawn.length(), FloatViews.of(values), FloatViews.of(drawn), FloatViews.of(into));
        } else {
            Nd4j.getExecutioner().exec(new MulOp(values, drawn, into));
        }
    }

    private void draw(int iteration) {
        int examples = (int) drawn.size(0);
        int width = (int) (drawn.length() / examples);
        if (factors == null || factors.width() < width) {
            factors = new ReleaseFactors(seed, sd, width);
            row = new float[width];
        }
        FloatBuffer floats = drawn.dataType() == DataType.FLOAT ? FloatViews.of(drawn) : null;
        if (floats != null && FloatViews.columnMajor(drawn)) {
            factors.fill(iteration, examples, width, floats);
            return;
        }
        for (int example = 0; example < examples; example++) {
            factors.fill(iteration, example, width, row);
            if (floats != null) floats.put(example * width, row, 0, width);
            else {
                INDArray one = drawn.slice(example);
                one.assign(Nd4j.createFromArray(Arrays.copyOf(row, width)).reshape(one.shape()).castTo(drawn.dataType()));
            }
        }
    }

    @Override public void clear() { drawn = null; }

    @Override public ReleaseNoise clone() { return new ReleaseNoise(sd, steps, seed); }

    @Override public boolean equals(Object other) {
        return other instanceof ReleaseNoise that && sd == that.sd && steps == that.steps && seed == that.seed;
    }

    @Override public int hashCode() { return Objects.hash(sd, steps, seed); }
}
