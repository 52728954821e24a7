package org.tanhwg.layers.baseline;

import org.tanhwg.layers.kernel.step.WeightMaps;

/** What a weight costs, in units of β: all have the slope of β|W| at 0 or a steeper one. */
public enum Penalty {
    /** |W|: soft thresholding. */
    L1 {
        @Override WeightMaps.Prox prox(float threshold) {
            return (moved, weight) -> soft(moved, threshold);
        }
    },
    /**
     * √|W|: half thresholding, exact. Z. Xu, X. Chang, F. Xu, H. Zhang, L½ regularization: a thresholding representation theory and a fast solver, 2012.
     */
    HALF {
        @Override WeightMaps.Prox prox(float threshold) {
            if (threshold == 0) return (moved, weight) -> moved;
            double least = 1.5 * Math.pow(threshold, 2 / 3.0);
            return (moved, weight) -> {
                double third = Math.abs(moved) / 3.0;
                if (3 * third <= least) return 0;
                double angle = Math.acos(threshold / (4 * third * Math.sqrt(third)));
                return (float) (2 / 3.0 * moved * (1 + Math.cos(2 / 3.0 * (Math.PI - angle))));
            };
        }
    },
    /**
     * ε log(1 + |W|/ε), linearised where the weight is: ℓ1 with weights ε/(|W| + ε). E. Candès, M. Wakin, S. Boyd, Enhancing sparsity by reweighted ℓ1 minimization, 2008.
     */
    REWEIGHTED {
        @Override WeightMaps.Prox prox(float threshold) {
            return (moved, weight) -> soft(moved, threshold * SIZE / (Math.abs(weight) + SIZE));
        }
    };

    /** ε: about a third of He's initial weights of some hundred inputs. */
    static final float SIZE = 0.02f;

    /**
     * The proximal step of threshold times the cost: from W − u, where the step of the loss leads, and W before it.
     *
     * @param threshold ≥ 0
     */
    abstract WeightMaps.Prox prox(float threshold);

    private static float soft(float moved, float threshold) {
        return moved - Math.max(-threshold, Math.min(threshold, moved));
    }
}
