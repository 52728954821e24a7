package org.tanhwg.layers.conf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.impl.plain.ResidualActivationLayer;

/**
 * Residual activations of sequences: what is left of past activations under an exponential kernel of forgetting rate λ (Rem 6.7, 6.8).
 *
 * <pre>r(t) = ∫ λ e^{−λ(t−s)} a(s) ds   for steps of length 1:   r_t = (1−η) r_{t−1} + η a_t,   η = 1 − e^{−λ},   r_{−1} = 0</pre>
 * which is the observable dynamics of the purely quadratic energy (theory §3). There are no parameters.
 *
 * <p>Per neuron, input x has the one rate λ_{x mod K} of K: input and output [batch, n, time]. Per synapse, every input goes through all
 * K kernels: output [batch, Kn, time], kernel after kernel, so that each unit of a generalized layer above has a synapse for each pair of input and kernel; its
 * structural weights then choose the rates, and consolidation leaves every synapse one of its own.
 *
 * <p>Each sequence starts at 0. A step that is masked leaves r as it is and outputs 0. State lasts across {@code rnnTimeStep} and from one segment to
 * the next of truncated back-propagation through time, until {@code rnnClearPreviousState}; as with other recurrent layers it is not saved with the model.
 */
public class ResidualActivation extends BaseRecurrentLayer {
    private List<Double> forgetting = List.of();
    private boolean perSynapse;

    /** For JSON. */
    public ResidualActivation() {}

    private ResidualActivation(Builder builder) {
        super(builder);
        this.forgetting = List.copyOf(builder.forgetting);
        this.perSynapse = builder.perSynapse;
        nOut = outputs();
    }

    private long outputs() { return perSynapse ? nIn * forgetting.size() : nIn; }

    @Override public void setNIn(InputType inputType, boolean override) {
        super.setNIn(inputType, override);
        nOut = outputs();
    }

    @Override public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int index,
            INDArray view, boolean initialize, DataType type) {
        GeneralizedLayers.requireSizes(this, index);
        var layer = new ResidualActivationLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamTable(Map.of());
        return layer;
    }

    @Override public ParamInitializer initializer() { return EmptyParamInitializer.getInstance(); }

    @Override public List<Regularization> getRegularizationByParam(String key) { return List.of(); }

    @Override public LayerMemoryReport getMemoryReport(InputType type) {
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), type, getOutputType(-1, type)).standardMemory(0, 0)
                .workingMemory(0, nOut, 0, 2 * nOut).cacheMemory(0, 0).build();
    }

    /** Rates λ per time step. */
    public List<Double> getForgetting() { return forgetting; }

    /** For JSON. */
    public void setForgetting(List<Double> forgetting) { this.forgetting = List.copyOf(forgetting); }

    /** Whether each input goes through every kernel. */
    public boolean isPerSynapse() { return perSynapse; }

    /** For JSON. */
    public void setPerSynapse(boolean perSynapse) { this.perSynapse = perSynapse; }

    @Override public boolean equals(Object other) {
        return super.equals(other) && other instanceof ResidualActivation that && perSynapse == that.perSynapse
                && forgetting.equals(that.forgetting);
    }

    @Override public boolean canEqual(Object other) { return other instanceof ResidualActivation; }

    @Override public int hashCode() { return Objects.hash(super.hashCode(), forgetting, perSynapse); }

    /** Builder in the manner of Deeplearning4j. */
    public static class Builder extends BaseRecurrentLayer.Builder<Builder> {
        private final List<Double> forgetting = new ArrayList<>();
        private boolean perSynapse;

        /** @param rates λ &gt; 0 per time step, at least one: a pulse fades as e^{−λt} */
        public Builder(double... rates) {
            if (rates.length == 0) throw new IllegalArgumentException("rates = []: must be at least one number > 0");
            for (double rate : rates) forgetting.add(Checks.positive("rates", rate));
        }

        /** Every input through every kernel, instead of through one of them. */
        public Builder perSynapse() {
            perSynapse = true;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") public ResidualActivation build() { return new ResidualActivation(this); }
    }
}
