package org.tanhwg.spark;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.spark.Shards.Chunk;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.spark.SparkTanHwg.RoundSettings;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.cluster.Cluster.SharedTraining;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.Optimizer;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Measurer;
import org.tanhwg.training.train.StepExecutor;
import org.tanhwg.training.train.Steps;
import org.tanhwg.training.train.TrainingData;
import org.tanhwg.training.train.Trial;

/** The executors of a Spark application. */
final class SparkCluster implements Cluster {
    private final JavaSparkContext spark;

    SparkCluster(JavaSparkContext spark) { this.spark = spark; }

    @Override public SharedTraining training(TrainSettings settings, Sharing sharing) {
        if (settings.optimizer() != Optimizer.TAN_HWG)
            throw new UserError("--optimizer = " + settings.optimizer() + ": must be tan-hwg with --spark");
        Optional<TrainingData> own = sharing.dataUri() != null || !OwnData.isPath(settings.data()) ? Optional.empty()
                : Optional.of(
                        TrainingData.load(settings).requireClasses("training on Spark").requireEqualWeights("training on Spark"));
        Source source = own.isPresent() ? new ReadHere(own.get().dataset()) : reading(() -> source(settings, sharing));
        Examples test = source.test();
        TrainingData.requireFit(settings, settings.data(), test, source.count());
        int partitions = sharing.partitions() > 0 ? sharing.partitions() : spark.defaultParallelism();
        int most = Math.min(settings.batch(), trained(settings, source.count()));
        if (partitions > most)
            throw new UserError("--partitions = " + partitions + ": must be in [1, " + most
                    + "], each takes its part of every batch of " + settings.batch());
        JavaRDD<Chunk> chunks = source.train(spark);
        JavaRDD<Shard> shards = Shards.deal(chunks, partitions, source.classes(),
                Choice.forTraining(settings, source.count()));
        Examples measured = settings.validation() == 0 ? test
                : Shards.deal(chunks, 1, source.classes(), Choice.forValidation(settings, source.count())).first()
                        .examples(test.shape());
        String name = sharing.dataUri() == null ? settings.data() : sharing.dataUri();
        Measurer measurer = own.isPresent() ? Measurer.of(settings, own.get(), measured)
                : new Measurer(settings, measured, name, source.sha256());
        return new OnSpark(settings, new Sharing(partitions, sharing.roundSteps(), sharing.dataUri()), measurer, own, shards);
    }

    @Override public Trial.Executor trials(Dataset data, Optional<Integer> workers) {
        if (workers.isPresent() && workers.get() < 1)
            throw new UserError("--workers = " + workers.get() + ": must be at least 1");
        if (!(data.train().targets() instanceof Targets.Classes))
            throw new UserError(
                    data.name() + ": its labels are numbers; a search on Spark needs classes, and without --spark takes them");
        return new SparkTrials(spark, data, workers.orElse(spark.defaultParallelism()));
    }

    private static int trained(TrainSettings settings, int count) {
        return (settings.trainExamples() == 0 ? count : settings.trainExamples()) - settings.validation();
    }

    private Source source(TrainSettings settings, Sharing sharing) {
        try {
            Folder folder = folder(settings, sharing);
            if (IdxSource.isIn(folder)) return new IdxSource(folder, spark);
            String kind = TableSource.kind(folder).orElseThrow(() -> new UserError(folder.name("")
                    + ": holds no data set; must hold the four IDX files, train.csv and test.csv, or train.parquet and test.parquet"));
            return new TableSource(folder.name(""), kind, spark);
        } catch (IOException e) {
            throw new DataException(Optional.ofNullable(sharing.dataUri()).orElse(settings.data()), "cannot be read (" + e + ")",
                    e);
        }
    }

    /** Runs what lets executors read data; what they find wrong with it is said as if it were read here. */
    private static <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (Exception e) { // Spark throws checked exceptions without saying so
            for (Throwable cause = e; cause != null; cause = cause.getCause()) if (cause instanceof DataException bad) throw bad;
            throw e;
        }
    }

    private Folder folder(TrainSettings settings, Sharing sharing) throws IOException {
        var configuration = new SerializableConfiguration(spark.hadoopConfiguration());
        if (sharing.dataUri() != null) return Folder.OnHadoop.of(sharing.dataUri(), configuration);
        DataCatalog.Entry found = DataCatalog.standard(Optional.ofNullable(settings.dataDir()))
                .locate(settings.data());
        String place = found.place().orElseThrow(() -> new UserError(settings.data() + ": no such data set in "
                + String.join(", ", found.searched()) + "; --data-uri names a folder on another file system"));
        return place.equals("bundled") ? new Folder.Bundled(settings.data())
                : new Folder.OnHadoop(new Path(java.nio.file.Path.of(place).toUri()).toString(), configuration);
    }

    private record OnSpark(TrainSettings settings, Sharing sharing, Measurer measurer, Optional<TrainingData> data,
            JavaRDD<Shard> shards) implements SharedTraining {
        @Override public StepExecutor executor(RunFolder folder) {
            var rounds = new RoundSettings(settings.batch(), settings.epochs(), settings.seed(), sharing.roundSteps());
            return new SparkSteps(shards, rounds, Steps.hint(settings), new RoundsFile(folder));
        }
    }

    @Override public void close() { spark.close(); }
}
