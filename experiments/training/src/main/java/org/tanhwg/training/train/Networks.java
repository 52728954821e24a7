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
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;
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
import org.tanhwg.layers.signal.BackPropagation;
import org.tanhwg.layers.signal.FeedbackAlignment;
import org.tanhwg.layers.signal.OwnTarget;
import org.tanhwg.layers.signal.Signal;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.TrainSettings;

/** From settings to a network that is ready to train. */
public final class Networks {
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
        return new NeuralNetConfiguration.Builder().seed(settings.seed()).updater(Updaters.of(settings, steps))
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
            case ATOMS -> SynapticLaw.atoms(settings.atoms(), settings.spread());
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
}
