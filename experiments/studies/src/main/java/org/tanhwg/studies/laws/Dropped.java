package org.tanhwg.studies.laws;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.Checks;
import org.tanhwg.core.SplitMix;

/**
 * Inverted dropout whose draws are a function of a seed and of how often it was asked: Deeplearning4j's own draws from a generator that all networks share.
 */
final class Dropped implements IDropout {
    private static final long serialVersionUID = 1;

    private final double probability;
    private final long seed;
    private long draws;
    private transient INDArray mask;

    /** @param probability that a number becomes 0, in [0, 1) */
    Dropped(double probability, long seed) {
        this.probability = Checks.inRange("probability", probability, 0, Math.nextDown(1.0));
        this.seed = seed;
    }

    @Override public INDArray applyDropout(INDArray input, INDArray result, int iteration, int epoch,
            LayerWorkspaceMgr workspaces) {
        var random = new SplittableRandom(SplitMix.seed(seed, draws++));
        float[] factors = new float[Math.toIntExact(input.length())];
        for (int i = 0; i < factors.length; i++)
            factors[i] = random.nextDouble() < probability ? 0 : (float) (1 / (1 - probability));
        try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            mask = Nd4j.createFromArray(factors).reshape('c', input.shape());
        }
        Nd4j.getExecutioner().exec(new MulOp(input, mask, result));
        return result;
    }

    @Override public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        Nd4j.getExecutioner().exec(new MulOp(gradAtOutput, mask, gradAtInput));
        return gradAtInput;
    }

    @Override public void clear() { mask = null; }

    @Override public Dropped clone() { return new Dropped(probability, seed); }
}
