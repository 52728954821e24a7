package org.tanhwg.studies.drift;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tanhwg.core.Checks;
import org.tanhwg.core.diffusion.MapLearner.Connectivity;
import org.tanhwg.core.diffusion.Walk.Integrator;

/**
 * Everything that decides a run; {@code gnn drift} has an option for each component.
 *
 * @param neurons N
 * @param points examples of the drift
 * @param learnSteps steps in which a map is learned
 * @param epochs of the solver, which the closed form does not need
 * @param regularization λ of the closed form
 * @param keep largest share of the entries of B that stay; 1 keeps all
 * @param steps of each simulation
 * @param commands switches that are commanded, where there are wells
 * @param seed of everything random
 */
public record DriftSettings(Target system, int neurons, int points, Embedding embedding, int learnSteps,
        Connectivity connectivity, Solver solver, int epochs, double regularization, double keep, Integrator integrator,
        int steps, int commands, long seed) {
    private static final int FEWEST_STEPS = 1000;
    private static final int FEWEST_POINTS = 100;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public DriftSettings {
        Checks.atLeast("neurons", neurons, system.process().dimension());
        Checks.atLeast("points", points, FEWEST_POINTS);
        Checks.atLeast("learn-steps", learnSteps, 1);
        Checks.atLeast("epochs", epochs, Math.min(1, solver.epochs()));
        Checks.positive("regularization", regularization);
        Checks.inHalfOpen("keep", keep, 0, 1);
        Checks.atLeast("steps", steps, FEWEST_STEPS);
        Checks.atLeast("commands", commands, 0);
        if (connectivity == Connectivity.SYMMETRIC && solver != Solver.LEARNED)
            throw new IllegalArgumentException(
                    "connectivity = symmetric: needs --solver learned; with a given M there are too few symmetric B");
        if (solver == Solver.LEARNED && embedding != Embedding.LEARNED)
            throw new IllegalArgumentException("solver = learned: needs --embedding learned");
        if (keep < 1 && solver != Solver.RIDGE && solver != Solver.TAN_HWG)
            throw new IllegalArgumentException("keep = " + keep + ": needs --solver tan-hwg or ridge");
    }

    /**
     * Steps in which a map is learned unless something else is said: as much work for both kinds. A symmetric network has three fifths of
     * the parameters, and a step of its costs a third.
     */
    public static int learnSteps(Connectivity connectivity) {
        return connectivity == Connectivity.SYMMETRIC ? 220 : 80;
    }

    /** By option, in the order of the components. */
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("system", system.toString());
        values.put("neurons", neurons);
        values.put("points", points);
        values.put("embedding", embedding.toString());
        values.put("learn-steps", learnSteps);
        values.put("connectivity", connectivity.toString());
        values.put("solver", solver.toString());
        values.put("epochs", epochs);
        values.put("regularization", regularization);
        values.put("keep", keep);
        values.put("integrator", integrator.toString());
        values.put("steps", steps);
        values.put("commands", commands);
        values.put("seed", seed);
        return values;
    }
}
