package org.tanhwg.training.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.evaluate.LabelEvaluation;
import org.tanhwg.training.evaluate.Measured;
import org.tanhwg.training.evaluate.RegressionEvaluation;
import org.tanhwg.training.evaluate.Regressor;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.Energy;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;

/**
 * Measures a network after each epoch.
 *
 * @param examples that it is measured on, and was not trained on
 * @param data name of the data set, and {@code sha256} its sum
 * @param outputs what the outputs of the network mean
 */
public record Measurer(TrainSettings settings, Examples examples, String data, String sha256, OutputRecord outputs) {
    /** Passes that sample the synapses for predictive intervals. */
    private static final int SAMPLES = 100;

    /** Measures a classifier whose classes are called by their numbers. */
    public Measurer(TrainSettings settings, Examples examples, String data, String sha256) {
        this(settings, examples, data, sha256, OutputRecord.of(Task.CLASSIFICATION,
                IntStream.range(0, examples.classes()).mapToObj(Integer::toString).toList()));
    }

    /** Measures a trained network on the examples of the data that the settings leave for it. */
    public static Measurer of(TrainSettings settings, TrainingData data) {
        boolean test = settings.measuredOn().equals(TrainSettings.TEST);
        return of(settings, data, test ? data.dataset().test() : TrainingData.split(settings, data.dataset()).validation());
    }

    /** Measures on some examples of the data. */
    public static Measurer of(TrainSettings settings, TrainingData data, Examples examples) {
        return new Measurer(settings, examples, data.place(), data.dataset().sha256(), data.inputs()
                .map(InputRecord::outputs).orElseGet(() -> TrainingData.outputs(data.dataset())));
    }

    /** What was found of an epoch. */
    record Epoch(EpochResult result, Measured evaluation) {}

    /** What the network does on the examples. @throws Divergence when its numbers have ceased to be finite */
    public Measured evaluate(Model network) {
        return check(network, () -> switch (outputs.task()) {
            case REGRESSION -> RegressionEvaluation.of(new Regressor(network, "the network", outputs), examples, data);
            case MULTI_LABEL -> LabelEvaluation.of(new Regressor(network, "the network", outputs), examples, data);
            case CLASSIFICATION -> Evaluation.of(new Classifier(network, "the network"), examples, data);
        });
    }

    /** What a regression does when its synapses are sampled, where laws have a width. */
    Optional<RegressionEvaluation> sampled(Model network) {
        if (outputs.task() != Task.REGRESSION || settings.law() == SynapticLaw.Kind.DIRAC) return Optional.empty();
        return Optional.of(check(network, () -> RegressionEvaluation
                .of(new Regressor(network, "the network", outputs).sampled(SAMPLES, settings.seed()), examples, data)));
    }

    private <T> T check(Model network, Supplier<T> measurement) {
        String hint = Steps.hint(settings);
        try {
            T evaluation = measurement.get();
            Steps.requireNumber(network, "the sum of the parameters", network.params().sumNumber().doubleValue(), hint); // ReLU may hide NaN
            return evaluation;
        } catch (ArithmeticException e) {
            throw new Divergence(Steps.after(network, e.getMessage(), hint), e);
        }
    }

    /** Measures the last epoch on a thread beside training, one epoch at a time. */
    static final class Beside implements AutoCloseable {
        private static final long PATIENCE_MINUTES = 10;

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Consumer<Epoch> done;
        private Optional<Future<Epoch>> running = Optional.empty();

        /** @param done gets each epoch, on the thread that asks for it */
        Beside(Consumer<Epoch> done) { this.done = done; }

        /** Begins; {@link #await} the epoch before first. */
        void begin(Callable<Epoch> epoch) {
            running = Optional.of(thread.submit(epoch));
        }

        /** Hands on the epoch under way, if it is measured. @throws RuntimeException what stopped the measurement */
        void poll() {
            if (running.filter(Future::isDone).isPresent()) await();
        }

        /** Waits for the epoch under way, if there is one, and hands it on. @throws RuntimeException what stopped the measurement */
        void await() {
            if (running.isEmpty()) return;
            Future<Epoch> epoch = running.get();
            running = Optional.empty();
            try {
                done.accept(epoch.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while an epoch was measured", e);
            }
        }

        /** Lets the measurement under way end, with its checkpoint, whatever becomes of it. */
        @Override public void close() {
            thread.shutdown();
            try {
                thread.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The energy J(O, w) = L(O) + β Σ|O|/ŵ of theory §4.6 on a frozen sample of the training examples, without noise.
     *
     * @param sample examples that L is the mean loss of
     * @param potential what the penalty counts: with MASS it is Σ|O|
     */
    record EnergyMeter(Examples sample, AmplitudePotential potential) {
        private static final int BATCH = 500;

        /** Loss and penalty, the latter without β. */
        record Parts(double loss, double penalty) {
            /** At the end of an epoch. */
            static Parts at(EpochResult epoch) {
                return new Parts(epoch.energy().loss(), epoch.energy().penalty());
            }
        }

        /** An epoch from where it began to where the network is now, with the strength of the potential at its end. */
        Energy epoch(Parts before, Model network, double strength) {
            Parts now = of(network);
            double change = now.loss - before.loss + strength * (now.penalty - before.penalty);
            return new Energy(before.loss, now.loss, before.penalty, now.penalty, strength, change <= 0);
        }

        Parts of(Model network) {
            double loss = 0;
            for (var batches = ExamplesIterator.inOrder(sample, BATCH); batches.hasNext();) {
                DataSet batch = batches.next();
                loss += batch.numExamples() * EitherNetwork.loss(network, batch);
            }
            double penalty = 0;
            for (Layer layer : EitherNetwork.layers(network)) penalty += penalty(layer.paramTable(false));
            return new Parts(loss / sample.count(), penalty);
        }

        /** Σ|O|/ŵ = Σ|m|/n over the synapses with mass, or Σ|O|. */
        private double penalty(Map<String, INDArray> parameters) {
            INDArray w = parameters == null ? null : parameters.get(SynapticParameters.MASS);
            if (w == null) return 0;
            float[] mass = w.dup('f').data().asFloat();
            List<float[]> parts = Stream.of(SynapticParameters.AMPLITUDE, SynapticParameters.REAL, SynapticParameters.IMAGINARY)
                    .map(parameters::get).filter(Objects::nonNull)
                    .map(m -> m.dup('f').data().asFloat()).toList();
            double sum = 0;
            for (int i = 0; i < mass.length; i++) {
                double square = 0;
                for (float[] m : parts) square += (double) m[i] * m[i];
                if (mass[i] > 0) sum += Math.sqrt(square) * (potential == AmplitudePotential.MASS ? mass[i] : 1.0 / w.size(0));
            }
            return sum;
        }
    }
}
