package org.tanhwg.experiments.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import org.tanhwg.core.Checks;

/**
 * Everything that decides a training run. Each component is an option of {@code gnn train} and a key of its configuration file, in kebab-case;
 * defaults live in {@code presets/default.yaml} and nowhere else.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainSettings(
        @Option(value = "starting values: default, sparse, dense or balanced", label = "NAME") String preset,
        @Option(value = "data set, see gnn data list", label = "NAME") String data,
        @Option(value = "folder that holds the IDX files", label = "DIR") Path dataDir,
        @Option(value = "units of each hidden layer", label = "N,...") List<Integer> layers,
        @Option("passes over the training examples") int epochs,
        @Option("examples per step") int batch,
        @Option("of everything random") long seed,
        @Option("step size η = τ/n of the fast regime, one for all layers") double eta,
        @Option("weight κ of the curvature in the step: above 0 the order of η hardly matters, 0 makes the step explicit") double kappa,
        @Option("strength β of the amplitude potential: the only knob of sparsity; 0 for none") double beta,
        @Option("quadratic part λ of the potential") double lambda,
        @Option(value = "what the potential counts: counting (each living synapse once) or mass", label = "KIND") Potential potential,
        @Option("share of the run after which the potential ends and the support stays as it is") double offAt,
        @Option("rate γ of consolidation, in (0, 1]") double gamma,
        @Option("exponent p of consolidation: mass goes to |O|^p") double power,
        @Option("steps from one consolidation to the next") int consolidateEvery,
        @Option("spread of the release noise on the inputs") double noiseInput,
        @Option("the same on hidden units") double noiseHidden,
        @Option(value = "law of each synapse's amplitude: dirac", label = "LAW") Law law,
        @Option(value = "what a synapse passes on: expected", label = "KIND") Transmission transmission,
        @Option(value = "hold out N training examples (5000 unless said) and measure on them, not on the test set", label = "N", whenBare = "5000") int validation) {

    /** Amplitude potential (theory §4.2): each living synapse once, or weighted by its mass. */
    public enum Potential {
        COUNTING, MASS
    }

    /** Laws of a synapse's amplitude that training offers (theory §1). */
    public enum Law {
        DIRAC
    }

    /** Whether a synapse transmits its mean amplitude or a sample. */
    public enum Transmission {
        EXPECTED
    }

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public TrainSettings {
        layers = List.copyOf(layers);
        for (int units : layers) Checks.atLeast("layers", units, 1);
        Checks.atLeast("epochs", epochs, 1);
        Checks.atLeast("batch", batch, 1);
        Checks.positive("eta", eta);
        Checks.nonNegative("kappa", kappa);
        Checks.nonNegative("beta", beta);
        Checks.nonNegative("lambda", lambda);
        Checks.inRange("off-at", offAt, 0, 1);
        Checks.inHalfOpen("gamma", gamma, 0, 1);
        Checks.inHalfOpen("power", power, 0, 1);
        Checks.atLeast("consolidate-every", consolidateEvery, 1);
        Checks.nonNegative("noise-input", noiseInput);
        Checks.nonNegative("noise-hidden", noiseHidden);
        Checks.atLeast("validation", validation, 0);
    }
}
