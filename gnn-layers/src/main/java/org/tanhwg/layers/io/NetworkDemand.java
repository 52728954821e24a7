package org.tanhwg.layers.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Looks through a network's configuration, part by part, before anything is built from it, and says how many numbers one example makes on its
 * way through the network.
 *
 * <p>Sizes of activations are a lower bound: lengths that the data bring are taken as 1. That is enough to see a padding of 100,000.
 * All products are taken in double precision, which does not wrap around.
 */
final class NetworkDemand {
    private static final int MOST_PARTS = 10_000;
    /** Products of sizes are computed in 64 bits, by Deeplearning4j too, with a size once more and small factors. */
    private static final double MOST_NUMBERS = 0x1p56;

    /** The place of rows of numbers, where that is known; another empty array where nothing is. */
    private static final double[] ROWS = {};
    private static final Set<String> CONNECTED = Set.of("DenseLayer", "GeneralizedDense");

    private final String where;
    private final Set<String> trusted;
    private final ConfigurationRules rules;
    private double activations;
    private double largestPatch;

    private NetworkDemand(String where, Set<String> trusted) {
        this.where = where;
        this.trusted = trusted;
        this.rules = new ConfigurationRules(where);
    }

    /** What flows between two parts: channels (or features) at each place of a line, plane or volume. */
    private record Flow(double channels, double[] space) {
        double numbers() { return channels * Arrays.stream(space).reduce(1, (a, b) -> a * b); }

        /** Lengths along so many dimensions, 1 where nothing is known. */
        double[] space(int dimensions) {
            if (space.length == dimensions) return space;
            double[] ones = new double[dimensions];
            Arrays.fill(ones, 1);
            return ones;
        }
    }

    /**
     * Checks every part of a configuration and how they hang together.
     *
     * @param trusted names of kinds that the caller vouches for
     * @return numbers that one example needs, activations and their gradients and the largest array of patches
     * @throws ModelFileException naming part and setting
     */
    static double check(String where, JsonNode configuration, Set<String> trusted) {
        var demand = new NetworkDemand(where, trusted);
        if (configuration.has("vertices")) demand.graph(configuration);
        else demand.list(configuration);
        return 2 * demand.activations + demand.largestPatch;
    }

    private void list(JsonNode configuration) {
        JsonNode confs = configuration.path("confs");
        if (!confs.isArray() || confs.isEmpty()) throw refused("confs lists no layers; must list at least one");
        checkCount("confs", confs.size());
        JsonNode preprocessors = configuration.path("inputPreProcessors");
        Flow flow = null;
        for (int i = 0; i < confs.size(); i++)
            flow = layer("layer " + i, confs.get(i), preprocessors.path(Integer.toString(i)), flow);
    }

    private void graph(JsonNode configuration) {
        JsonNode vertices = configuration.path("vertices");
        JsonNode inputs = configuration.path("vertexInputs");
        if (!vertices.isObject() || vertices.isEmpty()) throw refused("vertices lists none; must list at least one");
        checkCount("vertices", vertices.size());
        Set<String> sources = names(configuration, "networkInputs");
        for (String output : names(configuration, "networkOutputs")) {
            if (!vertices.has(output)) throw refused("networkOutputs names " + shown(output) + ", which is not a vertex");
        }
        Map<String, Flow> flows = new LinkedHashMap<>();
        sources.forEach(source -> flows.put(source, null));
        List<String> waiting = new ArrayList<>();
        vertices.fieldNames().forEachRemaining(waiting::add);
        for (String name : waiting) {
            for (JsonNode input : inputs.path(name)) {
                if (!sources.contains(input.asText()) && !vertices.has(input.asText()))
                    throw refused(
                            "vertex " + shown(name) + " takes input from " + shown(input.asText()) + ", which is not there");
            }
            if (inputs.path(name).isEmpty()) throw refused("vertex " + shown(name) + " has no input");
        }
        while (!waiting.isEmpty()) {
            boolean moved = waiting.removeIf(name -> {
                List<String> from = new ArrayList<>();
                inputs.path(name).forEach(input -> from.add(input.asText()));
                if (!flows.keySet().containsAll(from)) return false;
                flows.put(name, vertex(name, vertices.get(name), from.stream().map(flows::get).toList()));
                return true;
            });
            if (!moved) throw refused("vertex " + shown(waiting.get(0)) + " is part of a cycle or hangs on one");
        }
    }

    private Flow vertex(String name, JsonNode vertex, List<Flow> inputs) {
        String called = "vertex " + shown(name);
        if (vertex.path("layerConf").isObject())
            return layer(called, vertex.path("layerConf"), vertex.path("preProcessor"), inputs.get(0));
        rules.check(called, vertex, trusted);
        Flow first = inputs.get(0);
        if (first == null) return null;
        double channels = ConfigurationRules.simple(vertex).equals("MergeVertex")
                ? inputs.stream().mapToDouble(flow -> flow == null ? 0 : flow.channels()).sum()
                : first.channels();
        return passed(preprocessed(vertex.path("preProcessor"), new Flow(channels, first.space())));
    }

    /** @param before what comes in, null at the start, where only the layer itself can tell */
    private Flow layer(String called, JsonNode conf, JsonNode preprocessor, Flow before) {
        JsonNode layer = conf.path("layer");
        if (!layer.isObject()) throw refused(called + " has no layer");
        if (!layer.has("@class")) return before; // of a release before 1.0; Deeplearning4j says what it is, then it is checked
        rules.check(called, layer, trusted);
        if (preprocessor.isObject()) rules.check(called + ", preprocessor", preprocessor, trusted);
        JsonNode inner = unwrapped(layer);
        checkProduct(called, inner);
        Flow start = before != null ? before : new Flow(Math.max(1, inner.path("nin").asDouble()), new double[0]);
        Flow in = preprocessed(preprocessor, start);
        if (in.space() == ROWS && ConfigurationRules.simple(inner).startsWith("ZeroPadding")) // native code would read beyond them
            throw refused(
                    called + " (" + ConfigurationRules.simple(inner) + "): takes maps, and what comes in are rows of numbers");
        return passed(output(inner, in));
    }

    private Flow passed(Flow flow) {
        activations += flow.numbers();
        return flow;
    }

    private static JsonNode unwrapped(JsonNode layer) {
        JsonNode inner = layer;
        for (String wrapped : new String[] {"fwd", "layer", "underlying"}) {
            if (inner.path(wrapped).isObject()) return unwrapped(inner.path(wrapped));
        }
        return inner;
    }

    private static Flow preprocessed(JsonNode preprocessor, Flow flow) {
        if (!preprocessor.isObject()) return flow;
        Flow result = flow;
        for (JsonNode part : preprocessor.path("inputPreProcessors")) result = preprocessed(part, result);
        double height = preprocessor.path("inputHeight").asDouble();
        double width = preprocessor.path("inputWidth").asDouble();
        double channels = preprocessor.path("numChannels").asDouble();
        return switch (ConfigurationRules.simple(preprocessor)) {
            case "FeedForwardToCnnPreProcessor", "RnnToCnnPreProcessor" -> new Flow(channels, new double[] {height, width});
            case "FeedForwardToCnn3DPreProcessor" ->
                new Flow(channels, new double[] {preprocessor.path("inputDepth").asDouble(), height, width});
            case "CnnToFeedForwardPreProcessor", "FlattenedMaps" -> new Flow(channels * height * width, ROWS);
            case "CnnToRnnPreProcessor" -> new Flow(channels * height * width, new double[0]);
            case "Cnn3DToFeedForwardPreProcessor" -> new Flow(result.numbers(), new double[0]);
            default -> result;
        };
    }

    private Flow output(JsonNode layer, Flow in) {
        String kind = ConfigurationRules.simple(layer);
        double out = layer.path("nout").asDouble();
        double channels = out > 0 ? out : in.channels() * Math.max(1, layer.path("depthMultiplier").asDouble());
        if (kind.contains("Capsule")) channels = product(layer, "capsules", "capsuleDimensions");
        if (kind.equals("GlobalPoolingLayer")) return new Flow(in.channels(), ROWS);
        if (kind.equals("RepeatVector")) return new Flow(in.channels(), new double[] {layer.path("n").asDouble()});
        if (kind.startsWith("SpaceToDepth")) {
            double block = layer.path("blockSize").asDouble();
            return new Flow(in.channels() * block * block,
                    each(in.space(2), (i, length) -> Math.max(1, Math.floor(length / block))));
        }
        JsonNode kernel = layer.has("kernelSize") ? layer.path("kernelSize") : layer.path("kernel");
        JsonNode padding = layer.path("padding");
        if (kind.startsWith("Upsampling")) {
            return new Flow(in.channels(),
                    each(in.space(layer.path("size").size()), (i, length) -> length * at(layer.path("size"), i, 1)));
        }
        if (kind.startsWith("ZeroPadding")) {
            return new Flow(in.channels(), each(in.space(padding.size() / 2), (i, length) -> length + at(padding, 2 * i, 0)
                    + at(padding, 2 * i + 1, 0)));
        }
        if (kernel.isMissingNode() || kernel.isNull())
            return new Flow(channels, CONNECTED.contains(kind) && in.space().length == 0 ? ROWS : in.space());
        double[] space = each(in.space(Math.max(1, kernel.size())), (i, length) -> window(layer, kernel, i, length));
        double patch = in.channels();
        for (int i = 0; i < Math.max(1, kernel.size()); i++) patch *= at(kernel, i, 1) * space[i];
        largestPatch = Math.max(largestPatch, patch);
        return new Flow(channels, space);
    }

    /** Length after a window has moved along; transposed where it is a deconvolution. */
    private static double window(JsonNode layer, JsonNode kernel, int i, double length) {
        double stride = at(layer.path("stride"), i, 1);
        double pad = at(layer.path("padding"), i, 0);
        double span = (at(kernel, i, 1) - 1) * at(layer.path("dilation"), i, 1) + 1;
        String mode = layer.path("mode").asText(layer.path("convolutionMode").asText(layer.path("cm").asText()));
        boolean same = mode.equals("Same") || mode.equals("Causal");
        if (ConfigurationRules.simple(layer).startsWith("Deconvolution"))
            return same ? length * stride : Math.max(1, (length - 1) * stride + span - 2 * pad);
        return same ? Math.ceil(length / stride) : Math.max(1, Math.floor((length + 2 * pad - span) / stride) + 1);
    }

    private interface Lengths {
        double of(int dimension, double length);
    }

    private static double[] each(double[] space, Lengths lengths) {
        double[] result = new double[space.length];
        for (int i = 0; i < result.length; i++) result[i] = lengths.of(i, space[i]);
        return result;
    }

    /** A number that stands alone is that of each dimension. */
    private static double at(JsonNode setting, int i, double otherwise) {
        return setting.isArray() ? setting.path(i).asDouble(otherwise) : setting.asDouble(otherwise);
    }

    private static double product(JsonNode layer, String... settings) {
        double product = 1;
        for (String setting : settings) {
            JsonNode value = layer.path(setting);
            if (value.isArray()) for (JsonNode element : value) product *= Math.max(1, element.asDouble());
            else product *= Math.max(1, value.asDouble());
        }
        return product;
    }

    /** After this no number of parameters wraps around. */
    private void checkProduct(String called, JsonNode layer) {
        double weights = product(layer, "nin", "nout", "kernelSize", "kernel", "depthMultiplier", "capsules", "capsuleDimensions",
                "inputCapsules", "inputCapsuleDimensions", "outputSize", "nheads", "headSize", "nqueries", "inputShape")
                * Math.max(1, layer.path("embedding").path("law").path("atoms").asDouble());
        double largest = Math.max(layer.path("nin").asDouble(), layer.path("nout").asDouble());
        for (String sizes : new String[] {"encoderLayerSizes", "decoderLayerSizes"})
            for (JsonNode size : layer.path(sizes)) largest = Math.max(largest, size.asDouble() * size.asDouble());
        if (weights * Math.max(1, largest) > MOST_NUMBERS)
            throw refused(called + " (" + ConfigurationRules.simple(layer)
                    + "): its sizes multiply to more parameters than can be counted");
    }

    private void checkCount(String setting, int count) {
        if (count > MOST_PARTS) throw refused(setting + " lists " + count + " parts; must be at most " + MOST_PARTS);
    }

    private Set<String> names(JsonNode configuration, String setting) {
        JsonNode listed = configuration.path(setting);
        if (!listed.isArray() || listed.isEmpty()) throw refused(setting + " lists none; must list at least one");
        Set<String> names = new HashSet<>();
        listed.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static String shown(String name) { return "'" + ModelFileException.shown(name) + "'"; }

    private ModelFileException refused(String why) { return new ModelFileException(where + ": " + why); }
}
