package org.tanhwg.training.settings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What trains the network: Tan–HWG, or one of those it is compared with. Names are those of the command line. */
public enum Optimizer {
    /** Proximal steps of the amplitudes, consolidation of the structural weights. */
    TAN_HWG("kappa", "beta", "target-kept", "lambda", "prior", "potential", "off-at", "momentum", "uniform-speed", "silent-share",
            "gamma",
            "power",
            "consolidate-every", "assemblies",
            "mass", "bound", "ball", "quantum", "potential-cost",
            "drop-every", "energy-sample", "law", "transmission",
            "atoms", "spread", "temperature", "confinement", "law-clock", "signal"),
    /** Entropic mirror descent of the structural weights, amplitudes by the fast step of Tan–HWG. */
    MIRROR_DESCENT("kappa", "beta", "lambda", "prior", "potential", "off-at", "momentum", "gamma", "signal"),
    /** Projected gradient descent of the structural weights (Euclidean projection onto the simplex), amplitudes by the fast step of Tan–HWG. */
    PROJECTED_GRADIENT("kappa", "beta", "lambda", "prior", "potential", "off-at", "momentum", "gamma", "signal"),
    /** Exponentiated gradient on signed weights of dense layers. */
    EG_PM,
    /** Gradient descent, dense layers. */
    SGD,
    /** Nesterov momentum 0.9, dense layers. */
    NESTEROV,
    /** Adam, dense layers. */
    ADAM,
    /** Proximal gradient steps with an ℓ1 penalty, dense layers. */
    L1_PROX("beta", "off-at"),
    /** The same with √|W| in the place of |W|, dense layers. */
    HALF_PROX("beta", "off-at"),
    /** ℓ1 reweighted by the weights themselves, dense layers. */
    REWEIGHTED_PROX("beta", "off-at"),
    /** Iterative pruning of the smallest weights, dense layers. */
    MAGNITUDE_PRUNING("keep", "off-at"),
    /** Gradual pruning of the smallest weights, every hundred steps, dense layers. */
    GRADUAL_PRUNING("keep", "off-at"),
    /** Sparse from the first step, with rewiring by magnitude and gradient, dense layers. */
    RIGL("keep", "off-at");

    /** Settings that some optimizers have and others have not. */
    private static final Set<String> SPECIAL = Set.of("kappa", "beta", "target-kept", "lambda", "prior", "potential", "off-at",
            "momentum",
            "uniform-speed", "silent-share", "gamma",
            "power",
            "consolidate-every", "assemblies", "mass", "bound", "ball", "quantum", "potential-cost", "drop-every",
            "energy-sample", "law",
            "transmission", "atoms", "spread",
            "temperature", "confinement",
            "law-clock", "keep",
            "signal");

    private final List<String> own;

    Optimizer(String... own) { this.own = List.of(own); }

    /** As on the command line, such as {@code tan-hwg}. */
    @JsonValue
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a setting, by its key, makes a difference to this optimizer. */
    public boolean uses(String key) {
        return own.contains(key) || !SPECIAL.contains(key);
    }

    /** Whether it trains generalized layers; the others train Deeplearning4j's dense layers. */
    public boolean synaptic() {
        return EnumSet.of(TAN_HWG, MIRROR_DESCENT, PROJECTED_GRADIENT).contains(this);
    }
}
