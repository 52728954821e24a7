package org.tanhwg.studies.drift;

import java.util.SplittableRandom;
import org.tanhwg.core.diffusion.Adam;
import org.tanhwg.core.diffusion.BlockStep;
import org.tanhwg.core.diffusion.ConsolidatedReadout;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.LatentMap;
import org.tanhwg.core.diffusion.MapLearner;
import org.tanhwg.core.diffusion.Readout;
import org.tanhwg.core.diffusion.ReadoutSolver;
import org.tanhwg.core.diffusion.Ridge;
import org.tanhwg.core.diffusion.SparseReadout;

/** Makes a network from examples, as the settings say. */
final class Fitting {
    private static final int BATCH = 256;
    private static final double TAU = 1e6;
    private static final double READOUT_RATE = 0.03;

    private Fitting() {}

    /** A pure function of its arguments. */
    static DriftNetwork fit(DriftSettings settings, DriftExamples examples) {
        var process = settings.system().process();
        double[][] points = examples.points(), targets = DriftExamples.targets(process, points);
        var closed = new Ridge(settings.regularization());
        LatentMap map;
        Readout drift;
        if (settings.embedding() == DriftSettings.Embedding.LEARNED) {
            var learner = new MapLearner(settings.connectivity(), settings.system().gain(), settings.learnSteps(),
                    settings.seed());
            MapLearner.Learned learned = learner.learn(settings.neurons(), points, targets);
            map = learned.map();
            drift = settings.solver() == DriftSettings.Solver.LEARNED ? learned.drift()
                    : readout(settings, closed, map, points, targets);
        } else {
            map = LatentMap.random(settings.neurons(), settings.system().gain(), points, new SplittableRandom(settings.seed()));
            drift = readout(settings, closed, map, points, targets);
        }
        return new DriftNetwork(map, drift, closed.solve(map, points, DriftExamples.noise(process, points)));
    }

    private static Readout readout(DriftSettings settings, Ridge closed, LatentMap map, double[][] points, double[][] targets) {
        ReadoutSolver solver = switch (settings.solver()) {
            case RIDGE -> settings.keep() < 1 ? new SparseReadout(settings.keep(), settings.regularization()) : closed;
            case TAN_HWG -> settings.keep() < 1 ? new ConsolidatedReadout(settings.keep(), settings.regularization())
                    : new BlockStep(TAU, BATCH, settings.epochs(), settings.seed());
            case ADAM -> new Adam(READOUT_RATE, BATCH, settings.epochs(), settings.seed());
            case LEARNED -> throw new IllegalArgumentException("a readout that was learned needs no solver");
        };
        return solver.solve(map, points, targets);
    }
}
