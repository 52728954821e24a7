package org.tanhwg.training.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tanhwg.core.Checks;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.BoundedAmplitudes.Ball;
import org.tanhwg.datasets.Augmentation;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.inputs.RowInputs.Missing;
import org.tanhwg.layers.conf.SynapticLaw.Kind;
import org.tanhwg.layers.optimizer.MassRule;

/**
 * Everything that decides a training run. Each component is an option of {@code gnn train} and a key of its configuration file, in kebab-case;
 * defaults live in {@code presets/default.yaml} and nowhere else. Without {@code from}, which may be null, the network is made afresh, and without
 * {@code network} it has fully connected {@code layers}. What data of one's own do not say themselves may be null too: it is then found out, see {@link OwnData}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainSettings(
        @Setting(
                value = "starting values: default, sparse, dense, balanced, pressure, calibrated, complex, real-twin, converted, lenet5 or table",
                label = "NAME") String preset,
        @Setting(
                value = "what trains: tan-hwg, or a baseline: mirror-descent, projected-gradient, eg-pm, sgd, nesterov, adam, l1-prox,"
                        + " half-prox, reweighted-prox, magnitude-pruning, gradual-pruning, rigl",
                label = "NAME") Optimizer optimizer,
        @Setting(value = "data set, see gnn data list, or one's own: a table, an .npz file, a folder of pictures or IDX files",
                label = "NAME|PATH") String data,
        @Setting(value = "folder that holds the IDX files of a data set by name", label = "DIR") Path dataDir,
        @Setting(value = "column to be predicted [label, target, class or y]", label = "COLUMN,...") List<String> label,
        @Setting(value = "file with the test rows of a table", label = "FILE") Path test,
        @Setting("share of the examples held out for the test where there is no test side [0.2]") Double testShare,
        @Setting(value = "pictures are height x width: the columns of a table, or what all are scaled to",
                label = "HxW") String size,
        @Setting(value = "what becomes of cells without a value: refuse, impute or drop [refuse]",
                label = "KIND") Missing missing,
        @Setting(value = "leave out pictures that cannot be decoded", label = "BOOL", whenBare = "true") Boolean skipBad,
        @Setting(value = "column with a weight for each row", label = "COLUMN") String weight,
        @Setting(value = "what is asked: classification or regression [told from the labels]", label = "KIND") Task task,
        @Setting(value = "start from the network of a run or a model file, also one of Deeplearning4j, which is converted",
                label = "RUN|FILE") Path from,
        @Setting(value = "units of each hidden layer", label = "N,...") List<Integer> layers,
        @Setting(value = "network of convolutions: lenet5, vgg-small, resnet8, or a list of parts in a configuration file",
                label = "NAME") NetworkShape network,
        @Setting(
                value = "change pictures at random before each step: shift:PIXELS, flip (left for right) and rotate:DEGREES, at most so far either way",
                label = "KIND,...") String augment,
        @Setting("passes over the training examples") int epochs,
        @Setting("fewest steps of a run: where the epochs make fewer, there are more of them; 0 for none") int minSteps,
        @Setting("examples per step") int batch,
        @Setting("seed of everything random") long seed,
        @Setting("step size η = τ/n of the fast regime, one for all layers; the learning rate of a baseline") double eta,
        @Setting("weight κ of the curvature in the step: above 0 the order of η hardly matters, 0 makes the step explicit") double kappa,
        @Setting("strength β of the amplitude potential: the only knob of sparsity; 0 for none") double beta,
        @Setting(
                value = "share of the weights, or of what potential-cost names, that is to be left, such as 2%: beta is then steered so that the run ends there",
                label = "SHARE") Double targetKept,
        @Setting("share of the weights that magnitude-pruning, gradual-pruning and rigl leave") double keep,
        @Setting("quadratic part λ of the potential") double lambda,
        @Setting(value = "what the potential counts: counting (each living synapse once) or mass",
                label = "KIND") AmplitudePotential potential,
        @Setting(
                value = "what the potential is a price of: weights, or multiply-adds, by which kernels that are used at many positions cost more",
                label = "KIND") PotentialCost potentialCost,
        @Setting("steps after which units that are constants or that nobody reads are dropped, again and again; 0 for never") int dropEvery,
        @Setting("precision of a normal prior on the weights: adds prior / examples, at most 0.2, to lambda") double prior,
        @Setting("share of the run after which the potential ends and the support stays as it is") double offAt,
        @Setting("decay of the averaged signal, in [0, 1)") double momentum,
        @Setting("rate γ of consolidation, in [0, 1]; 0 moves no mass while the potential is on, for ablations") double gamma,
        @Setting("exponent p of consolidation: mass goes to |O|^p, and to all that is not silent alike for 0") double power,
        @Setting(value = "move the living synapses of a unit alike, for ablations; threshold over speed stays", label = "BOOL",
                whenBare = "true") boolean uniformSpeed,
        @Setting("of the mean mass below which a silent synapse loses its own, in [0, 1]; 0 waits for the end of the potential, for ablations") double silentShare,
        @Setting(
                value = "what draws mass: observable, |O|^p; or pressure, as it is measured: half of the target, and all of it where beta is 0;"
                        + " or permuted, |O|^p of another synapse, for ablations",
                label = "KIND") MassRule mass,
        @Setting("radius that bounds the amplitudes, which prunes without a potential; 0 for none") double bound,
        @Setting(value = "what the bound is of: amplitude, |m| at most the radius; or mass, |m| at most the radius times w",
                label = "KIND") Ball ball,
        @Setting("share of the mean mass below which a synapse goes, silent or not; 0 for none") double quantum,
        @Setting("steps from one consolidation to the next") int consolidateEvery,
        @Setting("assemblies that the inputs of a layer form, over which consolidation moves mass on the average; 0 for none") int assemblies,
        @Setting(value = "what real hidden units make of their input: relu or tanh", label = "KIND") Activation activation,
        @Setting(
                value = "where hidden layers get their feedback from: back-propagation, feedback-alignment or own-target",
                label = "KIND") Signal signal,
        @Setting("spread of the release noise on the inputs") double noiseInput,
        @Setting("spread of the release noise on hidden units") double noiseHidden,
        @Setting(
                value = "what becomes of the examples first: none; fourier, the lowest frequencies of an image; phase, x as e^(i pi x) - 1",
                label = "KIND") Encoding encoding,
        @Setting("how many frequencies fourier takes") int frequencies,
        @Setting(value = "numbers that hidden synapses carry: real, or complex after an encoding", label = "FIELD") Field field,
        @Setting(
                value = "law of each synapse's amplitude: dirac, gaussian or quantiles; where the field is complex, covariance or atoms instead of quantiles",
                label = "LAW") Kind law,
        @Setting(value = "what a synapse passes on while training: expected or sampled",
                label = "KIND") Transmission transmission,
        @Setting("atoms of a law of quantiles or atoms") int atoms,
        @Setting("standard deviation of an observable weight at the start, for laws that have one") double spread,
        @Setting("temperature of those laws in units of 1/examples, where 1 is the Bayesian posterior") double temperature,
        @Setting("standard deviation that widths tend to where the data do not care") double confinement,
        @JsonProperty("law-clock") @Setting("how many times longer the steps of widths are than those of means") double widthStepFactor,
        @Setting("measure the energy J after each epoch on N training examples, without noise; 0 for not") int energySample,
        @Setting("draw N of the training examples and leave out the others; 0 for all") int trainExamples,
        @Setting(value = "measure on N held-out training examples (5000 unless said), not on the test set",
                whenBare = "5000") int validation,
        @Setting(value = "share of the training examples that is held out in the place of --validation [0.1 with --patience]",
                label = "SHARE") Double validationShare,
        @Setting(
                value = "stop after N epochs without a smaller loss on the held-out examples and keep the best epoch; counts once what is pruned is decided",
                label = "N") Integer patience,
        @Setting(value = "weights by class: balanced, so that all classes count alike",
                label = "KIND") ClassWeights classWeights) {

    /** What classes weigh where they are not as frequent as each other. */
    public enum ClassWeights {
        BALANCED
    }

    /** Activations of hidden units. */
    public enum Activation {
        RELU, TANH
    }

    /** Signals of hidden layers (theory §4); the output layer always has the gradient of the loss. */
    public enum Signal {
        BACK_PROPAGATION, FEEDBACK_ALIGNMENT, OWN_TARGET;

        /** As on the command line. */
        @JsonValue
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What the potential is a price of. */
    public enum PotentialCost {
        WEIGHTS, MULTIPLY_ADDS;

        /** As on the command line. */
        @JsonValue
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** From real examples to complex features [re | im]. */
    public enum Encoding {
        NONE, FOURIER, PHASE
    }

    /** Where amplitudes live (theory §1): real layers take complex features as twice as many real ones. */
    public enum Field {
        REAL, COMPLEX
    }

    /** Whether a synapse transmits its mean amplitude or a sample. */
    public enum Transmission {
        EXPECTED, SAMPLED
    }

    /** Share of the run with release noise: the last fifth trains what inference will use. */
    public static final double NOISE_UNTIL = 0.8;
    /** What {@link #measuredOn} calls the test examples. */
    public static final String TEST = "test";
    private static final double USUAL_SHARE = 0.1;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public TrainSettings {
        if (OwnData.isPath(data)) data = OwnData.absolute(data); // a run is resumed from anywhere
        else
            OwnData.requireNone(data,
                    Arrays.asList("label", "test", "test-share", "size", "missing", "skip-bad", "weight", "task"),
                    Arrays.asList(label, test, testShare, size, missing, skipBad, weight, task));
        if (test != null) test = test.toAbsolutePath().normalize();
        if (label != null) label = List.copyOf(label);
        if (testShare != null && !(testShare > 0 && testShare < 1))
            throw new IllegalArgumentException("test-share = " + testShare + ": must be between 0 and 1");
        if (size != null && ImageShape.parse(size).isEmpty())
            throw new IllegalArgumentException("size = " + size + ": must be height x width, such as 28x28");
        if (augment != null) augment = augmentation(augment).toString();
        if (dataDir != null) dataDir = dataDir.toAbsolutePath().normalize(); // a run is resumed from anywhere
        if (from != null) from = from.toAbsolutePath().normalize();
        layers = network == null ? List.copyOf(layers) : List.of();
        for (int units : layers) Checks.atLeast("layers", units, 1);
        Checks.atLeast("epochs", epochs, 1);
        Checks.atLeast("batch", batch, 1);
        if (law != Kind.DIRAC && optimizer != Optimizer.TAN_HWG)
            throw new IllegalArgumentException("law = " + law + ": must be dirac for the optimizer " + optimizer);
        Checks.positive("eta", eta);
        Checks.nonNegative("kappa", kappa);
        Checks.nonNegative("beta", beta);
        if (targetKept != null && !(targetKept > 0 && targetKept <= 1))
            throw new IllegalArgumentException(
                    "target-kept = " + targetKept
                            + ": must be a share of the weights, above 0 and at most 1, such as 2% or 0.02");
        Checks.inHalfOpen("keep", keep, 0, 1);
        Checks.nonNegative("lambda", lambda);
        Checks.inRange("off-at", offAt, 0, 1);
        Checks.inRange("momentum", momentum, 0, 0.9999);
        Checks.inRange("gamma", gamma, 0, 1);
        if (gamma == 0 && optimizer != Optimizer.TAN_HWG)
            throw new IllegalArgumentException("gamma = 0: must be above 0 for the optimizer " + optimizer);
        Checks.inRange("power", power, 0, 1);
        if (uniformSpeed && lambda > 0)
            throw new IllegalArgumentException("lambda = " + lambda + ": must be 0 with uniform-speed");
        if (uniformSpeed && field == Field.COMPLEX)
            throw new IllegalArgumentException("uniform-speed = true: must be false where the field is COMPLEX");
        Checks.inRange("silent-share", silentShare, 0, 1);
        Checks.nonNegative("bound", bound);
        Checks.inRange("quantum", quantum, 0, Math.nextDown(1.0));
        Checks.atLeast("consolidate-every", consolidateEvery, 1);
        Checks.atLeast("assemblies", assemblies, 0);
        Checks.atLeast("drop-every", dropEvery, 0);
        if (network != null && encoding != Encoding.NONE)
            throw new IllegalArgumentException(
                    "encoding = " + encoding + ": must be none for a network of convolutions, which takes pictures");
        Checks.nonNegative("noise-input", noiseInput);
        Checks.nonNegative("noise-hidden", noiseHidden);
        Checks.atLeast("frequencies", frequencies, 1);
        if (field == Field.COMPLEX && encoding == Encoding.NONE)
            throw new IllegalArgumentException("field = COMPLEX: needs an encoding, fourier or phase");
        if (field == Field.COMPLEX && !optimizer.synaptic())
            throw new IllegalArgumentException("field = COMPLEX: must be real for the optimizer " + optimizer);
        int parts = field == Field.COMPLEX ? 2 : 1;
        if (!law.fits(parts))
            throw new IllegalArgumentException(
                    "law = " + law + ": must be one of " + Kind.fitting(parts) + " where the field is " + field);
        if (field == Field.COMPLEX && activation != Activation.RELU)
            throw new IllegalArgumentException("activation = " + activation + ": must be relu where the field is COMPLEX");
        Checks.atLeast("atoms", atoms, 1);
        Checks.nonNegative("spread", spread);
        Checks.nonNegative("temperature", temperature);
        Checks.positive("confinement", confinement);
        Checks.positive("law-clock", widthStepFactor);
        Checks.atLeast("energy-sample", energySample, 0);
        if (energySample > 0 && potentialCost != PotentialCost.WEIGHTS)
            throw new IllegalArgumentException(
                    "energy-sample = " + energySample + ": must be 0 where the potential is a price of " + potentialCost);
        Checks.atLeast("train-examples", trainExamples, 0);
        Checks.atLeast("validation", validation, 0);
        if (validationShare != null && !(validationShare > 0 && validationShare < 1))
            throw new IllegalArgumentException(
                    "validation-share = " + validationShare + ": must be between 0 and 1, such as 10% or 0.1");
        if (validationShare != null && validation > 0)
            throw new IllegalArgumentException(
                    "validation-share = " + validationShare + ": makes no difference with validation; leave one of them out");
        if (patience != null) Checks.atLeast("patience", patience, 1);
        Checks.nonNegative("prior", prior);
        Checks.atLeast("min-steps", minSteps, 0);
    }

    private static Augmentation augmentation(String typed) {
        try {
            return Augmentation.parse(typed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("augment = " + typed + ": " + e.getMessage(), e);
        }
    }

    /** How pictures are changed before each step. */
    public Optional<Augmentation> augmentation() {
        return Optional.ofNullable(augment).map(Augmentation::parse);
    }

    /** These settings with as many epochs as {@code min-steps} wants. @param stepsPerEpoch ≥ 1 */
    public TrainSettings sized(int stepsPerEpoch) {
        int least = (minSteps + stepsPerEpoch - 1) / stepsPerEpoch;
        return least <= epochs ? this : SettingsReader.with(this, "epochs", least);
    }

    /** How many of so many training examples are held out, to be measured on. */
    public int heldOut(int examples) {
        if (validation > 0 || validationShare == null && patience == null) return validation;
        return (int) Math.max(1, Math.round(examples * (validationShare == null ? USUAL_SHARE : validationShare)));
    }

    /** Which examples a trained network is measured on, in a word: "validation" or "test". Early stopping has seen the former, so it takes the latter. */
    public String measuredOn() {
        return patience == null ? watchedOn() : TEST;
    }

    /** Which examples it is measured on after each epoch, likewise. */
    public String watchedOn() {
        return heldOut(2) > 0 ? "validation" : TEST;
    }

    /** Whether something prunes, so that the support changes until {@code off-at} of the run. */
    public boolean prunes() {
        if (!optimizer.uses("off-at")) return false;
        return optimizer.uses("keep") || beta > 0 || targetKept != null
                || bound > 0 && optimizer.uses("bound");
    }
}
