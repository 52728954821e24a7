package org.tanhwg.training.train;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.layers.baseline.ExponentiatedGradient;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.baseline.MagnitudePruning;
import org.tanhwg.layers.baseline.Penalty;
import org.tanhwg.layers.baseline.ProximalL1;
import org.tanhwg.layers.baseline.RigL;
import org.tanhwg.layers.baseline.StructuralDescent;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.training.settings.TrainSettings;

/** From settings to what trains a network. */
final class Updaters {
    /** Near the spread of He's initialisation for a few hundred inputs. */
    private static final double EG_SCALE = 0.05;
    /** Share of the run before the first round of magnitude pruning. */
    private static final double PRUNE_FROM = 0.1;
    private static final int PRUNE_ROUNDS = 30;
    /** A stronger one leaves nothing of a network of three layers but its biases: wine, 107 rows, at .56. */
    private static final double MOST_OF_PRIOR = 0.2;
    /** Steps between rounds of gradual pruning, and between rewirings. */
    private static final int PRUNE_EVERY = 100;
    /** Share of the active weights that RigL moves at first. */
    private static final double REWIRED = 0.3;
    private static final double PENALTY_RAMP = 0.2;

    private Updaters() {}

    /** The step size of each falls to 0 along a half cosine. @param steps training steps of the whole run */
    static IUpdater of(TrainSettings settings, long steps) {
        var rate = new HalfCosine(settings.eta(), steps);
        return switch (settings.optimizer()) {
            case TAN_HWG -> tanHwg(settings, steps);
            case MIRROR_DESCENT -> new StructuralDescent(fastStep(settings, steps), MirrorDescent.ENTROPIC, settings.gamma());
            case PROJECTED_GRADIENT ->
                new StructuralDescent(fastStep(settings, steps), MirrorDescent.EUCLIDEAN, settings.gamma());
            case EG_PM -> new ExponentiatedGradient(new Nesterovs(rate), EG_SCALE);
            case SGD -> new Sgd(rate);
            case NESTEROV -> new Nesterovs(rate);
            case ADAM -> new Adam(rate);
            case L1_PROX -> proximal(Penalty.L1, settings, steps);
            case HALF_PROX -> proximal(Penalty.HALF, settings, steps);
            case REWEIGHTED_PROX -> proximal(Penalty.REWEIGHTED, settings, steps);
            case GRADUAL_PRUNING ->
                new MagnitudePruning(new Nesterovs(rate), settings.keep(), steps, Math.min(PRUNE_FROM, settings.offAt()),
                        settings.offAt(), (int) Math.max(1, (settings.offAt() - PRUNE_FROM) * steps / PRUNE_EVERY));
            case RIGL ->
                new RigL(new Nesterovs(rate), settings.keep(), steps, PRUNE_EVERY, REWIRED, settings.offAt(), settings.seed());
            case MAGNITUDE_PRUNING -> new MagnitudePruning(new Nesterovs(rate), settings.keep(), steps,
                    Math.min(PRUNE_FROM, settings.offAt()), settings.offAt(), PRUNE_ROUNDS);
        };
    }

    /** The ramp is that of Tan–HWG. */
    private static ProximalL1 proximal(Penalty penalty, TrainSettings settings, long steps) {
        return new ProximalL1(new Nesterovs(new HalfCosine(settings.eta(), steps)), penalty, settings.beta(), steps, PENALTY_RAMP,
                settings.offAt());
    }

    private static TanHwg tanHwg(TrainSettings settings, long steps) {
        TanHwg.Builder optimizer = builder(settings, steps);
        return (settings.targetKept() == null ? optimizer : optimizer.targetKept(settings.targetKept())).build();
    }

    private static TanHwg fastStep(TrainSettings settings, long steps) { return builder(settings, steps).build(); }

    private static TanHwg.Builder builder(TrainSettings settings, long steps) {
        double each = settings.epochs() / ((double) steps * settings.batch()); // 1 / examples
        return new TanHwg.Builder(steps).eta(settings.eta()).kappa(settings.kappa()).beta(settings.beta())
                .lambda(settings.lambda() + Math.min(MOST_OF_PRIOR, settings.prior() * each))
                .temperature(settings.temperature() * settings.epochs() / ((double) steps * settings.batch()))
                .confinement(settings.confinement()).widthStepFactor(settings.widthStepFactor())
                .potential(settings.potential())
                .offAt(settings.offAt()).momentum(settings.momentum()).uniformSpeed(settings.uniformSpeed())
                .silentShare(settings.silentShare())
                .gamma(settings.gamma()).power(settings.power())
                .consolidateEvery(settings.consolidateEvery()).assemblies(settings.assemblies())
                .potentialCost(TanHwg.Cost.valueOf(settings.potentialCost().name())).dropEvery(settings.dropEvery())
                .mass(settings.mass()).bound(settings.bound()).ball(settings.ball()).quantum(settings.quantum());
    }
}
