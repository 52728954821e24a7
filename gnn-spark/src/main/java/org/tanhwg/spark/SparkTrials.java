package org.tanhwg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.spark.Runs.Message;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;
import org.tanhwg.training.train.Trial;
import org.tanhwg.training.train.Trial.Standing;
import org.tanhwg.training.train.Trial.Watch;

/**
 * Trains candidates as tasks. Each goes a quarter of its epochs at a time, which is where verdicts fall: a hopeless one is not sent out again. Between two parts
 * it is with the driver, so that the next part may run anywhere.
 */
final class SparkTrials implements Trial.Executor {
    private static final int PARTS = 4;

    private final JavaSparkContext spark;
    private final Broadcast<SharedData> data;
    private final int workers;

    SparkTrials(JavaSparkContext spark, Dataset data, int workers) {
        this.spark = spark;
        this.data = spark.broadcast(new SharedData(data));
        this.workers = workers;
    }

    @Override public int workers() { return workers; }

    @Override public void trial(TrainSettings settings, Watch watch) {
        String config = SettingsReader.write(settings);
        Optional<Part> before = Optional.empty();
        int epochs = 0;
        for (int part = 1; part <= PARTS; part++) {
            int until = (int) Math.ceil((double) part * settings.epochs() / PARTS);
            if (until == epochs) continue;
            Part done = run(new PartTask(data, config, before.orElse(null), until));
            for (Standing standing : done.standings) if (!watch.goesOn(standing)) return;
            if (done.failure instanceof RuntimeException e) throw e;
            if (done.failure instanceof Error e) throw e;
            before = Optional.of(done);
            epochs = until;
        }
    }

    private Part run(PartTask task) {
        try {
            return spark.parallelize(List.of(task), 1).map(PartTask::run).collect().get(0);
        } catch (Exception e) { // Spark throws checked exceptions without saying so
            if (e instanceof SparkException || e instanceof InterruptedException || spark.sc().isStopped())
                throw (CancellationException) new CancellationException("Spark gave up: " + e.getMessage()).initCause(e);
            throw e;
        }
    }

    /** What a part brings back: where the candidate stood after each epoch, and where it goes on or what stopped it. */
    private record Part(List<Standing> standings, Message state, int steps, int epochs, Throwable failure)
            implements
                Serializable {
        Trial.Pause pause() { return new Trial.Pause(state.state(), steps, epochs); }
    }

    /** Some epochs of a candidate: a pure function of its components. */
    private record PartTask(Broadcast<SharedData> data, String config, Part before, int until) implements Serializable {
        Part run() {
            var standings = new ArrayList<Standing>();
            try {
                Trial.Pause pause = new Trainer(SettingsReader.parse("the candidate", config),
                        TrainingData.of(data.value().dataset())).trial(
                                Optional.ofNullable(before).map(Part::pause), until, standings::add);
                return new Part(standings, Message.of(pause.state()), pause.steps(), pause.epochs(), null);
            } catch (RuntimeException | Error e) { // of the candidate's making: trying again would not help
                return new Part(standings, null, 0, 0, e);
            }
        }
    }

    /** A whole data set on its way to every executor. */
    static final class SharedData implements Serializable {
        private final String name;
        private final String sha256;
        private final ArrayList<String> outputs;
        private final Side train;
        private final Side test;

        SharedData(Dataset data) {
            name = data.name();
            sha256 = data.sha256();
            outputs = new ArrayList<>(data.outputs());
            train = Side.of(data.train());
            test = Side.of(data.test());
        }

        /** The data set; its arrays are shared, not copied. */
        Dataset dataset() {
            return new Dataset(name, train.examples(), test.examples(), sha256, outputs);
        }

        /** Examples with what a shard does not have: an image's size (empty where they are not images) and weights (null where they have none). */
        private record Side(Shard shard, int[] image, float[] weights) implements Serializable {
            static Side of(Examples examples) {
                int[] image = examples.shape().map(its -> new int[] {its.height(), its.width(), its.channels()})
                        .orElse(new int[0]);
                return new Side(new Shard(examples.features(), examples.width(), examples.labels(), examples.classes()), image,
                        examples.weights().orElse(null));
            }

            Examples examples() {
                Optional<ImageShape> shape = image.length == 0 ? Optional.empty()
                        : Optional.of(new ImageShape(image[0], image[1], image[2]));
                Examples all = shard.examples(shape);
                return weights == null ? all : all.weighted(weights);
            }
        }
    }
}
