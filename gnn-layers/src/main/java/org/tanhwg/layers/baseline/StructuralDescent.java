package org.tanhwg.layers.baseline;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tanhwg.core.Checks;
import org.tanhwg.core.observable.MirrorDescent;
import org.tanhwg.layers.kernel.step.MirrorStep;
import org.tanhwg.layers.optimizer.SynapticUpdater;
import org.tanhwg.layers.optimizer.SynapticUpdater.MassRegime;
import org.tanhwg.layers.optimizer.TanHwg;

/**
 * Mirror descent of the structural weights, on every step, in place of consolidation; the amplitudes take the fast step of Tan–HWG.
 *
 * <pre>entropic: w⁺ ∝ w e^{−γc m V},   Euclidean: w⁺ = Π(w − (γc/n) m V),   V the averaged ∂L/∂O, c the step size of the unit</pre>
 * It is a Tan–HWG step itself (Prop 5.20, theory §3): w⁺ = (1−η)w + ηs with the signal s = w + (w_MD − w)/η, where w_MD is the iterate of mirror
 * descent. For η = 1 the signal is that iterate. The observable changes with w here, whereas consolidation keeps it.
 *
 * @param fastStep settings of the amplitudes; those of consolidation have no effect
 * @param geometry entropy, or the Euclidean norm: the projected gradient on the simplex
 * @param gamma step size of the structural weights relative to that of the amplitudes, in (0, 10]
 * @param eta share η of the way to the signal, in (0, 1]; a signal that leaves the simplex ends training with an ArithmeticException
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public record StructuralDescent(@JsonProperty("fastStep") TanHwg fastStep, @JsonProperty("geometry") MirrorDescent geometry,
        @JsonProperty("gamma") double gamma, @JsonProperty("eta") double eta) implements SynapticUpdater {

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public StructuralDescent {
        Checks.inHalfOpen("gamma", gamma, 0, 10);
        Checks.inHalfOpen("eta", eta, 0, 1);
    }

    /** Mirror descent by its own iterate. */
    public StructuralDescent(TanHwg fastStep, MirrorDescent geometry, double gamma) {
        this(fastStep, geometry, gamma, 1);
    }

    @Override public MassRegime slowRegime() {
        var kernel = new MirrorStep();
        return (layer, pass, massUpdate, amplitudeUpdate, rate, step) -> {
            float[] scaled = rate.clone();
            for (int unit = 0; unit < scaled.length; unit++) scaled[unit] *= (float) gamma;
            kernel.apply(geometry, layer.n(), layer.units(), layer.parts(), layer.mass(), layer.amplitude(), layer.signal(),
                    scaled, (float) eta,
                    massUpdate);
            return true;
        };
    }

    @Override public long stateSize(long parameters) { return fastStep.stateSize(parameters); }

    @Override public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
        return fastStep.instantiate(view, initialize);
    }

    @Override public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        return fastStep.instantiate(state, initialize);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") public StructuralDescent clone() {
        return new StructuralDescent(fastStep.clone(), geometry, gamma, eta);
    }

    @Override public double getLearningRate(int iteration, int epoch) { return fastStep.getLearningRate(iteration, epoch); }

    @Override public boolean hasLearningRate() { return true; }

    @Override public void setLrAndSchedule(double rate, ISchedule schedule) { fastStep.setLrAndSchedule(rate, schedule); }
}
