package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.IdxStream;
import org.tanhwg.spark.Shards.Shard;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

class SourcesTest extends LocalSpark {
    private static final List<String> IDX = List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte");
    private static final TrainSettings SETTINGS = SettingsReader.read(Map.of(), Optional.empty());

    @TempDir Path folder;

    private Folder onHadoop() {
        return new Folder.OnHadoop(folder.toUri().toString(), new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    private static Shard whole(Source source) {
        return Shards.deal(source.train(spark), 1, source.classes(), Choice.ALL).first();
    }

    /** The first so many items of a file of MNIST. */
    private void first(int items, int file, boolean gzipped) throws IOException {
        try (InputStream in = new GZIPInputStream(IdxStream.bundled("mnist", IDX.get(file)));
                OutputStream out = Files.newOutputStream(folder.resolve(IDX.get(file) + (gzipped ? ".gz" : "")));
                OutputStream packed = gzipped ? new GZIPOutputStream(out) : out) {
            byte[] header = in.readNBytes(file % 2 == 0 ? 16 : 8);
            ByteBuffer.wrap(header).putInt(4, items);
            packed.write(header);
            packed.write(in.readNBytes(items * (file % 2 == 0 ? 784 : 1)));
        }
    }

    /** As the catalog reads them, gzipped or plain. */
    @Test void idxFilesAreThoseOfTheCatalog() throws IOException {
        first(5000, 0, false);
        first(5000, 1, true);
        first(70, 2, true);
        first(70, 3, false);
        Dataset expected = new DataCatalog(DataPlaces.of(Map.of(), Optional.of(folder))).load("mine");
        var source = new IdxSource(onHadoop(), spark);
        assertThat(source.sha256()).isEqualTo(expected.sha256());
        assertThat(source.classes()).isEqualTo(10);
        assertThat(source.test().features()).isEqualTo(expected.test().features());
        Shard train = whole(source);
        assertThat(train.features()).isEqualTo(expected.train().features());
        assertThat(train.labels()).isEqualTo(expected.train().labels());
        Files.write(folder.resolve(IDX.get(0)), new byte[] {0, 0, 8, 3, 0, 0, 0, 5});
        assertThatThrownBy(() -> new IdxSource(onHadoop(), spark)).isInstanceOf(DataException.class)
                .hasMessageContaining("train-images-idx3-ubyte: is cut short within its header");
    }

    /** Also by the names that some programs give them, and beside folders of the usual ones. */
    @Test void idxFilesMayHaveADotInTheirNames() throws IOException {
        for (int file = 0; file < 4; file++) {
            first(70, file, true);
            String name = IDX.get(file);
            Files.createDirectory(folder.resolve(name));
            if (file % 2 == 0)
                Files.move(folder.resolve(name + ".gz"), folder.resolve(name.replace("-idx", ".idx") + ".gz"));
        }
        assertThat(new IdxSource(onHadoop(), spark).count()).isEqualTo(70);
    }

    @Test void imagesOfOneClassAreRefused() throws IOException {
        for (int file = 0; file < 4; file++) first(1, file, false);
        assertThatThrownBy(() -> new IdxSource(onHadoop(), spark)).isInstanceOf(DataException.class)
                .hasMessageContaining("train-labels-idx1-ubyte: every label is ");
    }

    @Test void numbersAreNotForSpark() throws IOException {
        Path table = Files.writeString(folder.resolve("prices.csv"), "x,price\n" + "1,2.5\n2,7.5\n".repeat(20));
        TrainSettings own = SettingsReader.read(Map.of("data", table.toString(), "label", "price"), Optional.empty());
        assertThatThrownBy(() -> new SparkCluster(spark).training(own, new Sharing(1, 0, null))).isInstanceOf(UserError.class)
                .hasMessageContaining("training on Spark needs classes");
    }

    @Test void bundledFilesAreThoseOfTheCatalogToo() throws IOException {
        var source = new IdxSource(new Folder.Bundled("mnist"), spark);
        assertThat(source.sha256()).isEqualTo(MNIST.sha256());
        assertThat(source.count()).isEqualTo(60_000);
    }

    @Test void tablesOfNumbersAndClasses() throws IOException {
        Files.createDirectory(folder.resolve("train.csv"));
        Files.writeString(folder.resolve("train.csv/b"), "x,label,y\n5,1,6\n");
        Files.writeString(folder.resolve("train.csv/a"), "x,label,y\n1,0,2\n\n3,2,4.5\n");
        Files.writeString(folder.resolve("train.csv/_SUCCESS"), "");
        Files.writeString(folder.resolve("test.csv"), "7,8,3\n");
        var source = new TableSource(folder.toUri().toString(), "csv", spark);
        assertThat(source.count()).isEqualTo(3);
        assertThat(source.classes()).isEqualTo(9);
        assertThat(whole(source).features()).containsExactly(1, 2, 3, 4.5f, 5, 6);
        assertThat(whole(source).labels()).containsExactly(0, 2, 1);
        assertThat(source.test().features()).containsExactly(7, 3);
        assertThat(source.test().labels()).as("where train has its header's label").containsExactly(8);
    }

    @Test void parquetFilesInTheOrderOfTheirRows() throws IOException {
        SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
        StructType schema = new StructType().add("label", DataTypes.IntegerType).add("features",
                DataTypes.createArrayType(DataTypes.FloatType));
        for (String side : List.of("train", "test")) {
            session.createDataFrame(spark.parallelize(IntStream.range(0, 50)
                    .mapToObj(i -> RowFactory.create(i % 3, new Float[] {(float) i, -1f})).toList(), 2), schema)
                    .write().parquet(folder.resolve(side + ".parquet").toUri().toString());
        }
        var source = new TableSource(folder.toUri().toString(), "parquet", spark);
        Shard train = whole(source);
        assertThat(train.count()).isEqualTo(50);
        assertThat(source.classes()).isEqualTo(3);
        for (int i = 0; i < 50; i++) assertThat(train.features()[2 * i]).as("rows of part 0, then of part 1").isEqualTo(i);
        assertThat(whole(source).features()).containsExactly(train.features());
    }

    /** What executors find wrong is said in one line. */
    @Test void badCellsAreNamed() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "1,2,0\n1,x,1\n");
        Files.writeString(folder.resolve("test.csv"), "1,2,0\n");
        Cluster cluster = new SparkCluster(spark);
        var sharing = new Sharing(1, 0, folder.toUri().toString());
        assertThatThrownBy(() -> cluster.training(SETTINGS, sharing)).isInstanceOf(DataException.class)
                .hasMessageContaining("train.csv: line 2, column 2: 'x' must be a finite number");
        var nowhere = new Sharing(1, 0, folder.resolve("nowhere").toUri().toString());
        assertThatThrownBy(() -> cluster.training(SETTINGS, nowhere)).hasMessageContaining("holds no data set; must hold");
        var many = new Sharing(101, 0, null);
        assertThatThrownBy(() -> cluster.training(SETTINGS, many))
                .hasMessageContaining("--partitions = 101: must be in [1, 100]");
    }
}
