package org.tanhwg.training.result;

import java.util.List;

/**
 * The whole of {@code result.json} of {@code gnn convert}; the sum of the data is that of the model file.
 *
 * @param to generalized or dense
 * @param layers input to output, in a graph in topological order
 * @param keptFraction weights that are not exactly 0 / all weights, biases not counted
 * @param parameters number of observable weights and biases
 */
public record ConvertResult(String command, Provenance provenance, String to, List<Layer> layers, double keptFraction,
        long parameters) {
    public ConvertResult { layers = List.copyOf(layers); }

    /** One layer: its name or number, and the kinds of layer it was and is. */
    public record Layer(String name, String from, String to) {}
}
