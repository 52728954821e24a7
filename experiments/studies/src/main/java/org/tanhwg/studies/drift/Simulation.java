package org.tanhwg.studies.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.core.diffusion.Walk;
import org.tanhwg.core.measure.QuantileLaw;
import org.tanhwg.core.transport.Wasserstein1D;

/**
 * States visited on paths from several starts, after a time to settle.
 *
 * @param states z, in the order of time on each path
 * @param offFlat largest distance of a state of neurons from the flat Mz + r0, in parts of its length; 0 where there are no neurons
 */
record Simulation(double[][] states, double offFlat) {
    private static final int SETTLING = 5;
    private static final int MOST_STATES = 40_000;
    private static final int DIRECTIONS = 24;

    /** Paths of the equation itself. */
    static Simulation of(DriftSettings settings, double[][] starts, long stream) {
        return run(settings, settings.system().process(), starts, stream, (state, z) -> {
            System.arraycopy(state, 0, z, 0, z.length);
            return 0;
        });
    }

    /** Paths of the network, in the space of its neurons. */
    static Simulation of(DriftSettings settings, DriftNetwork network, double[][] starts, long stream) {
        double[][] lifted = new double[starts.length][network.map().neurons()], inverse = network.map().inverse();
        for (int p = 0; p < starts.length; p++) network.map().lift(starts[p], lifted[p]);
        double[] flat = new double[network.map().neurons()];
        return run(settings, network.neurons(), lifted, stream, (state, z) -> {
            double off = 0, size = 0;
            project(network, inverse, state, z);
            network.map().lift(z, flat);
            for (int i = 0; i < flat.length; i++) {
                off += (state[i] - flat[i]) * (state[i] - flat[i]);
                size += state[i] * state[i];
            }
            return Math.sqrt(off / size);
        });
    }

    /** z = M⁺(r − r0). */
    static void project(DriftNetwork network, double[][] inverse, double[] state, double[] z) {
        Arrays.fill(z, 0);
        for (int j = 0; j < z.length; j++)
            for (int i = 0; i < state.length; i++) z[j] += inverse[j][i] * (state[i] - network.map().r0()[i]);
    }

    /** Writes the latent state and returns how far from the flat it was. */
    private interface Look {
        double at(double[] state, double[] z);
    }

    private static Simulation run(DriftSettings settings, ItoProcess process, double[][] starts, long stream, Look look) {
        var seeds = new SplittableRandom(settings.seed() * 31 + stream);
        int steps = Math.max(1, settings.steps() / starts.length), settling = steps / SETTLING;
        int every = Math.max(1, settings.steps() / MOST_STATES);
        List<double[]> states = new ArrayList<>();
        double off = 0;
        for (double[] start : starts) {
            var walk = new Walk(process, settings.integrator(), settings.system().dt(), start, seeds.split());
            for (int t = -settling; t < steps; t++) {
                walk.step();
                if (t < 0 || t % every != 0) continue;
                double[] z = new double[settings.system().process().dimension()];
                off = Math.max(off, look.at(walk.state(), z));
                if (!Double.isFinite(Arrays.stream(z).sum())) return new Simulation(new double[0][], Double.NaN);
                states.add(z);
            }
        }
        return new Simulation(states.toArray(double[][]::new), off);
    }

    boolean diverged() { return states.length == 0; }

    /** √ of the mean over directions of W₂² of the projections on it, in parts of this simulation's variance there: sliced W₂. */
    double distance(Simulation other) {
        int k = states[0].length, directions = k == 1 ? 1 : DIRECTIONS;
        var random = new SplittableRandom(1);
        double sum = 0;
        for (int d = 0; d < directions; d++) {
            double[] direction = new double[k];
            for (int j = 0; j < k; j++)
                direction[j] = k == 2 ? Math.cos(Math.PI * d / directions - j * Math.PI / 2) : random.nextGaussian();
            double[] own = projected(direction);
            double mean = Arrays.stream(own).average().orElseThrow();
            double variance = Arrays.stream(own).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
            sum += Wasserstein1D.squared(QuantileLaw.of(own), QuantileLaw.of(other.projected(direction))) / variance;
        }
        return Math.sqrt(sum / directions);
    }

    private double[] projected(double[] direction) {
        double[] values = new double[states.length];
        for (int e = 0; e < values.length; e++)
            for (int j = 0; j < direction.length; j++) values[e] += direction[j] * states[e][j];
        return values;
    }

    /** Angular velocity E[z₁f₂ − z₂f₁] / E|z|² of the probability current around the origin, in the first two coordinates; radians per time. */
    double circulation(ItoProcess process) {
        double[] drift = new double[process.dimension()];
        double momentum = 0, inertia = 0;
        for (double[] z : states) {
            process.drift(z, drift);
            momentum += z[0] * drift[1] - z[1] * drift[0];
            inertia += z[0] * z[0] + z[1] * z[1];
        }
        return momentum / inertia;
    }
}
