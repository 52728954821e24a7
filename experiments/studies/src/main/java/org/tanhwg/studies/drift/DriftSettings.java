package org.tanhwg.studies.drift;

import java.util.Locale;
import org.tanhwg.core.Checks;
import org.tanhwg.core.diffusion.MapLearner.Connectivity;
import org.tanhwg.core.diffusion.Walk.Integrator;
import org.tanhwg.training.settings.Setting;

/** Everything that decides a run of {@code gnn drift}. */
public record DriftSettings(
        @Setting(value = "the equation", label = "NAME", standard = "ou") Target system,
        @Setting(
                value = "neurons of the network",
                otherwise = DriftSettings.DRAWN_NEURONS + "; " + DriftSettings.LEARNED_NEURONS
                        + " with a learned embedding") Integer neurons,
        @Setting(
                value = "examples of the drift, half of them along paths, half in a box around those",
                standard = "6000") int points,
        @Setting(
                value = "random or learned: where neurons look at the latent state",
                label = "KIND", otherwise = "random; learned for wells") Embedding embedding,
        @Setting(
                value = "steps that a learned embedding takes",
                otherwise = DriftSettings.LEARN_STEPS + "; " + DriftSettings.SYMMETRIC_LEARN_STEPS
                        + " for symmetric, which is as much work") Integer learnSteps,
        @Setting(
                value = "asymmetric or symmetric: of the weight matrix",
                label = "KIND", standard = "asymmetric") Connectivity connectivity,
        @Setting(
                value = "ridge, tan-hwg, adam, or learned: how the readout is found",
                label = "NAME", otherwise = "ridge; tan-hwg with --keep; learned for symmetric") Solver solver,
        @Setting(
                value = "passes of the solver over the examples",
                otherwise = DriftSettings.TAN_HWG_EPOCHS + " for tan-hwg, " + DriftSettings.ADAM_EPOCHS
                        + " for adam") Integer epochs,
        @Setting(value = "λ of ridge: more makes drift less exact and bears more noise", standard = "1e-8") double regularization,
        @Setting(
                value = "largest share of the readout's weights that stay, in (0, 1]: by consolidation with tan-hwg, by optimal brain surgeon with ridge",
                label = "SHARE", standard = "1") double keep,
        @Setting(value = "euler-maruyama or heun: of simulations", label = "NAME", standard = "heun") Integrator integrator,
        @Setting(value = "steps of each simulation, over 20 paths", standard = "200000") int steps,
        @Setting(value = "switches that an input commands, with wells", standard = "1000") int commands,
        @Setting(value = "seed of everything random", standard = "1") long seed) {
    static final int DRAWN_NEURONS = 256;
    static final int LEARNED_NEURONS = 64;
    static final int TAN_HWG_EPOCHS = 10;
    static final int ADAM_EPOCHS = 200;
    static final int LEARN_STEPS = 80;
    /** As much work: a symmetric network has three fifths of the parameters, and a step of its costs a third. */
    static final int SYMMETRIC_LEARN_STEPS = 220;
    private static final int FEWEST_STEPS = 1000;
    private static final int FEWEST_POINTS = 100;

    /** Where M and r0 come from. */
    public enum Embedding {
        /** Drawn. */
        RANDOM,
        /** Learned together with a first B. */
        LEARNED;

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the readout B is found. */
    public enum Solver {
        /** Closed form. */
        RIDGE(0),
        /** The Tan–HWG block step. */
        TAN_HWG(TAN_HWG_EPOCHS),
        /** The usual stochastic gradient method. */
        ADAM(ADAM_EPOCHS),
        /** None: B as it was learned together with the map. */
        LEARNED(0);

        private final int epochs;

        Solver(int epochs) { this.epochs = epochs; }

        /** As options and configurations call it. */
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public DriftSettings {
        boolean symmetric = connectivity == Connectivity.SYMMETRIC;
        if (solver == null) solver = symmetric ? Solver.LEARNED : keep < 1 ? Solver.TAN_HWG : Solver.RIDGE;
        if (embedding == null)
            embedding = system.learned() || solver == Solver.LEARNED ? Embedding.LEARNED : Embedding.RANDOM;
        if (neurons == null) neurons = embedding == Embedding.LEARNED ? LEARNED_NEURONS : DRAWN_NEURONS;
        if (learnSteps == null) learnSteps = symmetric ? SYMMETRIC_LEARN_STEPS : LEARN_STEPS;
        if (epochs == null) epochs = solver.epochs;
        Checks.atLeast("neurons", neurons, system.process().dimension());
        Checks.atLeast("points", points, FEWEST_POINTS);
        Checks.atLeast("learn-steps", learnSteps, 1);
        Checks.atLeast("epochs", epochs, Math.min(1, solver.epochs));
        Checks.positive("regularization", regularization);
        Checks.inHalfOpen("keep", keep, 0, 1);
        Checks.atLeast("steps", steps, FEWEST_STEPS);
        Checks.atLeast("commands", commands, 0);
        if (symmetric && solver != Solver.LEARNED)
            throw new IllegalArgumentException(
                    "connectivity = symmetric: needs --solver learned; with a given M there are too few symmetric B");
        if (solver == Solver.LEARNED && embedding != Embedding.LEARNED)
            throw new IllegalArgumentException("solver = learned: needs --embedding learned");
        if (keep < 1 && solver != Solver.RIDGE && solver != Solver.TAN_HWG)
            throw new IllegalArgumentException("keep = " + keep + ": needs --solver tan-hwg or ridge");
    }
}
