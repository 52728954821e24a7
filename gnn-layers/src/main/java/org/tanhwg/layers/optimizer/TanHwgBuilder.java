package org.tanhwg.layers.optimizer;

import org.nd4j.shade.jackson.annotation.JsonAlias;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonSetter;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.BoundedAmplitudes;

/** What each setting of {@link TanHwg} means, with its range and default; its methods are the keys of a configuration file. */
abstract sealed class TanHwgBuilder permits TanHwg.Builder {
    final StepSettings settings;

    TanHwgBuilder(long steps) { settings = new StepSettings(steps); }

    private TanHwg.Builder self() { return (TanHwg.Builder) this; }

    /** For JSON; older files say MASS_WEIGHTED. */
    @JsonSetter("potential") private void read(String potential) {
        potential(AmplitudePotential.valueOf(potential.equals("MASS_WEIGHTED") ? "MASS" : potential));
    }

    /** For JSON. */
    @JsonSetter("start") private void start(long step) { settings.start = step; }

    /** Step size η &gt; 0 (default 0.5); with κ &gt; 0 its order of magnitude hardly matters. */
    public TanHwg.Builder eta(double eta) {
        settings.eta = eta;
        return self();
    }

    /** Weight κ ≥ 0 of the curvature estimate in the step (default 0.5); 0 makes the step explicit. */
    public TanHwg.Builder kappa(double kappa) {
        settings.kappa = kappa;
        return self();
    }

    /** Decay of the averaged signal, in [0, 1) (default 0.9). */
    public TanHwg.Builder momentum(double momentum) {
        settings.momentum = momentum;
        return self();
    }

    /** Kind of amplitude potential (default COUNTING). */
    public TanHwg.Builder potential(AmplitudePotential potential) {
        settings.potential = potential;
        return self();
    }

    /** Strength β ≥ 0 of the potential (default 2.9e-4): the sparsity knob; 0 trains densely. */
    public TanHwg.Builder beta(double beta) {
        settings.beta = beta;
        return self();
    }

    /** Quadratic part λ ≥ 0 of the potential (default 0). */
    public TanHwg.Builder lambda(double lambda) {
        settings.lambda = lambda;
        return self();
    }

    /**
     * Temperature T ≥ 0 of the laws' internal energy, of Gaussian laws the one it ends at (default 0: spreads only shrink). The Bayesian
     * posterior has T = 1/N, N training examples; a hundredth of that calibrates best.
     */
    public TanHwg.Builder temperature(double temperature) {
        settings.temperature = temperature;
        return self();
    }

    /** As in the preset {@code calibrated}, for laws with a width: β = 0, T = 0.01 / examples of an epoch, s₀ = 0.25 and steps of widths 600 times longer. */
    public TanHwg.Builder calibrated(long examples) {
        return beta(0).temperature(0.01 / Math.max(1, examples)).confinement(0.25).widthStepFactor(600);
    }

    /** Standard deviation s₀ &gt; 0 that widths of observable weights tend to where the data do not care (default 0.1). */
    public TanHwg.Builder confinement(double confinement) {
        settings.confinement = confinement;
        return self();
    }

    /**
     * How many times longer the steps of widths are than those of means, &gt; 0 (default 5). The variance of a synapse that the data do not
     * care about ends at s₀² but for a share exp(−T · factor · η · steps / 4s₀²); it takes a quarter of the factor where T is constant.
     * Atoms that are sampled move no faster than means: their signals are linear, and a longer step would overshoot.
     */
    @JsonAlias("lawClock") public TanHwg.Builder widthStepFactor(double factor) {
        settings.widthStepFactor = factor;
        return self();
    }

    /** Share of the steps over which the potential grows to its full strength, in [0, 1] (default 0.2). */
    public TanHwg.Builder rampUntil(double share) {
        settings.rampUntil = share;
        return self();
    }

    /** Share of the steps after which the potential ends and the support is frozen, in [0, 1] (default 0.7). */
    public TanHwg.Builder offAt(double share) {
        settings.offAt = share;
        return self();
    }

    /** Consolidation rate γ in [0, 1] (default 0.2); with 0 no mass moves before the support is frozen. */
    public TanHwg.Builder gamma(double gamma) {
        settings.gamma = gamma;
        return self();
    }

    /** Exponent p in [0, 1] of the consolidation target |O|^p (default ½). */
    public TanHwg.Builder power(double power) {
        settings.power = power;
        return self();
    }

    /** Steps between consolidations, ≥ 1 (default 20). */
    public TanHwg.Builder consolidateEvery(int steps) {
        settings.consolidateEvery = steps;
        return self();
    }

    /** Share of the mean mass below which an exactly silent synapse gives up its mass, in [0, 1] (default 0.3). */
    public TanHwg.Builder silentShare(double share) {
        settings.silentShare = share;
        return self();
    }

    /**
     * Largest number of assemblies, inputs of a layer with similar activation patterns, over which structural mass moves on the average
     * (default 0: each input by itself).
     */
    public TanHwg.Builder assemblies(int count) {
        settings.assemblies = count;
        return self();
    }

    /** Every how many steps the energy descent inequality is checked (default 100); 0 never. */
    public TanHwg.Builder checkEvery(int steps) {
        settings.checkEvery = steps;
        return self();
    }

    /** What the potential is a price of (default WEIGHTS). */
    public TanHwg.Builder potentialCost(TanHwg.Cost cost) {
        settings.potentialCost = cost;
        return self();
    }

    /**
     * Every how many steps, and when the support is frozen, units that are constants hand them over to the biases above and units that nobody reads
     * give up their synapses (default 0: never). In a MultiLayerNetwork, between generalized layers with pooling and dropout at most in between; a constant under a padded kernel
     * stays, since it is none at the border. The expected function at inference does not change.
     */
    public TanHwg.Builder dropEvery(int steps) {
        settings.dropEvery = steps;
        return self();
    }

    /**
     * Share of the weights, or of the multiply-adds where {@link #potentialCost} says so, all generalized layers together, that is to be left, in (0, 1]: β starts where runs of MNIST end there, and is steered until the
     * support is frozen (default 0: β stays as it is). A β that is set afterwards is where it starts instead.
     */
    @JsonIgnore public TanHwg.Builder targetKept(double share) {
        settings.targetKept = share;
        return beta(TargetKept.usualBeta(share, settings.steps));
    }

    /** For JSON, which has β too. */
    @JsonSetter("targetKept") private void readTargetKept(double share) {
        settings.targetKept = share;
    }

    /** What draws structural mass (default OBSERVABLE). */
    public TanHwg.Builder mass(MassRule rule) {
        settings.mass = rule;
        return self();
    }

    /**
     * Bounded laws: amplitudes stay within a radius &gt; 0, in units of m, until {@code offAt} of the steps (default 0: no bound). It tightens from a wide one over the
     * first fifth of the steps, and prunes without a potential.
     */
    public TanHwg.Builder bound(double radius) {
        settings.bound = radius;
        return self();
    }

    /** What the bound is of (default AMPLITUDE: |m| ≤ r; MASS: |m| ≤ r w). */
    public TanHwg.Builder ball(BoundedAmplitudes.Ball ball) {
        settings.ball = ball;
        return self();
    }

    /** Share of the mean mass in [0, 1) below which a synapse gives up its mass whether it is silent or not (default 0: none does). */
    public TanHwg.Builder quantum(double share) {
        settings.quantum = share;
        return self();
    }

    /** Whether living synapses of a unit move alike, the threshold over the speed as it is with speed by mass (default false): for ablations. */
    public TanHwg.Builder uniformSpeed(boolean uniform) {
        settings.uniformSpeed = uniform;
        return self();
    }
}
