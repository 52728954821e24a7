package org.tanhwg.layers.optimizer;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonUnwrapped;
import org.nd4j.shade.jackson.databind.annotation.JsonDeserialize;
import org.nd4j.shade.jackson.databind.annotation.JsonPOJOBuilder;
import org.tanhwg.core.Checks;

/**
 * The Tan–HWG optimizer as an updater of Deeplearning4j: proximal steps of the amplitudes, slow consolidation of the structural weights.
 *
 * <p>Fast, every step (theory §4.1), with ŵ = n w and V the moving average of G = ∂L/∂O:
 * <pre>O ← soft(O − c_y ŵ V, t_y) / (1 + c_y λ),   b ← b − c_y V_b,   c_y = ρ r_y,   r_y = η / (1 + η κ H_y)</pre>
 * ρ falls from 1 to 0 along a half cosine over {@code steps}; H_y estimates the curvature of the loss seen by unit y, so that κ &gt; 0 makes
 * the step implicit: it stays right for every η. The threshold t_y = ρ β √(r_y/2) is on from a ramp until {@code offAt} of the steps;
 * then the support is frozen. Laws with a width take their own
 * step (theory §4.4, §5) under an internal energy of temperature T and a confinement s₀, with T(1 − ρ) in the place of T for Gaussian
 * laws: means settle in the cold. Slow, every {@code consolidateEvery} steps (theory §4.2): w moves by γ toward |O|^p, O does not change, and
 * silent synapses give up their mass: they are then exactly 0 in w and m. No magnitude is ever compared with a threshold to prune.
 *
 * <p>Put it into the configuration with {@code .updater(…)}, then call {@link #attach} once on the initialised network, and again after
 * restoring, cloning, or {@code setLearningRate}. Its state is saved with the model; training resumes bit for bit. The schedules are over after
 * {@code steps}: nothing moves any more, one warning says so, and {@link #goOn} begins another.
 *
 * <p>It trains generalized layers of type FLOAT, in both kinds of network, also inside of LastTimeStep, MaskZero and TimeDistributed, and stays away from those in
 * FrozenLayerWithBackprop. Refused, naming the layer: other wrappers such as Bidirectional, L1, L2, weight decay, constraints, weight noise, a bias updater of
 * its own. A batch whose gradient is not finite is refused with an ArithmeticException and changes nothing. Not supported: ParallelWrapper, whose
 * workers are clones that nobody attaches.
 */
@JsonDeserialize(builder = TanHwg.Builder.class)
public final class TanHwg implements SynapticUpdater {
    @JsonUnwrapped private StepSettings settings;

    /** What the potential is a price of. */
    public enum Cost {
        /** Weights: β is the same in all layers. */
        WEIGHTS,
        /** Arithmetic: β grows with the square root of the number of positions at which a synapse is used, which is 1 but for convolutions. */
        MULTIPLY_ADDS
    }

    private TanHwg(StepSettings settings) { this.settings = settings; }

    /** The numbers themselves, not to be changed. */
    StepSettings settings() { return settings; }

    /**
     * As {@link SteppingUpdater#attach}, for a network that must have a generalized layer: call it once before training, and again after
     * restoring, cloning or reconfiguring the network.
     *
     * @param network a MultiLayerNetwork or ComputationGraph of type FLOAT
     * @return the same network
     * @throws IllegalStateException if the network has no layer trained by this optimizer, or one that it cannot train; names the layer
     */
    public static <M extends Model> M attach(M network) {
        if (Attachment.steps(SteppingUpdater.attach(network)).findAny().isEmpty()) {
            throw new IllegalStateException(
                    "no layer of this network is generalized and has the updater TanHwg; nothing to attach");
        }
        return network;
    }

    /** As {@link #steps(int, DataSetIterator, int)}, for feed-forward training: minibatches × epochs. */
    public static long steps(int epochs, DataSetIterator data) {
        return steps(epochs, data, Integer.MAX_VALUE);
    }

    /**
     * Steps that the optimizer will see under truncated back-propagation through time: the segments of all minibatches × epochs.
     *
     * @param data of sequences; counted by going through it once, reset before and after
     * @param length of a segment, ≥ 1, the network's {@code tBPTTLength}
     * @throws IllegalArgumentException if there is no epoch, or no length
     */
    public static long steps(int epochs, DataSetIterator data, int length) {
        return Schedule.steps(Checks.atLeast("epochs", epochs, 1), data, Checks.atLeast("length", length, 1));
    }

    /**
     * Trains on with another schedule, which begins at the network's next step: where the first is over, or is to be left. Parameters and state stay;
     * synapses without mass stay dead.
     *
     * @param next in the place of every TanHwg of the network
     * @return the same network, attached
     * @throws IllegalArgumentException if only one of both has assemblies, a target, or mass moved by pressure, whose state is the other's no place for
     */
    public static <M extends Model> M goOn(M network, TanHwg next) {
        Attachment.replace(network, next);
        return attach(network);
    }

    /** Diagnostics of every generalized layer trained by this optimizer, input to output; needs an attached network. */
    public static List<LayerDiagnostics> diagnostics(Model network) {
        return Attachment.diagnostics(network);
    }

    /** What the checks of energy descent found since the last call, over all attached layers that are generalized. */
    public static DescentChecks takeEnergyDescent(Model network) {
        return Attachment.takeEnergyDescent(network);
    }

    /** Strength of the potential in the last step of an attached network, ramp and steering included; 0 before the first. */
    public static double strength(Model network) {
        return Attachment.steps(network).mapToDouble(LayerStep::strength).max().orElse(0);
    }

    @Override public TanHwg fastStep() { return this; }

    /** Consolidation (theory §4.2). */
    @Override public SynapticUpdater.MassRegime slowRegime() {
        return new ScheduledConsolidation(settings);
    }

    @Override public boolean prunesForGood() { return true; }

    @Override public int slowState() { return settings.assemblies > 0 ? 1 : 0; }

    @Override public int signals() { return settings.signals(); }

    /** Step of the network at which the schedules begin; 0 unless {@link #goOn} has been called. */
    public long start() {
        return settings.start;
    }

    /** Number of training steps that the schedules span. */
    public long steps() { return settings.steps; }

    /** Step size η. */
    public double eta() { return settings.eta; }

    /** Strength β of the amplitude potential. */
    public double beta() { return settings.beta; }

    /** Share of the weights that is to be left, for which the strength is steered from β on; 0 where it stays at β. */
    public double targetKept() {
        return settings.targetKept;
    }

    @Override public long stateSize(long parameters) { return parameters; }

    /** Only layers that are not generalized ask for this. */
    @Override public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
        throw new IllegalStateException(
                "TanHwg trains generalized layers; give every other layer an updater of its own");
    }

    @Override public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        return instantiate((INDArray) null, false);
    }

    @Override public double getLearningRate(int iteration, int epoch) { return eta() * settings.schedule().cosine(iteration); }

    @Override public boolean hasLearningRate() { return true; }

    /** Sets η. @throws IllegalArgumentException if a schedule is given: the optimizer has its own */
    @Override public void setLrAndSchedule(double rate, ISchedule schedule) {
        if (schedule != null)
            throw new IllegalArgumentException("schedule " + schedule + ": TanHwg has its own; set eta and steps");
        settings.eta = Checks.positive("eta", rate);
    }

    @Override public TanHwg clone() {
        try {
            TanHwg copy = (TanHwg) super.clone();
            copy.settings = settings.clone();
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override public boolean equals(Object other) {
        return other instanceof TanHwg that && settings.values().equals(that.settings.values());
    }

    @Override public int hashCode() { return settings.values().hashCode(); }

    @Override public String toString() { return "TanHwg" + settings.values(); }

    /** Starts from the settings of the default MNIST run. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends TanHwgBuilder {
        /**
         * @param steps number of training steps that the schedules span, ≥ 1: minibatches times epochs, or segments times epochs under truncated
         *        back-propagation through time, see {@link TanHwg#steps(int, DataSetIterator, int)}
         */
        @JsonCreator public Builder(@JsonProperty("steps") long steps) {
            super(steps);
        }

        /** @throws IllegalArgumentException naming the setting that is out of range */
        public TanHwg build() {
            return new TanHwg(settings.clone().checked());
        }
    }
}
