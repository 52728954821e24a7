package org.tanhwg.layers.optimizer;

import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;

/**
 * All numbers from which training goes on, copied out of a network: its parameters and the state of its updaters. What belongs to a synapse
 * without mass is 0, since nothing depends on it any more.
 *
 * @param parameters in Deeplearning4j's order
 * @param optimizer averaged signals, curvatures and sketches, in Deeplearning4j's order
 */
public record LivingState(float[] parameters, float[] optimizer) {
    /** Those of which each synapse has a part of its own, with as many numbers of state, or several times as many, one set after the other. */
    private static final Set<Role> SYNAPTIC = EnumSet.of(Role.AMPLITUDE, Role.SPREAD, Role.ATOMS);

    /**
     * Copies it out of a network of type FLOAT.
     *
     * @param mass whether structural weights are wanted; else they are 0, for those who have them already
     */
    public static LivingState of(Model network, boolean mass) {
        var state = new LivingState(copy(network.params()), copy(optimizer(network)));
        for (UpdaterBlock block : Attachment.blocks(network)) {
            int offset = 0;
            int size = block.getParamOffsetEnd() - block.getParamOffsetStart();
            for (UpdaterBlock.ParamState variable : block.getLayersAndVariablesInBlock()) {
                Layer layer = Attachment.layer(variable);
                int length = (int) layer.getParam(variable.getParamName()).length();
                int from = block.getParamOffsetStart() + offset;
                Optional<Role> role = role(variable);
                if (role.filter(SYNAPTIC::contains).isPresent())
                    for (int at = block.getUpdaterViewOffsetStart() + offset; at < block.getUpdaterViewOffsetEnd(); at += size)
                        state.clear(layer.getParam(MASS), from, at, length);
                else
                    if (!mass && role.filter(Role.MASS::equals).isPresent())
                        Arrays.fill(state.parameters, from, from + length, 0);
                offset += length;
            }
        }
        return state;
    }

    /** What a parameter of a generalized layer is; empty elsewhere. */
    private static Optional<Role> role(UpdaterBlock.ParamState variable) {
        boolean generalized = Attachment.layer(variable).paramTable().containsKey(MASS);
        return generalized ? Optional.of(Role.of(variable.getParamName())) : Optional.empty();
    }

    /** @param length of a variable that has one or several numbers for each synapse, unit after unit */
    private void clear(INDArray w, int from, int fromState, int length) {
        FloatBuffer mass = FloatViews.of(w);
        int n = (int) w.size(0);
        int each = length / (int) w.length();
        for (int i = 0; i < length; i += n) {
            int unit = i / n / each * n;
            for (int x = 0; x < n; x++) {
                if (mass.get(unit + x) != 0) continue;
                parameters[from + i + x] = 0;
                optimizer[fromState + i + x] = 0;
            }
        }
    }

    /**
     * Writes everything into a network of the same configuration; one that is attached to its optimizer stays so.
     *
     * @param mass whether the structural weights too; else the network keeps its own
     */
    public void into(Model network, boolean mass) {
        FloatBuffer numbers = FloatViews.of(network.params());
        for (UpdaterBlock block : Attachment.blocks(network)) {
            if (!mass && role(block.getLayersAndVariablesInBlock().get(0)).filter(Role.MASS::equals).isPresent()) continue;
            int from = block.getParamOffsetStart();
            numbers.put(from, parameters, from, block.getParamOffsetEnd() - from);
        }
        if (optimizer.length > 0) FloatViews.of(optimizer(network)).put(0, optimizer);
        Attachment.steps(network).forEach(LayerStep::replaced);
    }

    private static INDArray optimizer(Model network) {
        return network instanceof ComputationGraph graph ? graph.getUpdater().getStateViewArray()
                : ((MultiLayerNetwork) network).getUpdater().getStateViewArray();
    }

    private static float[] copy(INDArray array) {
        if (array == null) return new float[0];
        float[] copy = new float[(int) array.length()];
        FloatViews.of(array).get(0, copy);
        return copy;
    }
}
