package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tanhwg.datasets.IdxFiles.gzip;
import static org.tanhwg.datasets.IdxFiles.images;
import static org.tanhwg.datasets.IdxFiles.labels;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCatalogTest {
    @TempDir Path temp;

    private DataPlaces places(String explicit) {
        return new DataPlaces(Optional.ofNullable(explicit).map(temp::resolve), Optional.of(temp.resolve("env")),
                temp.resolve("cache"),
                temp.resolve("system"));
    }

    private DataCatalog catalog() {
        return new DataCatalog(places(null));
    }

    @Test void mnistIsBundled() {
        Dataset mnist = catalog().load("mnist");
        assertThat(mnist.train().count()).isEqualTo(60_000);
        assertThat(mnist.test().count()).isEqualTo(10_000);
        assertThat(mnist.train().shape()).contains(new ImageShape(28, 28));
        assertThat(mnist.train().classes()).isEqualTo(10);
        assertThat(Arrays.copyOf(mnist.train().labels(), 5)).containsExactly(5, 0, 4, 1, 9); // as every tutorial shows them
        // for f in FILES; do zcat $f | sha256sum | cut -c1-64 | tr -d '\n'; done | sha256sum
        assertThat(mnist.sha256()).isEqualTo("c65580678af93f1ea48c2c0d01d543ec89307c6b8a0eb7ca542d7c18c5f4c681");
    }

    @Test void aFolderOfOnesOwnGivesItsClassesByItsLargestLabel() throws IOException {
        IdxFiles.folder(temp.resolve("env/mine"));
        Dataset mine = catalog().load("mine");
        assertThat(mine.train().classes()).isEqualTo(4);
        assertThat(mine.train().labels()).containsExactly(IdxFiles.TRAIN_LABELS);
        assertThat(mine.test().labels()).containsExactly(IdxFiles.TEST_LABELS);
        assertThat(mine.train().features()).hasSize(30).startsWith(0, 1 / 255f);
    }

    @Test void theFirstPlaceThatHasItWins() throws IOException {
        for (String place : List.of("system", "cache", "env")) {
            Path folder = IdxFiles.folder(temp.resolve(place).resolve("mine"));
            assertThat(catalog().locate("mine").place()).contains(folder.toString());
        }
        IdxFiles.folder(temp.resolve("explicit"));
        assertThat(new DataCatalog(places("explicit")).locate("mine").searched())
                .containsExactly(temp.resolve("explicit").toString());
    }

    @Test void whatIsMissingListsThePlacesAndTheRemedies() {
        assertThatThrownBy(() -> catalog().load("fashion-mnist")).isInstanceOf(DataException.class)
                .hasMessageStartingWith("fashion-mnist: no such data set in " + temp.resolve("env/fashion-mnist") + ", "
                        + temp.resolve("cache/fashion-mnist") + ", " + temp.resolve("system/fashion-mnist") + "; ")
                .hasMessageContainingAll("gnn data fetch fashion-mnist", "Debian package dataset-fashion-mnist",
                        "t10k-labels-idx1-ubyte.gz");
        assertThatThrownBy(() -> catalog().load("../mine")).isInstanceOf(DataException.class).hasMessageContaining("'../mine'");
    }

    @Test void listsTheKnownAndTheFound() throws IOException {
        IdxFiles.folder(temp.resolve("cache/mine"));
        Files.createDirectories(temp.resolve("env/no-data"));
        List<DataCatalog.Entry> entries = catalog().list();
        assertThat(entries).extracting(DataCatalog.Entry::name).containsExactly("mnist", "fashion-mnist", "mine");
        assertThat(entries).extracting(DataCatalog.Entry::place)
                .containsExactly(Optional.of("bundled"), Optional.empty(), Optional.of(temp.resolve("cache/mine").toString()));
        assertThat(entries.get(1).searched()).hasSize(3);
        assertThat(new DataCatalog(places("none")).list()).as("an explicit folder has no part in it").isEqualTo(entries);
    }

    /** Puts {@code contents} in place of one file of a sound data set and says what loading it as {@code name} complains of. */
    private void assertRefused(String name, IdxFolder.Part part, byte[] contents, String message) throws IOException {
        Path folder = IdxFiles.folder(temp.resolve("explicit"));
        Files.write(folder.resolve(part.file), contents);
        assertThatThrownBy(() -> new DataCatalog(places("explicit")).load(name)).isInstanceOf(DataException.class)
                .hasMessageStartingWith(folder.resolve(part.file).toString()).hasMessageContaining(message);
    }

    @Test void filesThatDoNotBelongTogether() throws IOException {
        assertRefused("mine", IdxFolder.Part.TRAIN_LABELS, labels(1, 2, 3, 0),
                "4 labels for 5 images; the two files do not belong together");
    }

    @Test void imagesOfTwoShapes() throws IOException {
        assertRefused("mine", IdxFolder.Part.TEST_IMAGES, IdxFiles.idx(new int[] {2, 1, 1}, 7, 8),
                "images of 1 x 1, but training images of 2 x 3; must be equal");
    }

    @Test void aLabelThatTheDataSetDoesNotHave() throws IOException {
        assertRefused("mnist", IdxFolder.Part.TRAIN_LABELS, labels(0, 9, 10, 1, 2),
                "label 10 of example 2 (counted from 0); must be in [0, 9]");
    }

    @Test void anotherFileUnderAPublishedName() throws IOException {
        assertRefused("mnist", IdxFolder.Part.TRAIN_IMAGES, images(5), "is not the published file of mnist");
    }

    @Test void aFolderForAFileAndAFileForAFolder() throws IOException {
        Path folder = IdxFiles.folder(temp.resolve("explicit"));
        Path file = folder.resolve(IdxFolder.Part.TEST_LABELS.file);
        Files.delete(file);
        var catalog = new DataCatalog(places("explicit"));
        assertThatThrownBy(() -> catalog.load("mine")).hasMessageStartingWith(folder.toString())
                .hasMessageContaining("no such file");
        Files.createDirectory(file);
        assertThatThrownBy(() -> catalog.load("mine")).hasMessageStartingWith(file.toString())
                .hasMessageContaining("is a folder");
        Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> new DataCatalog(places("file")).load("mine"))
                .hasMessageContaining("is a file; must be the folder");
        assertThatThrownBy(() -> new DataCatalog(places("none")).load("mine")).hasMessageContaining("no such folder");
    }

    @Test void theOtherUsualNamesAreFound() throws IOException {
        Path folder = IdxFiles.folder(temp.resolve("explicit"));
        for (IdxFolder.Part part : IdxFolder.Part.values())
            for (String name : List.of(part.file, part.gzipped()))
                if (Files.exists(folder.resolve(name)))
                    Files.move(folder.resolve(name), folder.resolve(name.replace("-idx", ".idx")));
        assertThat(folder.toFile().list()).contains("train-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte");
        assertThat(new DataCatalog(places("explicit")).load("mine").train().labels()).containsExactly(IdxFiles.TRAIN_LABELS);
    }

    @Test void aFolderBesideASoundFileStopsNothing() throws IOException {
        Path folder = IdxFiles.folder(temp.resolve("explicit"));
        Files.createDirectory(folder.resolve(IdxFolder.Part.TRAIN_IMAGES.file));
        assertThat(new DataCatalog(places("explicit")).load("mine").train().count()).isEqualTo(5);
    }

    @Test void distinctLabelsAreTheClasses() throws IOException {
        Path folder = IdxFiles.folder(temp.resolve("explicit"));
        Files.delete(folder.resolve(IdxFolder.Part.TRAIN_LABELS.gzipped()));
        Files.write(folder.resolve(IdxFolder.Part.TRAIN_LABELS.file), labels(255, 255, 255, 255, 255));
        Files.write(folder.resolve(IdxFolder.Part.TEST_LABELS.file), labels(255, 255));
        assertThatThrownBy(() -> new DataCatalog(places("explicit")).load("mine")).isInstanceOf(DataException.class)
                .hasMessage("mine: every label is 255; a classifier needs at least two classes");
        Files.write(folder.resolve(IdxFolder.Part.TRAIN_LABELS.file), labels(255, 3, 255, 3, 3));
        Dataset two = new DataCatalog(places("explicit")).load("mine");
        assertThat(two.outputs()).containsExactly("3", "255");
        assertThat(two.train().labels()).containsExactly(1, 0, 1, 0, 0);
        assertThat(two.test().labels()).containsExactly(1, 1);
    }

    @Test void placesComeFromTheEnvironment() {
        String home = System.getProperty("user.home");
        assertThat(DataPlaces.of(Map.of("GNN_DATA", "", "XDG_CACHE_HOME", "relative"), Optional.empty()))
                .isEqualTo(new DataPlaces(
                        Optional.empty(), Optional.empty(), Path.of(home, ".cache", "gnn"), Path.of("/usr/share/datasets")));
        assertThat(DataPlaces.of(Map.of("HOME", temp.toString()), Optional.empty()).cache()).as("not what the list of users says")
                .isEqualTo(temp.resolve(".cache/gnn"));
        DataPlaces set = DataPlaces.of(Map.of("GNN_DATA", "here", "XDG_CACHE_HOME", temp.toString()), Optional.empty());
        assertThat(set.gnnData()).contains(Path.of("here"));
        assertThat(set.cache()).isEqualTo(temp.resolve("gnn"));
    }

    /** A catalog that knows the small data set of {@link IdxFiles} and fetches it from a server on this machine. */
    private DataCatalog fetching(HttpServer publisher) throws IOException {
        List<byte[]> files = List.of(images(5), labels(IdxFiles.TRAIN_LABELS), images(2), labels(IdxFiles.TEST_LABELS));
        Path folder = IdxFiles.folder(temp.resolve("published"));
        for (IdxFolder.Part part : IdxFolder.Part.values())
            Files.write(folder.resolve(part.gzipped()), gzip(files.get(part.ordinal())));
        List<String> sums = Arrays.stream(IdxFolder.Part.values()).map(part -> new IdxFolder.OnDisk(folder).read(part).sha256())
                .toList();
        publisher.createContext("/", exchange -> {
            byte[] body = Files.readAllBytes(folder.resolve(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        URI address = URI.create("http://localhost:" + publisher.getAddress().getPort() + "/");
        return new DataCatalog(places(null),
                List.of(new IdxDataset.Known("small", 4, sums, Optional.of(address), Optional.of("dataset-small"))));
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @Test void fetchesIntoTheCache() throws IOException {
        HttpServer publisher = server();
        DataCatalog catalog = fetching(publisher);
        publisher.start();
        Path folder = catalog.fetch("small");
        publisher.stop(0);
        assertThat(folder).isEqualTo(temp.resolve("cache/small"));
        assertThat(folder.toFile().list()).hasSize(4).allMatch(name -> name.endsWith(".gz"));
        assertThat(catalog.load("small").train().labels()).containsExactly(IdxFiles.TRAIN_LABELS);
        assertThat(catalog.fetch("small")).as("a sound copy needs no publisher").isEqualTo(folder);
    }

    @Test void keepsNothingOfAWrongDownload() throws IOException {
        HttpServer publisher = server();
        DataCatalog catalog = fetching(publisher);
        Files.write(temp.resolve("published").resolve(IdxFolder.Part.TEST_LABELS.gzipped()), gzip(labels(3, 0)));
        publisher.start();
        assertThatThrownBy(() -> catalog.fetch("small")).isInstanceOf(DataException.class)
                .hasMessageStartingWith("small: cannot be fetched")
                .hasMessageContaining("is not the published file");
        publisher.stop(0);
        assertThat(temp.resolve("cache/small")).isEmptyDirectory();
    }

    @Test void offlineSaysHowElseToGetIt() throws IOException {
        HttpServer publisher = server();
        DataCatalog catalog = fetching(publisher);
        publisher.start();
        publisher.stop(0);
        assertThatThrownBy(() -> catalog.fetch("small")).isInstanceOf(DataException.class)
                .hasMessageStartingWith("small: cannot be fetched")
                .hasMessageContainingAll("ConnectException", "Debian package dataset-small", "or put train-images-idx3-ubyte.gz")
                .hasMessageNotContaining("gnn data fetch");
        assertThatThrownBy(() -> catalog().fetch("mnist")).hasMessageContaining("nothing to fetch");
        assertThatThrownBy(() -> catalog().fetch("other")).hasMessageContaining("no publisher is known");
    }
}
