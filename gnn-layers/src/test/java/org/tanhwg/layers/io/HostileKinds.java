package org.tanhwg.layers.io;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;

/**
 * A process that may die: it loads networks of one part each, every kind, with one number in it that is bad, and shows those that load
 * examples of every rank. What it is about to do stands at the end of its output.
 */
final class HostileKinds {
    private static final int SIZE = 3;
    private static final long[] BAD = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, 1000, 7, 1L << 40, Long.MIN_VALUE};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final int one;
    private final int from;
    private int count;
    private int tried;
    private int refused;
    private int sound;

    private HostileKinds(Path file, int one, int from) {
        this.file = file;
        this.one = one;
        this.from = from;
    }

    /** @param arguments a folder to write to, of how many configurations one is tried, and how many to pass over */
    public static void main(String[] arguments) throws Exception {
        var kinds = new HostileKinds(Path.of(arguments[0], "model.zip"), Integer.parseInt(arguments[1]),
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0);
        List<Class<?>> all = new ArrayList<>(HostileModelTest.kindsOfDeeplearning4j());
        all.addAll(List.of(GeneralizedConvolution.class, GeneralizedDense.class, GeneralizedOutput.class,
                GeneralizedRecurrent.class));
        for (Class<?> kind : all) kinds.attack(kind);
        System.out.println("done " + kinds.tried + " tried, " + kinds.refused + " refused, " + kinds.sound + " kinds unharmed");
        System.exit(0);
    }

    private void attack(Class<?> kind) throws IOException {
        ObjectNode part = part(kind);
        if (part == null) return;
        String name = kind.getSimpleName();
        if (from == 0) attempt(name, kind, part, true);
        attackNumbers(name, kind, part, part);
    }

    /** Each whole number in the part, and in the parts inside it. */
    private void attackNumbers(String name, Class<?> kind, ObjectNode part, ObjectNode at) throws IOException {
        List<String> settings = new ArrayList<>();
        at.fieldNames().forEachRemaining(settings::add);
        for (String setting : settings) {
            JsonNode was = at.get(setting);
            List<Consumer<ObjectNode>> changes = new ArrayList<>();
            if (was.isIntegralNumber()) {
                for (long bad : BAD) changes.add(node -> node.put(setting, bad));
                changes.add(node -> node.put(setting, "0"));
                changes.add(node -> node.putNull(setting));
                changes.add(node -> node.put(setting, 0.5));
            } else if (was.isArray() && !was.isEmpty() && was.get(0).isIntegralNumber()) {
                for (long bad : BAD) {
                    for (int i = 0; i < was.size(); i++) {
                        int index = i;
                        changes.add(node -> ((ArrayNode) node.get(setting)).set(index, bad));
                    }
                }
                changes.add(node -> ((ArrayNode) node.get(setting)).remove(0));
                changes.add(node -> ((ArrayNode) node.get(setting)).removeAll());
                changes.add(node -> ((ArrayNode) node.get(setting)).add(2));
                changes.add(node -> node.putNull(setting));
            } else if (was.isObject() && (was.has("@class") || was.has("layer"))) {
                attackNumbers(name + "." + setting, kind, part, (ObjectNode) was);
            }
            for (int c = 0; c < changes.size(); c++) {
                if (++count % one != 0 || count <= from) continue;
                JsonNode before = was.deepCopy();
                changes.get(c).accept(at);
                attempt(name + "." + setting + " = " + at.get(setting), kind, part, false);
                at.set(setting, before);
            }
        }
    }

    private void attempt(String what, Class<?> kind, ObjectNode part, boolean unharmed) throws IOException {
        tried++;
        System.out.println(count + " " + what);
        String json = configuration(kind, part);
        write(json);
        Model network;
        try {
            network = ModelFile.load(file);
        } catch (ModelFileException e) {
            refused++;
            return;
        }
        if (unharmed) sound++;
        INDArray x = Nd4j.rand(DataType.FLOAT, Arrays.copyOf(new int[] {2, SIZE, 4, 4, 4}, rank(kind.getSimpleName())));
        try {
            if (network instanceof MultiLayerNetwork list) list.feedForward(x, true);
            else if (((ComputationGraph) network).getNumInputArrays() == 1) ((ComputationGraph) network).output(x);
            else((ComputationGraph) network).output(x, x.dup());
        } catch (RuntimeException e) {
            return; // refused by Deeplearning4j in Java, which is as good
        }
    }

    /** Of the arrays that a kind takes: what becomes of others is not a matter of the file. */
    private static int rank(String kind) {
        if (kind.contains("3D") || kind.startsWith("Cnn3D")) return 5;
        if (kind.matches(
                ".*(1D|LSTM|Rnn|Sequence|SelfAttention|RecurrentAttention|TimeDistributed|LastTimeStep|Bidirectional|MaskZero|MaskLayer).*"))
            return 3;
        boolean picture = kind.matches(
                "(Generalized)?(Convolution|Deconvolution|Depthwise|Separable|Subsampling|Pooling|Upsampling|ZeroPadding|Cropping"
                        + "|LocallyConnected|SpaceTo|LocalResponse|GlobalPooling|PrimaryCapsules|Yolo|Cnn).*");
        return picture ? 4 : 2;
    }

    /** With as many parameters as it asks for. */
    private void write(String json) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("configuration.json"));
            zip.write(json.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("coefficients.bin"));
            long parameters = parameters(json);
            if (parameters > 0 && parameters < 100_000) {
                var out = new DataOutputStream(zip);
                Nd4j.write(Nd4j.create(DataType.FLOAT, 1, parameters), out);
                out.flush();
            }
        }
    }

    private static long parameters(String json) {
        try {
            if (!json.contains("\"vertices\""))
                return MultiLayerConfiguration.fromJson(json).getConfs().stream()
                        .mapToLong(conf -> conf.getLayer().initializer().numParams(conf.getLayer())).sum();
            return ComputationGraphConfiguration.fromJson(json).getVertices().values().stream()
                    .mapToLong(vertex -> vertex.numParams(true)).sum();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private static String configuration(Class<?> kind, ObjectNode part) {
        try {
            if (GraphVertex.class.isAssignableFrom(kind)) {
                ObjectNode graph = (ObjectNode) JSON
                        .readTree(new NeuralNetConfiguration.Builder().graphBuilder().addInputs("a", "b")
                                .addVertex("v", new MergeVertex(), "a", "b").setOutputs("v").build().toJson());
                ((ObjectNode) graph.get("vertices")).set("v", part);
                return graph.toString();
            }
            ObjectNode list = (ObjectNode) JSON.readTree(new NeuralNetConfiguration.Builder().list()
                    .layer(new DenseLayer.Builder().nIn(SIZE).nOut(SIZE).build()).build().toJson());
            if (InputPreProcessor.class.isAssignableFrom(kind)) list.putObject("inputPreProcessors").set("0", part);
            else((ObjectNode) list.get("confs").get(0)).set("layer", part);
            return list.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sound part of a kind, as JSON; null where a part of this kind cannot stand alone. */
    private static ObjectNode part(Class<?> kind) throws IOException {
        Object part = made(kind);
        if (part == null) return null;
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(NeuralNetConfiguration.mapper().writeValueAsString(part));
            json.put("@class", kind.getName());
            return json;
        } catch (JsonMappingException e) {
            System.out.println("not made: " + kind.getSimpleName() + " " + e.getMessage());
            return null;
        }
    }

    /** What a wrapper wraps. */
    private static Layer inner(Class<?> kind) {
        FeedForwardLayer.Builder<?> builder = Set.of(Bidirectional.class, LastTimeStep.class).contains(kind)
                ? new SimpleRnn.Builder()
                : new DenseLayer.Builder();
        return builder.nIn(SIZE).nOut(SIZE).activation(Activation.IDENTITY).weightInit(WeightInit.XAVIER).updater(new Sgd(0.1))
                .build();
    }

    private static Object argument(Class<?> kind, Class<?> type) {
        if (type == int.class) return 1;
        if (type == long.class) return 1L;
        if (type == double.class) return 1.0;
        if (type == boolean.class) return false;
        if (type == String.class) return "a";
        if (type.isEnum()) return type.getEnumConstants()[0];
        if (type == int[].class) return new int[] {2, SIZE};
        if (type == InputPreProcessor[].class) return new InputPreProcessor[0];
        if (type == GraphVertex.class) return new MergeVertex();
        return type.isAssignableFrom(Layer.class) || Layer.class.isAssignableFrom(type) ? inner(kind) : null;
    }

    private static Object made(Class<?> kind) {
        try {
            var constructor = Stream.of(kind.getDeclaredConstructors()).filter(its -> !its.isSynthetic())
                    .filter(its -> Stream.of(its.getParameterTypes()).noneMatch(type -> type.getSimpleName().equals("Builder")))
                    .min(Comparator.comparing(Constructor::getParameterCount)).orElseThrow(NoSuchMethodException::new);
            constructor.setAccessible(true);
            Object part = constructor
                    .newInstance(Stream.of(constructor.getParameterTypes()).map(type -> argument(kind, type)).toArray());
            for (Class<?> owner = kind; owner != Object.class; owner = owner.getSuperclass())
                for (Field field : owner.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) continue;
                    field.setAccessible(true);
                    fill(part, field);
                }
            return part;
        } catch (ReflectiveOperationException e) {
            System.out.println("not made: " + kind.getSimpleName() + " " + e);
            return null;
        }
    }

    private static final Map<String, Integer> NUMBERS = Map.of("nin", SIZE, "nout", SIZE, "numchannels", SIZE, "inputheight", 4,
            "inputwidth", 4, "inputdepth", 4);

    private static void fill(Object part, Field field) throws ReflectiveOperationException {
        Class<?> type = field.getType();
        String name = field.getName().toLowerCase(Locale.ROOT);
        Object is = field.get(part);
        if (type == int.class || type == long.class) {
            boolean zero = ((Number) is).longValue() == 0 && !ConfigurationRules.ANY.contains(name)
                    && !ConfigurationRules.AXES.contains(name);
            int value = NUMBERS.getOrDefault(name, ConfigurationRules.POSITIVE.contains(name) || name.equals("n") ? 1 : 0);
            if (zero && value != 0) {
                if (type == int.class) field.setInt(part, value);
                else field.setLong(part, value);
            }
        } else if (is != null) {
            return;
        } else if (type == int[].class || type == long[].class) {
            String kind = part.getClass().getSimpleName();
            int length = kind.contains("3D") ? 3 : kind.contains("1D") ? 1 : 2;
            boolean both = kind.startsWith("ZeroPadding") || kind.startsWith("Cropping");
            if (both && (name.equals("padding") || name.equals("cropping"))) length *= 2;
            int value = ConfigurationRules.POSITIVE.contains(name) ? 1 : 0;
            if (type == int[].class) {
                int[] values = new int[length];
                Arrays.fill(values, value);
                if (ConfigurationRules.AXES.contains(name)) values = new int[] {2};
                field.set(part, values);
            } else {
                long[] values = new long[length];
                Arrays.fill(values, value);
                field.set(part, values);
            }
        } else if (type.isEnum()) {
            field.set(part, type.getEnumConstants()[0]);
        } else if (type == IActivation.class) {
            field.set(part, new ActivationIdentity());
        } else if (type == ILossFunction.class) {
            field.set(part, new LossMSE());
        } else if (type == IUpdater.class) {
            field.set(part, new Sgd(0.1));
        } else if (type.getSimpleName().equals("IWeightInit")) {
            field.set(part, new WeightInitXavier());
        } else if (type == Layer.class || type == BaseLayer.class) {
            field.set(part, inner(part.getClass()));
        } else if (type == NeuralNetConfiguration.class) {
            field.set(part,
                    new NeuralNetConfiguration.Builder().layer(inner(part.getClass())).build());
        } else if (type == InputPreProcessor[].class) {
            field.set(part, new InputPreProcessor[0]);
        }
    }
}
