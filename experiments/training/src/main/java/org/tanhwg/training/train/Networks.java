package org.tanhwg.training.train;

import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;
import org.tanhwg.layers.baseline.ExponentiatedGradient;
import org.tanhwg.layers.baseline.HalfCosine;
import org.tanhwg.layers.baseline.MagnitudePruning;
import org.tanhwg.layers.baseline.Penalty;
import org.tanhwg.layers.baseline.ProximalL1;
import org.tanhwg.layers.baseline.RigL;
import org.tanhwg.layers.baseline.StructuralDescent;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexEncoding;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.FourierEncoding;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.PhaseEncoding;
import org.tanhwg.layers.conf.ReleaseNoise;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.io.ModelFileException;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.FeedbackAlignment;
import org.tanhwg.layers.signal.OwnTarget;
import org.tanhwg.layers.signal.Signal;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;

/** From settings to a network that is ready to train. */
public final class Networks {
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

    private Networks() {}

    /**
     * Fully connected layers, real or complex, or convolutions, and softmax, or for numbers their sum and the mean squared error, or for several labels a sigmoid each, He initialisation, ready
     * for the optimizer: generalized ones for those that are
     * synaptic, Deeplearning4j's dense ones for the others.
     *
     * @param examples what it is to be trained on, or others like it
     * @param steps training steps of the whole run
     * @throws UserError when the examples cannot be encoded as the settings want
     */
    public static MultiLayerNetwork create(TrainSettings settings, Examples examples, long steps) {
        var network = new MultiLayerNetwork(configuration(settings, examples, steps));
        network.init();
        return SteppingUpdater.attach(network);
    }

    /** Likewise, or a ComputationGraph where the settings list a residual block. @throws UserError as {@link #create} */
    public static Model of(TrainSettings settings, Examples examples, long steps) {
        if (!isGraph(settings)) return create(settings, examples, steps);
        var network = new ComputationGraph(PictureNetworks.graph(defaults(settings, steps), settings, examples, steps));
        network.init();
        return SteppingUpdater.attach(network);
    }

    private static boolean isGraph(TrainSettings settings) {
        return settings.network() != null && settings.network().isGraph();
    }

    /**
     * Looks whether the memory of this process holds the network that the settings ask for.
     *
     * @throws UserError when it does not
     */
    static void check(TrainSettings settings, Examples examples) {
        String layers = settings.network() != null ? "--network = " + settings.network()
                : "--layers = " + settings.layers().stream().map(String::valueOf).collect(Collectors.joining(","));
        double bytes;
        try {
            bytes = isGraph(settings)
                    ? ModelFile.memory(PictureNetworks.graph(defaults(settings, 1), settings, examples, 1))
                    : ModelFile.memory(configuration(settings, examples, 1));
        } catch (ModelFileException e) {
            throw new UserError(layers + ": " + e.getMessage(), e);
        }
        if (bytes > Pointer.maxBytes()) {
            throw new UserError(layers + ": needs " + (long) (bytes / (1 << 20)) + " MiB; this process takes at most "
                    + Pointer.maxBytes() / (1 << 20) + ", GNN_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxbytes=BYTES allows more");
        }
    }

    private static MultiLayerConfiguration configuration(TrainSettings settings, Examples examples, long steps) {
        var list = defaults(settings, steps).list();
        InputType input = settings.network() != null ? PictureNetworks.add(list, settings, examples, steps)
                : connected(list, settings, examples, steps);
        return list.setInputType(input).build();
    }

    private static NeuralNetConfiguration.Builder defaults(TrainSettings settings, long steps) {
        return new NeuralNetConfiguration.Builder().seed(settings.seed()).updater(updater(settings, steps))
                .weightInit(WeightInit.RELU);
    }

    private static InputType connected(NeuralNetConfiguration.ListBuilder list, TrainSettings settings, Examples examples,
            long steps) {
        encoding(settings, examples).ifPresent(list::layer);
        for (int i = 0; i < settings.layers().size(); i++) list.layer(hidden(settings, i, steps));
        list.layer(output(settings, settings.layers().size(), examples, steps));
        return InputType.feedForward(examples.width());
    }

    /** The layer that turns examples into complex numbers, where the settings want one. @throws UserError when it does not fit */
    public static Optional<ComplexEncoding> encoding(TrainSettings settings, Examples examples) {
        return switch (settings.encoding()) {
            case NONE -> Optional.empty();
            case PHASE -> Optional.of(new PhaseEncoding());
            case FOURIER -> {
                ImageShape shape = examples.shape().orElseThrow(
                        () -> new UserError("--encoding = FOURIER: takes images; these examples are not the pixels of one"));
                int most = FourierEncoding.available(shape.height(), shape.width());
                if (settings.frequencies() > most) {
                    throw new UserError("--frequencies = " + settings.frequencies() + ": must be in [1, " + most
                            + "], an image of " + shape + " has no more");
                }
                yield Optional.of(new FourierEncoding(shape.height(), shape.width(), settings.frequencies()));
            }
        };
    }

    /** Hidden layer {@code index}, counted from 0; complex ones read out their moduli at the last. */
    private static Layer hidden(TrainSettings settings, int index, long steps) {
        int units = settings.layers().get(index);
        if (settings.field() == TrainSettings.Field.REAL || !settings.optimizer().synaptic())
            return dense(settings, units, index, steps);
        boolean last = index == settings.layers().size() - 1;
        return noisy(new ComplexGeneralizedDense.Builder().nOut(units)
                .activation(last ? ComplexActivation.MODULUS : ComplexActivation.MOD_RELU).signal(signal(settings))
                .inputGradient(inputGradient(settings, index))
                .law(law(settings)).transmission(transmission(settings)), settings, index, steps).build();
    }

    /** A real fully connected layer, with the noise that belongs before layer {@code index} of those that have weights. */
    static Layer dense(TrainSettings settings, int units, int index, long steps) {
        if (!settings.optimizer().synaptic()) {
            return noisy(new DenseLayer.Builder(), settings, index, steps).nOut(units).activation(activation(settings)).build();
        }
        return noisy(new GeneralizedDense.Builder().nOut(units).activation(activation(settings)).signal(signal(settings))
                .inputGradient(inputGradient(settings, index)).law(law(settings).real()).transmission(transmission(settings)),
                settings, index, steps).build();
    }

    /** Pooling layers in between take no null for a gradient. */
    static boolean inputGradient(TrainSettings settings, int index) {
        return index > 0 && (settings.signal() == TrainSettings.Signal.BACK_PROPAGATION || settings.network() != null);
    }

    static Layer output(TrainSettings settings, int index, Examples examples, long steps) {
        LossFunction loss = LossFunction.MCXENT;
        Activation activation = Activation.SOFTMAX;
        if (examples.targets() instanceof Targets.Numbers numbers) {
            boolean labels = numbers.meaning() == Targets.Meaning.MULTI_LABEL;
            loss = labels ? LossFunction.XENT : LossFunction.MSE;
            activation = labels ? Activation.SIGMOID : Activation.IDENTITY;
        }
        if (settings.optimizer().synaptic()) {
            return noisy(new GeneralizedOutput.Builder(loss).activation(activation).law(law(settings).real())
                    .transmission(transmission(settings)), settings, index, steps).nOut(examples.classes()).build();
        }
        return noisy(new OutputLayer.Builder(loss), settings, index, steps).nOut(examples.classes()).activation(activation)
                .build();
    }

    static SynapticLaw law(TrainSettings settings) {
        return switch (settings.law()) {
            case DIRAC -> SynapticLaw.dirac();
            case GAUSSIAN -> SynapticLaw.gaussian(settings.spread());
            case QUANTILES -> SynapticLaw.quantiles(settings.atoms(), settings.spread());
            case COVARIANCE -> SynapticLaw.covariance(settings.spread());
        };
    }

    static Activation activation(TrainSettings settings) {
        return switch (settings.activation()) {
            case RELU -> Activation.RELU;
            case TANH -> Activation.TANH;
        };
    }

    static Signal signal(TrainSettings settings) {
        return switch (settings.signal()) {
            case BACK_PROPAGATION -> new BackPropagation();
            case FEEDBACK_ALIGNMENT -> new FeedbackAlignment(settings.seed());
            case OWN_TARGET -> new OwnTarget(OwnTarget.Energy.ALIGNMENT, settings.seed());
        };
    }

    /** Laws and transmission of every synapse, as the settings want them. */
    static SynapticEmbedding embedding(TrainSettings settings) {
        return new SynapticEmbedding(law(settings), transmission(settings), Transmission.EXPECTED);
    }

    static Transmission transmission(TrainSettings settings) {
        return switch (settings.transmission()) {
            case EXPECTED -> Transmission.EXPECTED;
            case SAMPLED -> Transmission.SAMPLED;
        };
    }

    /** The layer with the release noise that the settings want before hidden layer {@code index}, counted from 0. */
    static <B extends BaseLayer.Builder<B>> B noisy(B layer, TrainSettings settings, int index, long steps) {
        return noise(settings, index, steps).map(layer::dropOut).orElse(layer);
    }

    /** Release noise before layer {@code index}, counted from 0; empty for none. */
    static Optional<IDropout> noise(TrainSettings settings, int index, long steps) {
        double sd = index == 0 ? settings.noiseInput() : settings.noiseHidden();
        if (sd == 0) return Optional.empty();
        return Optional.of(new ReleaseNoise(sd, (long) (TrainSettings.NOISE_UNTIL * steps), 1000 * settings.seed() + index));
    }

    /** The updater of a network; the step size of each falls to 0 along a half cosine. @param steps training steps of the whole run */
    static IUpdater updater(TrainSettings settings, long steps) {
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
