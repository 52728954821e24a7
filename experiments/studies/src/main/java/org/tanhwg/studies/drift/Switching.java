package org.tanhwg.studies.drift;

import java.util.SplittableRandom;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.Walk;
import org.tanhwg.datasets.sde.Wells;

/** Commands to a network among wells: an input Mu drives it toward a well for a while, then it is left alone, noise on, and looked at. */
final class Switching {
    private static final double DRIVE = 3;
    private static final double DRIVEN = 3;
    private static final double LEFT_ALONE = 2;

    private Switching() {}

    /** How many of the commands, each to another well than the one before, ended in theirs. */
    static int obeyed(DriftSettings settings, DriftNetwork network, Wells wells) {
        var random = new SplittableRandom(settings.seed() * 31 + 7);
        double dt = settings.system().dt();
        int neurons = network.map().neurons(), obeyed = 0, now = 0;
        double[] state = new double[neurons], z = new double[2];
        double[][] inverse = network.map().inverse();
        network.map().lift(wells.centre(now), state);
        var walk = new Walk(network.neurons(), settings.integrator(), dt, state, random.split());
        for (int c = 0; c < settings.commands(); c++) {
            now = (now + 1 + random.nextInt(wells.count() - 1)) % wells.count();
            double[] input = input(network, wells.centre(now), DRIVE * dt);
            for (int t = 0; t < DRIVEN / dt; t++) {
                walk.step();
                for (int i = 0; i < neurons; i++) walk.state()[i] += input[i];
            }
            for (int t = 0; t < LEFT_ALONE / dt; t++) walk.step();
            Simulation.project(network, inverse, walk.state(), z);
            if (wells.nearest(z) == now) obeyed++;
        }
        return obeyed;
    }

    /** M times a vector of that length toward a point. */
    private static double[] input(DriftNetwork network, double[] toward, double length) {
        double distance = Math.hypot(toward[0], toward[1]);
        double[] input = new double[network.map().neurons()];
        for (int i = 0; i < input.length; i++)
            for (int j = 0; j < 2; j++) input[i] += network.map().m()[i][j] * toward[j] / distance * length;
        return input;
    }
}
