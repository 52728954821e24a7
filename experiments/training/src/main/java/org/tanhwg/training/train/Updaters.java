package org.tanhwg.training.train;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.layers.baseline.ExponentiatedGradient;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.baseline.MagnitudePruning;
import org.tanhwg.layers.baseline.ProximalL1;
import org.tanhwg.layers.baseline.StructuralDescent;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.training.settings.TrainSettings;

/** From settings to the updater of a network; the step size of each falls to 0 along a half cosine. */
final class Updaters {
    /** Near the spread of He's initialisation for a few hundred inputs. */
    private static final double EG_SCALE = 0.05;
    /** Share of the run before the first round of magnitude pruning. */
    private static final double PRUNE_FROM = 0.1;
    private static final int PRUNE_ROUNDS = 30;

    private Updaters() {}

    /** @param steps training steps of the whole run */
    static IUpdater of(TrainSettings settings, long steps) {
        var rate = new HalfCosine(settings.eta(), steps);
        return switch (settings.optimizer()) {
            case TAN_HWG -> fastStep(settings, steps);
            case MIRROR_DESCENT -> new StructuralDescent(fastStep(settings, steps), MirrorDescent.ENTROPIC, settings.gamma());
            case PROJECTED_GRADIENT ->
                new StructuralDescent(fastStep(settings, steps), MirrorDescent.EUCLIDEAN, settings.gamma());
            case EG_PM -> new ExponentiatedGradient(new Nesterovs(rate), EG_SCALE);
            case SGD -> new Sgd(rate);
            case NESTEROV -> new Nesterovs(rate);
            case ADAM -> new Adam(rate);
            case L1_PROX -> new ProximalL1(new Nesterovs(rate), settings.beta(), steps, settings.offAt());
            case MAGNITUDE_PRUNING -> new MagnitudePruning(new Nesterovs(rate), settings.keep(), steps,
                    Math.min(PRUNE_FROM, settings.offAt()), settings.offAt(), PRUNE_ROUNDS);
        };
    }

    private static TanHwg fastStep(TrainSettings settings, long steps) {
        return new TanHwg.Builder(steps).eta(settings.eta()).kappa(settings.kappa()).beta(settings.beta())
                .lambda(settings.lambda())
                .temperature(settings.temperature() * settings.epochs() / ((double) steps * settings.batch()))
                .confinement(settings.confinement()).widthStepFactor(settings.lawClock())
                .potential(settings.potential())
                .offAt(settings.offAt()).gamma(settings.gamma()).power(settings.power())
                .consolidateEvery(settings.consolidateEvery()).assemblies(settings.assemblies())
                .build();
    }
}
