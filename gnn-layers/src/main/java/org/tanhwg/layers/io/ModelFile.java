package org.tanhwg.layers.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.layers.optimizer.SteppingUpdater;

/**
 * Networks in Deeplearning4j's own file format, a zip of {@code configuration.json}, {@code coefficients.bin} and {@code updaterState.bin},
 * with entries of ours that Deeplearning4j ignores: {@code gnn.json}, the SHA-256 of the others, and perhaps {@code data.json}, what the
 * inputs and outputs of the network mean.
 *
 * <p>What is loaded may come from a stranger. Every entry is verified before it is used. The configuration comes first: its size, its class
 * names, its layers one by one, and the memory that the network will need; only then is anything built, unpacked or allocated. Entries of
 * other names are refused: {@code preprocessor.bin} is a serialized Java object, and a normalizer that was silently left out would
 * change the results.
 */
public final class ModelFile {
    /** Memory that a network from a file may need unless the caller or the system property of this name says otherwise: 1 GiB. */
    public static final long MEMORY = 1L << 30;
    /** System property: bytes in place of {@link #MEMORY}. */
    public static final String MEMORY_PROPERTY = "org.tanhwg.model.memory";
    private static final int LONGEST_CONFIGURATION = 16 << 20;
    private static final int LONGEST_MEANING = 16 << 20;

    private ModelFile() {}

    /**
     * Writes the network with the state of its updaters; the file appears whole or not at all.
     *
     * @param model a {@link MultiLayerNetwork} or a {@link ComputationGraph}, initialised
     * @throws IOException when it cannot be written
     */
    public static void save(Model model, Path file) throws IOException {
        save(model, Optional.empty(), file);
    }

    /**
     * Writes the network, and what its inputs and outputs mean.
     *
     * @param meaning JSON that {@link #meaning} gives back; its form is the caller's
     * @throws IOException when it cannot be written
     */
    public static void save(Model model, Optional<String> meaning, Path file) throws IOException {
        Map<String, AtomicFile.Content> entries = new LinkedHashMap<>();
        String json = model instanceof ComputationGraph graph ? graph.getConfiguration().toJson()
                : ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson();
        entries.put(ModelSerializer.CONFIGURATION_JSON, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
        entries.put(ModelSerializer.COEFFICIENTS_BIN, numbers(model.params()));
        if (model.params() == null) entries.put(ModelSerializer.NO_PARAMS_MARKER, out -> {});
        INDArray state = state(model);
        if (state != null && state.length() > 0) entries.put(ModelSerializer.UPDATER_BIN, numbers(state));
        meaning.ifPresent(text -> entries.put(ModelEntries.MEANING, out -> out.write(text.getBytes(StandardCharsets.UTF_8))));
        AtomicFile.write(file, out -> ModelEntries.write(out, entries));
    }

    /**
     * What the inputs and outputs of the network mean, where the file says it.
     *
     * @throws ModelFileException when the file is missing, damaged or not a model
     */
    public static Optional<String> meaning(Path file) {
        return opened(file, entries -> entries.has(ModelEntries.MEANING)
                ? Optional.of(new String(entries.bytes(ModelEntries.MEANING, LONGEST_MEANING), StandardCharsets.UTF_8))
                : Optional.empty());
    }

    /**
     * Reads a network with the state of its updaters, attached to them ({@link SteppingUpdater#attach}) unless they cannot train it: it trains on at once.
     *
     * @param trusted classes of your own, layers or signals, that the file may name: code that it then runs
     * @return a {@link MultiLayerNetwork} or a {@link ComputationGraph}
     * @throws ModelFileException when the file is missing, damaged, not a model, needs more than {@link #MEMORY}, or would load what it must not
     */
    public static Model load(Path file, Class<?>... trusted) {
        return load(file, Long.getLong(MEMORY_PROPERTY, MEMORY), trusted);
    }

    /**
     * Reads a network that may need more memory than {@link #MEMORY}, or less.
     *
     * @param memory bytes for its parameters, their gradients, the state of its updaters and one example on its way through
     * @see #load(Path, Class...)
     */
    public static Model load(Path file, long memory, Class<?>... trusted) {
        return opened(file, entries -> new Loading(file, entries, memory,
                Arrays.stream(trusted).map(Class::getName).collect(Collectors.toSet())).network());
    }

    private interface Use<T> {
        T of(ModelEntries entries) throws IOException;
    }

    private static <T> T opened(Path file, Use<T> use) {
        if (!Files.exists(file)) throw new ModelFileException(file + ": no such file");
        if (!Files.isRegularFile(file)) throw new ModelFileException(file + ": is not a regular file; must be a model file");
        try {
            if (CompactFile.isOne(file)) {
                throw new ModelFileException(
                        file + ": is a compact network, which CompactFile of gnn-core reads; must be a zip that Deeplearning4j wrote");
            }
            try (var entries = new ModelEntries(file)) {
                return use.of(entries);
            }
        } catch (ZipException e) {
            throw new ModelFileException(
                    file + ": is not a model file, or a damaged one; must be a zip that Deeplearning4j wrote", e);
        } catch (IOException e) {
            throw new ModelFileException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Bytes that a network of this configuration will need for its parameters, their gradients, the state of its updaters and one example
     * on its way through; nothing is allocated.
     *
     * @throws ModelFileException when sizes in it cannot be those of a network
     */
    public static double memory(MultiLayerConfiguration configuration) {
        return needed(configuration.getConfs().stream().map(conf -> conf.getLayer()).toList(), configuration.getDataType(),
                example(configuration.toJson()));
    }

    /** Likewise of a graph. @throws ModelFileException as {@link #memory(MultiLayerConfiguration)} */
    public static double memory(ComputationGraphConfiguration configuration) {
        return needed(configuration.getVertices().values().stream().filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer()).toList(), configuration.getDataType(),
                example(configuration.toJson()));
    }

    private static double example(String json) {
        try {
            return NetworkDemand.check("configuration", new ObjectMapper().readTree(json), Set.of());
        } catch (IOException e) {
            throw new IllegalStateException("Deeplearning4j wrote what is not JSON", e);
        }
    }

    private static double needed(List<Layer> layers, DataType type, double example) {
        double numbers = example;
        for (Layer layer : layers) {
            long parameters = layer.initializer().numParams(layer);
            numbers += 2.0 * parameters;
            for (String key : layer.initializer().paramKeys(layer).stream().limit(1).toList()) {
                IUpdater updater = layer.getUpdaterByParam(key);
                if (updater != null) numbers += updater.stateSize(parameters);
            }
        }
        return type.width() * numbers;
    }

    private static AtomicFile.Content numbers(INDArray array) {
        return out -> {
            if (array != null) ArrayEntry.write(array, out);
        };
    }

    private static INDArray state(Model model) {
        return model instanceof ComputationGraph graph ? graph.getUpdater().getStateViewArray()
                : ((MultiLayerNetwork) model).getUpdater().getStateViewArray();
    }

    /** One file on its way to a network. */
    private record Loading(Path file, ModelEntries entries, long memory, Set<String> trusted) {

        Model network() throws IOException {
            String where = file + ": " + ModelSerializer.CONFIGURATION_JSON;
            var configuration = ConfigurationGuard.check(where,
                    entries.bytes(ModelSerializer.CONFIGURATION_JSON, LONGEST_CONFIGURATION), trusted);
            NetworkDemand.check(where, new ObjectMapper().readTree(configuration.json()), trusted);
            try {
                Model network = configuration.isGraph() ? graph(where, configuration.json())
                        : layers(where, configuration.json());
                if (entries.has(ModelSerializer.NO_PARAMS_MARKER)) entries.verify(ModelSerializer.NO_PARAMS_MARKER, 0);
                if (entries.has(ModelEntries.MEANING)) entries.verify(ModelEntries.MEANING, LONGEST_MEANING);
                return attached(network);
            } catch (ModelFileException e) {
                throw e;
            } catch (RuntimeException e) { // whatever Deeplearning4j makes of a configuration that contradicts itself
                throw new ModelFileException(file + ": Deeplearning4j cannot build this network ("
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")", e);
            }
        }

        /** A network that its optimizer cannot train still answers; whoever trains it is told to attach it, and then why that is refused. */
        private static Model attached(Model network) {
            try {
                return SteppingUpdater.attach(network);
            } catch (IllegalStateException e) {
                return network;
            }
        }

        private MultiLayerNetwork layers(String where, String json) throws IOException {
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
            List<Layer> layers = configuration.getConfs().stream().map(conf -> conf.getLayer()).toList();
            long count = count(where, configuration.toJson(), layers, configuration.getDataType());
            var network = new MultiLayerNetwork(configuration);
            network.init(parameters(count), false);
            INDArray state = updaterState(network.getUpdater().getStateViewArray());
            if (state != null) network.getUpdater().setStateViewArray(network, state, false);
            return network;
        }

        private ComputationGraph graph(String where, String json) throws IOException {
            ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
            List<Layer> layers = configuration.getVertices().values().stream().filter(LayerVertex.class::isInstance)
                    .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer()).toList();
            long rest = configuration.getVertices().values().stream().filter(vertex -> !(vertex instanceof LayerVertex))
                    .mapToLong(vertex -> vertex.numParams(true)).reduce(0, Math::addExact);
            long count = Math.addExact(rest, count(where, configuration.toJson(), layers, configuration.getDataType()));
            var network = new ComputationGraph(configuration);
            network.init(parameters(count), false);
            INDArray state = updaterState(network.getUpdater().getStateViewArray());
            if (state != null) network.getUpdater().setStateViewArray(state);
            return network;
        }

        /**
         * Number of parameters of the layers, once the configuration is checked as Deeplearning4j understood it, with what it did not
         * say filled in, and the memory found small enough.
         */
        private long count(String where, String json, List<Layer> layers, DataType type) throws IOException {
            double example = NetworkDemand.check(where, new ObjectMapper().readTree(json), trusted);
            long count = layers.stream().mapToLong(layer -> layer.initializer().numParams(layer)).reduce(0, Math::addExact);
            double needed = needed(layers, type, example);
            if (needed > memory) {
                throw new ModelFileException(where + ": the network needs " + ModelEntries.bytes(needed) + " of memory; "
                        + ModelEntries.bytes(memory) + " are allowed; -D" + MEMORY_PROPERTY + "=BYTES allows more");
            }
            return count;
        }

        /** As many numbers as the configuration asks for; null, as Deeplearning4j has it, for a network without any. */
        private INDArray parameters(long count) throws IOException {
            if (count == 0) {
                entries.verify(ModelSerializer.COEFFICIENTS_BIN, memory);
                return null;
            }
            INDArray numbers = read(ModelSerializer.COEFFICIENTS_BIN, count);
            if (numbers.isNaN().any() || numbers.isInfinite().any()) {
                throw new ModelFileException(file + ": " + ModelSerializer.COEFFICIENTS_BIN
                        + " holds NaN or infinite numbers; must be finite (the network diverged, or the file is damaged)");
            }
            return numbers;
        }

        private INDArray updaterState(INDArray initial) throws IOException {
            if (!entries.has(ModelSerializer.UPDATER_BIN)) return null;
            if (initial != null) return read(ModelSerializer.UPDATER_BIN, initial.length());
            entries.verify(ModelSerializer.UPDATER_BIN, memory);
            return null;
        }

        private INDArray read(String entry, long count) throws IOException {
            return entries.read(entry, Long.MAX_VALUE, in -> ArrayEntry.read(file + ": " + entry, in, count));
        }
    }
}
