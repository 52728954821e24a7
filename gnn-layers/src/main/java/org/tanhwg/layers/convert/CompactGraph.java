package org.tanhwg.layers.convert;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.PictureWindow;

/**
 * A graph whose branches are layers of maps, one after the other: each branch to its end before the next begins, which takes the maps of its beginning once more, and sums
 * where they meet.
 */
final class CompactGraph {
    private final ComputationGraph graph;
    private final ComputationGraphConfiguration conf;
    private final CompactChain chain;
    private final CompactLayers layers;
    /** Where each vertex stands whose maps others take. */
    private final Map<String, Branch> places = new HashMap<>();

    /** Number of a layer in the chain, and the size of its maps. */
    private record Branch(int number, PictureWindow size) {}

    private CompactGraph(ComputationGraph graph, CompactChain chain) {
        this.graph = graph;
        conf = graph.getConfiguration();
        this.chain = chain;
        layers = CompactLayers.to(chain);
    }

    static CompactNetwork of(ComputationGraph graph, Optional<InputTypeConvolutional> pictures) {
        ComputationGraphConfiguration conf = graph.getConfiguration();
        if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1)
            throw new IllegalArgumentException("is a ComputationGraph of " + conf.getNetworkInputs().size() + " inputs and "
                    + conf.getNetworkOutputs().size() + " outputs: must have one of each");
        InputPreProcessor first = conf.getVertices().entrySet().stream()
                .filter(vertex -> conf.getVertexInputs().get(vertex.getKey()).equals(conf.getNetworkInputs()))
                .map(Map.Entry::getValue).filter(LayerVertex.class::isInstance)
                .map(vertex -> ((LayerVertex) vertex).getPreProcessor()).filter(Objects::nonNull).findFirst().orElse(null);
        var compact = new CompactGraph(graph, CompactLayers.begin(first, pictures, graph.getLayers()));
        if (compact.readers(compact.input()) > 1) compact.places.put(compact.input(), compact.place());
        compact.end(conf.getNetworkOutputs().get(0));
        return compact.chain.network();
    }

    private String input() { return conf.getNetworkInputs().get(0); }

    private long readers(String name) {
        return conf.getVertexInputs().values().stream().flatMap(List::stream).filter(name::equals).count();
    }

    private Branch place() {
        return new Branch(chain.branch(), PictureWindow.point(chain.channels(), chain.height(), chain.width()));
    }

    /** Makes what a vertex gives the end of the chain. */
    private void end(String name) {
        Branch known = places.get(name);
        if (known != null) {
            chain.again(known.number, known.size);
            return;
        }
        if (name.equals(input())) return;
        GraphVertex vertex = conf.getVertices().get(name);
        List<String> inputs = conf.getVertexInputs().get(name);
        if (vertex instanceof LayerVertex layer) {
            end(inputs.get(0));
            layers.add("layer " + name, graph.getLayer(name), layer.getPreProcessor(), inputs.get(0).equals(input()));
        } else if (vertex instanceof ElementWiseVertex sum && sum.getOp() == ElementWiseVertex.Op.Add && inputs.size() == 2) {
            boolean turned = places.containsKey(inputs.get(0)) && !places.containsKey(inputs.get(1));
            String first = inputs.get(turned ? 1 : 0), second = inputs.get(turned ? 0 : 1);
            end(first);
            Branch other = places.get(second);
            if (other == null) {
                other = place();
                end(second);
            }
            chain.sum(other.number);
        } else {
            throw CompactLayers.refused("vertex " + name, "is a " + vertex.getClass().getSimpleName() + " of " + inputs.size()
                    + " inputs: must be a layer, or the sum (ElementWiseVertex) of two layers of maps");
        }
        if (readers(name) > 1) places.put(name, place());
    }
}
