package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.spark.Shards.Chunk;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.Trial.Standing;

/** Spark whose serializer is Kryo's: {@code --conf spark.serializer=org.apache.spark.serializer.KryoSerializer}. */
class KryoTest {
    private static final String SERIALIZER = "spark.serializer";
    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

    @TempDir Path folder;

    @BeforeEach void ask() {
        System.setProperty(SERIALIZER, KRYO);
    }

    @AfterEach void forget() {
        System.clearProperty(SERIALIZER);
        System.clearProperty("spark.kryo.registrationRequired");
    }

    private double loss(String name, String uri, int partitions) {
        TrainSettings settings = SettingsReader.read(Map.of("epochs", "1", "train-examples", uri == null ? "400" : "0", "layers",
                "8", "batch", "20"), Optional.empty());
        var run = new RunFolder(folder.resolve(name));
        run.path().toFile().mkdirs();
        run.writeConfig(SettingsReader.write(settings));
        try (Cluster cluster = Cluster.connect("local[2]");
                var progress = new Progress(new PrintStream(PrintStream.nullOutputStream()), false)) {
            Cluster.SharedTraining training = cluster.training(settings, new Sharing(partitions, 5, uri));
            RunResult result = new Trainer(settings, training.executor(run), training.measurer()).train(run, progress);
            return result.epochs().get(0).trainLoss();
        }
    }

    /** With 17 partitions neighbours are added up on executors first. */
    @Test void trainsTheSameAsWithout() {
        double few = loss("kryo", null, 2);
        double many = loss("many", null, 17);
        System.clearProperty(SERIALIZER);
        assertThat(loss("java", null, 2)).isEqualTo(few);
        assertThat(loss("java-many", null, 17)).isEqualTo(many);
    }

    @Test void readsTablesAndTriesCandidates() throws IOException {
        for (String side : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 60; i++) lines.add(i % 7 + "," + i % 5 + "," + i % 2);
            Files.write(folder.resolve(side + ".csv"), lines);
        }
        assertThat(loss("table", folder.toUri().toString(), 3)).isPositive();
        var seen = new ArrayList<Standing>();
        try (Cluster cluster = Cluster.connect("local[2]")) {
            cluster.trials(SparkTrialsTest.FEW, Optional.of(1)).trial(
                    SettingsReader.read(Map.of("epochs", "2", "layers", "8", "validation", "100"), Optional.empty()), seen::add);
        }
        assertThat(seen).hasSize(2);
    }

    @Test void whatItCannotCarryIsSaid() {
        System.setProperty("spark.kryo.registrationRequired", "true");
        assertThatThrownBy(() -> Cluster.connect("local[1]"))
                .hasMessageContaining("spark.kryo.registrationRequired = true: must be");
        System.clearProperty("spark.kryo.registrationRequired");
        try (var spark = new JavaSparkContext(new SparkConf().setMaster("local[1]").setAppName("test"))) {
            var chunks = spark.parallelize(List.<Chunk>of());
            assertThatThrownBy(() -> Shards.deal(chunks, 1, 2, Choice.ALL)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("needs spark.kryo.registrator = org.tanhwg.spark.KryoRecords");
        }
    }
}
