package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.sparse.Support;

/**
 * Steers the strength of the potential so that an asked share K of all weights is left when the support is frozen; or of all multiply-adds, where these are what it is a price of.
 *
 * <p>Now and then it compares the share k that is left with what a run of constant strength that ends a little below K has at that time, and moves log β by what it
 * finds, e = log k − log AIM K − a(u), proportionally and in sum (a PI controller in its incremental form):
 * <pre>Δ log β = P Δe + I e Δu / u,   a(u) = min(−log K, √(K/.02) (1.31 u² + 5.65 u⁸)),   u = 1 at the start, 0 where the potential ends</pre>
 * u falls to 0, so the sum works the harder the less time is left. While the potential grows the count lags behind and β is only lowered, where fewer weights are
 * left than should be when it has grown. Once k ≤ K the share is met: there is no pressure any more, and silent synapses stay silent. What it does depends on parameters and step alone but for three numbers, which are
 * part of the optimizer's state.
 *
 * <p>Without consolidation silent synapses keep their mass and come back, so that most of the pruning comes late and within few steps. Then the end of growth gives β no push for what was found
 * before, and from k ≤ 4 K on it counts at each step.
 */
public final class TargetKept {
    /** Comparisons in a run that is long enough. */
    private static final int COMPARISONS = 1000;
    private static final double PROPORTIONAL = 2;
    private static final double INTEGRAL = 4;
    /** Largest |e|: a count that is far off says that, and no more. */
    private static final double LARGEST_ERROR = 1;
    private static final double LEAST_LEFT = 0.02;
    /** Where the way leads, as a share of K: it crosses K in time, and ends there. */
    private static final double AIM = 0.97;
    /** Numbers of state: log(β / β at the start), e, and how near the share is. */
    static final int STATE = 3;
    /** The share is met. */
    private static final float MET = 1;
    /** It may be met before the next comparison: a rule whose silent synapses come back can lose most of what is left within one. */
    private static final float NEAR = 0.5f;
    private static final double NEAR_TIMES = 4;

    private final StepSettings settings;
    private final Schedule schedule;
    private final FloatBuffer state;
    private final List<Counted> layers = new ArrayList<>();
    private final long every;
    private long last = -1;

    /** @param state three numbers of the optimizer's state, 0 at first */
    TargetKept(StepSettings settings, FloatBuffer state) {
        this.settings = settings;
        this.schedule = settings.schedule();
        this.state = state;
        every = Math.max(1, settings.steps / COMPARISONS);
    }

    /** β with which default networks of MNIST and Fashion-MNIST end near a share; β √steps tells lengths of runs apart. */
    static double usualBeta(double share, long steps) {
        return 2.85e-4 * Math.pow(0.02 / share, 1.45) * Math.sqrt(24_000.0 / steps);
    }

    /** A layer and how often an example meets each of its weights, as its last pass found. */
    private record Counted(LayerViews views, IntSupplier positions) {}

    /** One of the layers whose weights count together. */
    void add(LayerViews layer, IntSupplier positions) {
        layers.add(new Counted(layer, positions));
    }

    /** β at a step; all layers of a step get the same, whoever asks first. */
    double beta(long step) {
        if (step != last && step == schedule.start()) for (int i = 0; i < STATE; i++) state.put(i, 0); // of the schedule before
        if (step != last && !met() && schedule.ramp(step) > 0) {
            if (Math.floorMod(step - schedule.start(), every) == 0) steer(step);
            else if (state.get(2) == NEAR && kept() <= settings.targetKept) state.put(2, MET);
        }
        last = step;
        return met() ? 0 : settings.beta * Math.exp(state.get(0));
    }

    /** β that the steering of an attached network has come to: where the share was met, the one that met it; empty where no share is asked for. */
    public static OptionalDouble reached(Model network) {
        return Attachment.steps(network).flatMap(step -> step.target().stream())
                .mapToDouble(its -> its.settings.beta * Math.exp(its.state.get(0))).findFirst();
    }

    /** Whether the share has been reached. */
    boolean met() { return state.get(2) == MET; }

    private void steer(long step) {
        double left = schedule.left(step);
        double asked = settings.targetKept;
        boolean growing = schedule.ramp(step) < 1;
        double until = growing ? Math.min(1, settings.rampUntil / settings.offAt) : 1 - left;
        double kept = kept();
        double found = Math.log(kept / (AIM * asked)) - ahead(asked, 1 - until);
        double most = growing ? 0 : LARGEST_ERROR;
        double clipped = Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, found));
        double error = Math.min(most, clipped);
        double passed = schedule.left(step - every) - left;
        double change = PROPORTIONAL * (error - Math.min(most, state.get(1)))
                + INTEGRAL * error * passed / Math.max(left, LEAST_LEFT);
        state.put(0, (float) (state.get(0) + change));
        state.put(1, (float) (prunesLate() ? clipped : error));
        state.put(2, kept <= asked ? MET : prunesLate() && kept <= NEAR_TIMES * asked ? NEAR : 0);
    }

    private boolean prunesLate() { return settings.gamma == 0; }

    /** a(u): log of how many times the share at the end is left at a time. */
    private static double ahead(double asked, double left) {
        return Math.min(-Math.log(asked), Math.sqrt(asked / 0.02) * (1.31 * Math.pow(left, 2) + 5.65 * Math.pow(left, 8)));
    }

    /** Share of the weights that are not 0, or of their multiply-adds; half a weight where none is left, so that it has a logarithm. */
    private double kept() {
        double all = 0;
        double kept = 0;
        boolean arithmetic = settings.potentialCost == TanHwg.Cost.MULTIPLY_ADDS;
        for (Counted counted : layers) {
            LayerViews layer = counted.views;
            double each = arithmetic ? (double) layer.parts() * counted.positions.getAsInt() : layer.parts();
            all += each * layer.n() * layer.units();
            kept += each * kept(layer);
        }
        return Math.max(kept, 0.5) / all;
    }

    private static int kept(LayerViews layer) {
        Optional<Support> listed = layer.pass() instanceof Pass.Sparse sparse ? Optional.of(sparse.synapses().support())
                : Optional.empty();
        int size = layer.n() * layer.units();
        int kept = 0;
        for (int k = 0; k < listed.map(Support::size).orElse(size); k++) {
            int i = listed.isPresent() ? listed.get().at(k) : k;
            if (layer.mass().get(i) == 0) continue;
            boolean alive = layer.amplitude().get(i) != 0;
            for (int part = 1; part < layer.parts(); part++) alive |= layer.amplitude().get(part * size + i) != 0;
            if (alive) kept++;
        }
        return kept;
    }
}
