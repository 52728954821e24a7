package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.step.AmplitudeBound;
import org.tanhwg.layers.kernel.step.FastStep;

/**
 * One step of one layer: the fast regime, then the slow one (theory §4.1, §4.2).
 *
 * <p>Deeplearning4j calls {@link #mass}, {@link #amplitude}, {@link #law} where there is one and {@link #bias} in this order; each leaves in the gradient what is to be
 * subtracted from the parameter.
 */
final class LayerStep {
    /** Step size at which the threshold is exactly proportional to the step; elsewhere it runs on the geometric mean of both clocks. */
    static final double FORGETTING_CLOCK = 0.5;

    private final LayerViews views;
    private final StepSettings settings;
    private final Schedule schedule;
    private final UnitCurvature curvature;
    private final SynapticUpdater.MassRegime slowRegime;
    private final Optional<LawStep> laws;
    private final Optional<TargetKept> target;
    private final ListedSignal signal = new ListedSignal();
    private final AmplitudeBound amplitudeBound = new AmplitudeBound();
    private final FastStep[] fastSteps = {new FastStep(), new FastStep()};
    private final float[] rate;
    private final Optional<int[]> living;
    /** Whether the end of the schedule has been said, to all layers of a network. */
    private final AtomicBoolean warned;
    private final FastStep.Coefficients coefficientsThawed;
    private final FastStep.Coefficients coefficientsFrozen;

    private FloatBuffer massUpdate;
    private Mass mass = Mass.MOVED;
    /** Whether the slow regime waits for {@link #makeUpFor}. */
    private boolean held;
    private boolean freshCurvature;
    private double strength;
    /** The pass whose gradient this step takes. */
    private Pass pass = Pass.ALL;
    private DescentChecks descent = DescentChecks.NONE;

    /** How structural mass stands in a step. */
    private enum Mass {
        /** It stays, and its update is 0. */
        STILL,
        /** It moved, or was replaced, and its update may be anything. */
        MOVED,
        /** It moved, and its update has been taken off; the next backward pass clears it. */
        TAKEN
    }

    LayerStep(LayerViews views, SynapticUpdater updater, UnitCurvature curvature, AtomicBoolean warned,
            Optional<LawStep> laws, Optional<TargetKept> target) {
        this.views = views;
        this.settings = updater.fastStep().settings();
        this.schedule = settings.schedule();
        this.slowRegime = updater.slowRegime();
        this.curvature = curvature;
        this.laws = laws;
        this.target = target;
        this.warned = warned;
        rate = new float[views.units()];
        float[] threshold = new float[views.units()];
        float[] massThreshold = new float[views.units()];
        float[] shrinkage = new float[views.units()];
        float momentum = (float) settings.momentum;
        living = settings.uniformSpeed ? Optional.of(new int[views.units()]) : Optional.empty();
        coefficientsThawed = new FastStep.Coefficients(momentum, rate, threshold, massThreshold, shrinkage, false, living);
        coefficientsFrozen = new FastStep.Coefficients(momentum, rate, threshold, massThreshold, shrinkage, true, living);
    }

    LayerViews views() { return views; }

    StepSettings settings() { return settings; }

    /** β of the last step, with its ramp. */
    double strength() { return strength; }

    DescentChecks takeDescent() {
        DescentChecks found = descent;
        descent = DescentChecks.NONE;
        return found;
    }

    /** Structural weights move only in the slow regime: clears what its last move, or a foreign network, left in the gradient. */
    void mass(FloatBuffer gradient) {
        if (mass != Mass.STILL || gradient != massUpdate) Pointwise.clear(gradient);
        massUpdate = gradient;
        mass = Mass.STILL;
    }

    /** @param own whether {@code update} is the layer's own gradient view, and not a gradient given from outside */
    void amplitude(FloatBuffer update, boolean own, int step) {
        if (!own) views.overwritten();
        pass = views.pass();
        if (schedule.ended(step)) {
            rest(update, step);
            return;
        }
        freshCurvature = curvature.refresh(pass);
        setCoefficients(step);
        living.ifPresent(this::count);
        FastStep.Coefficients coefficients = schedule.frozen(step) || target.filter(TargetKept::met).isPresent()
                ? coefficientsFrozen : coefficientsThawed;
        if (pass instanceof Pass.Sparse sparse) {
            Support few = sparse.synapses().support();
            float[] average = signal.of(few, views.signal());
            views.halves().over(views.units(), (half, from, to) -> fastSteps[half].apply(few, from, to,
                    sparse.synapses().means(), average, update, views.signal(), coefficients));
        } else {
            views.halves().over(views.units(), (half, from, to) -> fastSteps[half].apply(views.n(), from, to,
                    views.mass(), views.amplitude(), update, views.signal(), coefficients));
            signal.forget();
        }
        Optional<AmplitudeBound.Ball> ball = settings.ball(views.n(), step);
        ball.ifPresent(its -> bound(update, its));
        if (settings.checkEvery > 0 && step % settings.checkEvery == 0) {
            descent = descent.plus(DescentChecks.ofLayer(views, pass, update, coefficients, ball));
        }
        if (!held && slowRegime.move(views, pass, massUpdate, update, rate, step)) replaced();
    }

    /** Counts the synapses of each unit that have mass. */
    private void count(int[] living) {
        if (views.parts() > 1)
            throw new IllegalStateException("layer " + views.name() + " is complex: uniformSpeed is for real amplitudes");
        int n = views.n();
        for (int unit = 0; unit < living.length; unit++) {
            living[unit] = 0;
            for (int i = unit * n; i < (unit + 1) * n; i++) if (views.mass().get(i) > 0) living[unit]++;
        }
    }

    private void bound(FloatBuffer update, AmplitudeBound.Ball ball) {
        if (pass instanceof Pass.Sparse sparse)
            amplitudeBound.apply(sparse.synapses().support(), sparse.synapses().means(), update, ball);
        else
            amplitudeBound.apply(views.mass(), views.amplitude(), update, ball);
    }

    /** A step after the end of the schedules. */
    private void rest(FloatBuffer update, int step) {
        Pointwise.clear(update);
        if (!warned.getAndSet(true)) {
            LoggerFactory.getLogger(TanHwg.class)
                    .warn("step {}: the schedules of TanHwg, {} steps from step {}, are over and nothing moves any more; "
                            + "give it as many steps as it sees (TanHwg.steps), or go on with TanHwg.goOn", step,
                            schedule.steps(), schedule.start());
        }
    }

    /** Tells that mass has moved. */
    void replaced() {
        mass = Mass.MOVED;
        views.massMoved();
        views.massUpdated();
        signal.forget();
    }

    /** From now on the slow regime waits for {@link #makeUpFor} to be called. */
    void holdMass() { held = true; }

    /** What the slow regime had to do at steps in [from, to), at once. @param update of the amplitudes, 0 on entry */
    void makeUpFor(FloatBuffer update, int from, int to) {
        views.overwritten();
        pass = Pass.ALL; // none has listed the synapses that have mass now
        if (slowRegime.makeUpFor(views, massUpdate, update, from, to)) replaced();
    }

    /** Takes the update off the structural weights, if it is not 0. @param all does so for every synapse */
    void subtractMass(FloatBuffer w, FloatBuffer update, Runnable all) {
        if (mass != Mass.MOVED) return;
        if (pass instanceof Pass.Sparse sparse) sparse.synapses().subtract(w, update);
        else all.run();
        mass = Mass.TAKEN;
    }

    /** Takes the update off the amplitudes. @param all does so for every synapse */
    void subtractAmplitude(FloatBuffer m, FloatBuffer update, Runnable all) {
        if (!(pass instanceof Pass.Sparse sparse)) all.run();
        else if (mass == Mass.STILL) sparse.synapses().store(m);
        else sparse.synapses().subtract(m, update);
    }

    /** Takes the update off the spreads. @param all does so for every synapse */
    void subtractSpread(FloatBuffer spread, FloatBuffer update, Runnable all) {
        if (pass instanceof Pass.Sparse sparse) sparse.synapses().subtract(spread, update);
        else all.run();
    }

    /** Spreads or atoms; keeps the law of w A when the mass has just moved. */
    void law(FloatBuffer update, int step) {
        if (schedule.ended(step)) {
            Pointwise.clear(update);
            return;
        }
        laws.orElseThrow().step(pass, update, rate, schedule.cosine(step), freshCurvature);
        keepLaw(update);
    }

    /** Where mass has just moved, the law of w A stays. */
    void keepLaw(FloatBuffer update) {
        if (mass == Mass.MOVED) laws.orElseThrow().rescale(pass, massUpdate, update);
    }

    void bias(FloatBuffer update, int step) {
        if (schedule.ended(step)) {
            Pointwise.clear(update);
            return;
        }
        FloatBuffer signal = views.biasSignal();
        float momentum = (float) settings.momentum;
        for (int i = 0; i < views.biases(); i++) {
            float v = Pointwise.average(momentum, signal.get(i), update.get(i));
            signal.put(i, v);
            update.put(i, rate[i % views.units()] * v);
        }
    }

    /** What steers β, if a share of the weights is asked for. */
    Optional<TargetKept> target() { return target; }

    private double beta(int step) {
        return target.map(asked -> asked.beta(step)).orElse(settings.beta);
    }

    private void setCoefficients(int step) {
        double cosine = schedule.cosine(step);
        strength = schedule.ramp(step) * beta(step);
        double strength = cosine * this.strength;
        if (settings.potentialCost == TanHwg.Cost.MULTIPLY_ADDS) strength *= Math.sqrt(curvature.positions());
        boolean counting = settings.potential == AmplitudePotential.COUNTING;
        for (int unit = 0; unit < rate.length; unit++) {
            double relaxed = curvature.relax(unit, settings.eta, settings.kappa);
            rate[unit] = (float) (cosine * relaxed);
            float threshold = (float) (strength * Math.sqrt(FORGETTING_CLOCK * relaxed));
            coefficientsThawed.threshold()[unit] = counting ? threshold : 0;
            coefficientsThawed.massThreshold()[unit] = counting ? 0 : threshold;
            coefficientsThawed.shrinkage()[unit] = (float) (1 / (1 + rate[unit] * settings.lambda));
        }
    }

    /**
     * The averaged signal V of the synapses with mass, side by side: reading it at random places of the optimizer's state would take longer than
     * the step. What the step writes goes to both.
     */
    private static final class ListedSignal {
        private float[] values = new float[0];
        private int version;

        /** V of each listed synapse, read anew where the list is another one, or the state was replaced: the first synapse of each unit tells. */
        float[] of(Support list, FloatBuffer state) {
            if (version != list.version() || !same(list, state)) read(list, state);
            return values;
        }

        /** Tells that others have written to the state. */
        void forget() { version = 0; }

        private boolean same(Support list, FloatBuffer state) {
            for (int unit = 0; unit < list.units(); unit++) {
                int k = list.start(unit);
                if (k < list.size() && values[k] != state.get(list.at(k))) return false;
            }
            return true;
        }

        private void read(Support list, FloatBuffer state) {
            if (values.length < list.size()) values = new float[list.size()];
            for (int k = 0; k < list.size(); k++) values[k] = state.get(list.at(k));
            version = list.version();
        }
    }
}
