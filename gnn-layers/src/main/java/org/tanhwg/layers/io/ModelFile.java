package org.tanhwg.layers.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.layers.signal.Signal;

/**
 * Networks in Deeplearning4j's own file format, a zip of {@code configuration.json}, {@code coefficients.bin} and {@code updaterState.bin}.
 *
 * <p>What is loaded may come from a stranger. The configuration is read first, bounded and with its class names checked; it says how many
 * numbers there must be, and nothing larger is unpacked or allocated. Any other entry is refused: {@code preprocessor.bin} is a serialized
 * Java object, and a normalizer that was silently left out would change the results.
 */
public final class ModelFile {
    private static final int LONGEST_CONFIGURATION = 16 << 20;
    private static final int MOST_ENTRIES = 4;
    private static final Set<String> KNOWN = Set.of(ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN,
            ModelSerializer.UPDATER_BIN, ModelSerializer.NO_PARAMS_MARKER);

    private ModelFile() {}

    /**
     * Writes the network with the state of its updaters; the file appears whole or not at all.
     *
     * @throws IOException when it cannot be written
     */
    public static void save(Model model, Path file) throws IOException {
        AtomicFile.write(file, out -> ModelSerializer.writeModel(model, out, true));
    }

    /**
     * Reads a network with the state of its updaters.
     *
     * @param signals classes of your own that its layers may take their feedback from: code that the file then runs
     * @return a {@link MultiLayerNetwork} or a {@link ComputationGraph}
     * @throws ModelFileException when the file is missing, damaged, no model, or would load what it must not
     */
    @SafeVarargs public static Model load(Path file, Class<? extends Signal>... signals) {
        if (!Files.exists(file)) throw new ModelFileException(file + ": no such file");
        if (!Files.isRegularFile(file)) throw new ModelFileException(file + ": is no regular file; must be a model file");
        try {
            if (CompactFile.isOne(file)) {
                throw new ModelFileException(
                        file + ": is a compact network, which CompactFile of gnn-core reads; must be a zip that Deeplearning4j wrote");
            }
            try (var zip = new ZipFile(file.toFile())) {
                checkEntries(file, zip);
                return network(file, zip, Arrays.stream(signals).map(Class::getName).collect(Collectors.toSet()));
            }
        } catch (ZipException e) {
            throw new ModelFileException(file + ": is no model file, or a damaged one; must be a zip that Deeplearning4j wrote",
                    e);
        } catch (IOException e) {
            throw new ModelFileException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static void checkEntries(Path file, ZipFile zip) {
        var names = new HashSet<String>();
        if (zip.size() > MOST_ENTRIES)
            throw new ModelFileException(file + ": has " + zip.size() + " entries; a model has at most " + MOST_ENTRIES);
        zip.stream().map(ZipEntry::getName).forEach(name -> {
            if (name.equals(ModelSerializer.PREPROCESSOR_BIN)) {
                throw new ModelFileException(file + ": holds a serialized Java object (" + name
                        + "), which could run code; save the network without it");
            }
            if (name.equals(ModelSerializer.NORMALIZER_BIN)) {
                throw new ModelFileException(
                        file + ": holds a normalizer (" + name + "), which is not supported; save the network without it");
            }
            if (!KNOWN.contains(name))
                throw new ModelFileException(file + ": holds " + printable(name) + ", which is no part of a model");
            if (!names.add(name)) throw new ModelFileException(file + ": holds " + name + " twice");
        });
        for (String needed : List.of(ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN)) {
            if (!names.contains(needed)) throw new ModelFileException(file + ": is no model: " + needed + " is missing");
        }
    }

    private static Model network(Path file, ZipFile zip, Set<String> trusted) throws IOException {
        var configuration = ConfigurationGuard.check(file + ": " + ModelSerializer.CONFIGURATION_JSON, configuration(file, zip),
                trusted);
        try {
            return configuration.isGraph() ? graph(file, zip, configuration.json()) : layers(file, zip, configuration.json());
        } catch (ModelFileException e) {
            throw e;
        } catch (RuntimeException e) { // whatever Deeplearning4j makes of a configuration that contradicts itself
            throw new ModelFileException(file + ": Deeplearning4j cannot build this network ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")", e);
        }
    }

    private static byte[] configuration(Path file, ZipFile zip) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(ModelSerializer.CONFIGURATION_JSON))) {
            byte[] bytes = in.readNBytes(LONGEST_CONFIGURATION + 1);
            if (bytes.length <= LONGEST_CONFIGURATION) return bytes;
        }
        throw new ModelFileException(file + ": " + ModelSerializer.CONFIGURATION_JSON + " unpacks to more than 16 MiB");
    }

    private static MultiLayerNetwork layers(Path file, ZipFile zip, String json) throws IOException {
        MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
        var network = new MultiLayerNetwork(configuration);
        network.init(
                parameters(file, zip, configuration.getConfs().stream().mapToLong(c -> c.getLayer().initializer().numParams(c))),
                false);
        Optional<INDArray> state = state(file, zip, network.getUpdater().getStateViewArray());
        state.ifPresent(s -> network.getUpdater().setStateViewArray(network, s, false));
        return network;
    }

    private static ComputationGraph graph(Path file, ZipFile zip, String json) throws IOException {
        ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
        var network = new ComputationGraph(configuration);
        network.init(parameters(file, zip, configuration.getVertices().values().stream().mapToLong(v -> v.numParams(true))),
                false);
        Optional<INDArray> state = state(file, zip, network.getUpdater().getStateViewArray());
        state.ifPresent(s -> network.getUpdater().setStateViewArray(s));
        return network;
    }

    /** As many numbers as the configuration asks for; null, as Deeplearning4j has it, for a network without any. */
    private static INDArray parameters(Path file, ZipFile zip, LongStream counts) throws IOException {
        long count = counts.map(n -> n < 0 ? Long.MAX_VALUE : n).reduce(0, Math::addExact); // a wrapped product is no number
        if (count == 0) return null;
        INDArray numbers = read(file, zip, ModelSerializer.COEFFICIENTS_BIN, count);
        if (numbers.isNaN().any() || numbers.isInfinite().any()) {
            throw new ModelFileException(file + ": " + ModelSerializer.COEFFICIENTS_BIN
                    + " holds NaN or infinite numbers; must be finite (the network diverged, or the file is damaged)");
        }
        return numbers;
    }

    private static Optional<INDArray> state(Path file, ZipFile zip, INDArray initial) throws IOException {
        if (initial == null || zip.getEntry(ModelSerializer.UPDATER_BIN) == null) return Optional.empty();
        return Optional.of(read(file, zip, ModelSerializer.UPDATER_BIN, initial.length()));
    }

    private static INDArray read(Path file, ZipFile zip, String entry, long count) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            return ArrayEntry.read(file + ": " + entry, in, count);
        }
    }

    private static String printable(String name) {
        return "'" + name.substring(0, Math.min(name.length(), 60)).replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
