package org.tanhwg.layers.optimizer;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.tanhwg.core.Checks;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.BoundedAmplitudes;
import org.tanhwg.layers.kernel.step.AmplitudeBound;

/** The numbers of {@link TanHwg}, which says what they mean, with their defaults and ranges; its keys in a configuration file. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
final class StepSettings implements Cloneable, Serializable {
    long start;
    final long steps;
    double eta = 0.5;
    double kappa = 0.5;
    double momentum = 0.9;
    AmplitudePotential potential = AmplitudePotential.COUNTING;
    double beta = 2.9e-4;
    double lambda;
    double temperature;
    double confinement = 0.1;
    double widthStepFactor = 5;
    double rampUntil = 0.2;
    double offAt = 0.7;
    double gamma = 0.2;
    double power = 0.5;
    int consolidateEvery = 20;
    double silentShare = 0.3;
    int assemblies;
    int checkEvery = 100;
    TanHwg.Cost potentialCost = TanHwg.Cost.WEIGHTS;
    int dropEvery;
    double targetKept;
    MassRule mass = MassRule.OBSERVABLE;
    double bound;
    BoundedAmplitudes.Ball ball = BoundedAmplitudes.Ball.AMPLITUDE;
    double quantum;
    boolean uniformSpeed;

    StepSettings(long steps) { this.steps = steps; }

    /** These. @throws IllegalArgumentException naming the setting that is out of range */
    StepSettings checked() {
        if (steps < 1) throw new IllegalArgumentException("steps = " + steps + ": must be a whole number >= 1");
        Checks.positive("eta", eta);
        Checks.nonNegative("kappa", kappa);
        Checks.inRange("momentum", momentum, 0, 0.9999);
        Objects.requireNonNull(potential, "potential");
        Checks.nonNegative("beta", beta);
        Checks.nonNegative("lambda", lambda);
        Checks.nonNegative("temperature", temperature);
        Checks.positive("confinement", confinement);
        Checks.positive("widthStepFactor", widthStepFactor);
        Checks.inRange("rampUntil", rampUntil, 0, 1);
        Checks.inRange("offAt", offAt, 0, 1);
        Checks.inRange("gamma", gamma, 0, 1);
        Checks.inRange("power", power, 0, 1);
        Checks.atLeast("consolidateEvery", consolidateEvery, 1);
        Checks.inRange("silentShare", silentShare, 0, 1);
        Checks.atLeast("assemblies", assemblies, 0);
        Checks.atLeast("checkEvery", checkEvery, 0);
        Objects.requireNonNull(potentialCost, "potentialCost");
        Checks.atLeast("dropEvery", dropEvery, 0);
        Checks.inRange("targetKept", targetKept, 0, 1);
        if (targetKept > 0 && !(beta > 0))
            throw new IllegalArgumentException(
                    "beta = " + beta + ": must be > 0, where the way to targetKept = " + targetKept + " starts");
        Objects.requireNonNull(mass, "mass");
        Checks.nonNegative("bound", bound);
        Objects.requireNonNull(ball, "ball");
        Checks.inRange("quantum", quantum, 0, Math.nextDown(1.0));
        if (uniformSpeed && lambda > 0)
            throw new IllegalArgumentException("lambda = " + lambda + ": must be 0 where speed is uniform");
        return this;
    }

    /** What changes with the step. */
    Schedule schedule() {
        return new Schedule(start, steps, beta > 0 || bound > 0, rampUntil, offAt, consolidateEvery, silentShare);
    }

    /** Numbers of state for each bias: behind the others comes what {@link TargetKept} remembers. */
    int biasState() {
        return Role.BIAS.stateSize() + (targetKept > 0 ? TargetKept.STATE : 0);
    }

    /** Whether units that are constants or that nobody reads are dropped after this step: now and then, and when the support has just been frozen. */
    boolean drops(long step) {
        Schedule schedule = schedule();
        return dropEvery > 0 && !schedule.ended(step)
                && (step % dropEvery == dropEvery - 1 || step > 0 && schedule.frozen(step) && !schedule.frozen(step - 1));
    }

    /** Averages of the signal that each amplitude keeps, see {@link SynapticUpdater#signals}. */
    int signals() {
        return mass == MassRule.PRESSURE ? 2 : 1;
    }

    /** Share of measured pressure in the target of mass at this step. */
    double pressure(long step) {
        if (mass != MassRule.PRESSURE || !schedule().presses(step)) return 0;
        return beta > 0 ? 0.5 : 1;
    }

    /** The ball that amplitudes of a layer with n inputs stay in at this step: it tightens geometrically from one that is wide for He's initialisation. */
    Optional<AmplitudeBound.Ball> ball(int n, long step) {
        if (bound == 0 || schedule().frozen(step)) return Optional.empty();
        boolean byMass = ball == BoundedAmplitudes.Ball.MASS;
        double wide = Math.max(bound, byMass ? 0.15 * n * n : 0.2 * n);
        return Optional.of(new AmplitudeBound.Ball((float) (wide * Math.pow(bound / wide, schedule().tightening(step))), byMass));
    }

    /** All of them, to be compared and shown. */
    List<Object> values() {
        return List.of(schedule(), eta, kappa, momentum, potential, beta, lambda, temperature, confinement, widthStepFactor,
                gamma, power, assemblies, checkEvery, potentialCost, dropEvery, targetKept, mass, bound, ball, quantum,
                uniformSpeed);
    }

    @Override public StepSettings clone() {
        try {
            return (StepSettings) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
