package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.impl.Synapses;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * A layer's parameters and optimizer state as kernels take them: n × units, one column per unit; of complex amplitudes and their signal all
 * real parts, then all imaginary parts.
 *
 * <p>The buffers do not keep the memory alive, the arrays do; so both are held.
 */
public final class LayerViews {
    private final String name;
    private final int n;
    private final int units;
    private final int parts;
    private final int biases;
    @SuppressWarnings("unused") private final List<INDArray> alive;
    private final FloatBuffer mass;
    private final FloatBuffer amplitude;
    private final FloatBuffer signal;
    private final FloatBuffer pressing;
    private final FloatBuffer biasState;
    private final Optional<FloatBuffer> spread;
    private final Optional<FloatBuffer> noiseCurvature;
    private final Optional<FloatBuffer> sketch;
    private FloatBuffer isotropic;
    private final Optional<Synapses> synapses;

    /**
     * @param w structural weights, n × units
     * @param m amplitude means, parts × n × units
     * @param amplitudeState averaged signal V, as many, and where pressure moves mass as many again for M
     * @param spread of Gaussian laws, n × units; where their covariance is free, c behind it, 2n × units
     * @param noiseCurvature averaged curvature of the loss in O where training samples these, as many numbers
     * @param biasState three numbers per bias, see {@link Role#BIAS}, and behind these what {@link TargetKept} remembers; {@code biasNumbers} per bias in all
     * @param sketch of activation patterns, n × D
     * @param synapses that the parameters belong to, where they pass anything
     */
    LayerViews(String name, INDArray w, INDArray m, INDArray amplitudeState, Optional<INDArray> spread,
            Optional<INDArray> noiseCurvature, INDArray biasState, int biasNumbers, Optional<INDArray> sketch,
            Optional<Synapses> synapses) {
        this.name = name;
        this.n = (int) w.size(0);
        this.units = (int) w.size(1);
        this.parts = (int) (m.length() / w.length());
        this.biases = (int) biasState.length() / biasNumbers;
        this.alive = Stream
                .concat(Stream.of(w, m, amplitudeState, biasState),
                        Stream.of(spread, noiseCurvature, sketch).flatMap(Optional::stream))
                .toList();
        this.mass = FloatViews.of(w);
        this.amplitude = FloatViews.of(m);
        FloatBuffer signals = FloatViews.of(amplitudeState);
        this.signal = signals.slice(0, amplitude.limit());
        this.pressing = signals.slice(signals.limit() - amplitude.limit(), amplitude.limit());
        this.biasState = FloatViews.of(biasState);
        this.spread = spread.map(FloatViews::of);
        this.noiseCurvature = noiseCurvature.map(FloatViews::of);
        this.sketch = sketch.map(FloatViews::of);
        this.synapses = synapses;
    }

    /** Name of the layer. */
    public String name() { return name; }

    /** Number of inputs. */
    public int n() { return n; }

    /** Number of units. */
    public int units() { return units; }

    /** Numbers that make up an amplitude: 1, or 2 where it is complex. */
    public int parts() { return parts; }

    /** Number of biases: one for each unit, or twice as many where they are complex. */
    public int biases() { return biases; }

    /** Structural weights w. */
    public FloatBuffer mass() { return mass; }

    /** Amplitude means m, part after part. */
    public FloatBuffer amplitude() { return amplitude; }

    /** Averaged signal V = ∂L/∂O, part after part. */
    public FloatBuffer signal() { return signal; }

    /** The slower average M of the same, by which pressure is measured; V itself where none is. */
    FloatBuffer pressing() {
        return pressing;
    }

    /** Activation patterns of the inputs over recent batches, n × D, where the slow regime asked for them. */
    public Optional<FloatBuffer> sketch() {
        return sketch;
    }

    /** Spreads σ of Gaussian laws, n × units; where their covariance is free, those of isotropic laws of the same variance, good until the next call. */
    public Optional<FloatBuffer> spread() {
        if (spread.filter(its -> its.limit() > mass.limit()).isEmpty()) return spread;
        if (isotropic == null) isotropic = FloatBuffer.allocate(mass.limit());
        for (int i = 0; i < mass.limit(); i++) isotropic.put(i, (float) Math.sqrt(variance(i)));
        return Optional.of(isotropic);
    }

    /** σ², or s² + |c|², the mean variance of the parts of an amplitude. */
    private double variance(int synapse) {
        FloatBuffer law = spread.orElseThrow();
        double s = law.get(synapse);
        if (law.limit() == mass.limit()) return s * s;
        int re = mass.limit() + synapse + synapse / n * n;
        return s * s + (double) law.get(re) * law.get(re) + (double) law.get(re + n) * law.get(re + n);
    }

    /** What sampled transmission adds to the loss for each unit of a synapse's mass, w tr(H S²), of isotropic laws κ w σ² C; 0 where nothing is sampled. */
    double noise(int synapse) {
        if (noiseCurvature.isEmpty()) return 0;
        FloatBuffer curvature = noiseCurvature.get();
        double sum = parts * variance(synapse) * curvature.get(synapse);
        if (curvature.limit() > mass.limit()) {
            FloatBuffer law = spread.orElseThrow();
            int re = mass.limit() + synapse + synapse / n * n;
            sum += 4.0 * law.get(synapse) * (law.get(re) * curvature.get(re) + law.get(re + n) * curvature.get(re + n));
        }
        return mass.get(synapse) * sum;
    }

    /** The pass whose gradient the layer's views hold. */
    Pass pass() { return synapses.map(Synapses::filled).orElse(Pass.ALL); }

    /** Tells the layer that the gradient view of w holds an update. */
    void massUpdated() {
        synapses.ifPresent(Synapses::massUpdated);
    }

    /** Has the layer forget what a refused batch left. */
    void takeBack() { synapses.ifPresent(Synapses::takeBack); }

    /** Tells the passes that structural mass has moved. */
    void massMoved() { synapses.ifPresent(Synapses::massMoved); }

    /** Tells the passes that others write to the gradient views, or that the parameters may not be those of the last pass. */
    void overwritten() {
        synapses.ifPresent(Synapses::overwritten);
    }

    /** How work on the units is done. */
    public Halves halves() { return synapses.map(Synapses::halves).orElse(Halves.WHOLE); }

    FloatBuffer biasSignal() { return biasState.slice(0, biases); }

    /** What steers the strength of the potential remembers. */
    FloatBuffer steering() {
        return biasState.slice(3 * biases, biasState.limit() - 3 * biases);
    }

    /** Weighted sum of the curvature estimates of each unit. */
    FloatBuffer curvatureSum() {
        return biasState.slice(biases, units);
    }

    /** Sum of the weights of the same. */
    FloatBuffer curvatureWeight() { return biasState.slice(biases + units, units); }
}
