package org.tanhwg.layers.signal;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Each unit's own target is its feedback, so that learning is local: nothing comes back through synapses.
 *
 * <p>A layer with as many units as the labels have columns takes these, one each: class, target value or pattern bit. Any other takes a fixed random code
 * of them, b = labels · C with C = ±1: each unit learns a dichotomy of the classes of its own. C is a function of seed and layer, never stored.
 *
 * <p>With CORRELATION and codes: C. Frenkel, M. Lefebvre, D. Bol, Learning without feedback, 2021.
 *
 * @param energy what measures activation against target
 * @param seed of the codes; layers draw different ones from the same seed
 */
public record OwnTarget(@JsonProperty("energy") Energy energy, @JsonProperty("seed") long seed) implements Signal {

    /** @throws NullPointerException if there is no energy */
    public OwnTarget {
        Objects.requireNonNull(energy, "energy");
    }

    @Override public INDArray slope(Context context) {
        INDArray output = context.output();
        INDArray labels = context.labels().castTo(output.dataType());
        boolean each = labels.size(1) == output.size(1);
        return energy.slope(output, each ? labels : labels.mmul(Transforms.sign(context.normal(seed, labels.size(1)))));
    }

    @Override public boolean separable() { return true; }

    /**
     * Energy between a unit's activation and its feedback b (theory §4, Rem 6.9); complex numbers as pairs of columns, in which it is the same sum.
     */
    public enum Energy {
        /** ½|σ(z) − b|²: pulls the activation to the feedback. */
        ALIGNMENT {
            @Override public INDArray slope(INDArray output, INDArray feedback) { return output.sub(feedback); }
        },
        /** −Re(conj(b) σ(z)): what fires together wires together; unbounded below unless σ or a potential bounds it. */
        CORRELATION {
            @Override public INDArray slope(INDArray output, INDArray feedback) { return feedback.neg(); }
        };

        /** ∂e/∂σ, a new array. */
        public abstract INDArray slope(INDArray output, INDArray feedback);
    }
}
