package org.tanhwg.studies.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tanhwg.core.energy.Alignment;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.core.energy.IsotropicEnergy.Elastic;
import org.tanhwg.core.energy.PenalizedAlignment;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.step.Proximal;
import org.tanhwg.core.step.SlowRegime;
import org.tanhwg.core.step.StepResult;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * One unit with complex synapses that learns from one example at a time: an implicit step of the amplitudes (theory §4.1), and now and
 * then consolidation at fixed observable (theory §4.2). The potential counts each living synapse once, as in training: used synapses
 * stay, unused ones vanish.
 */
final class LockingUnit {
    /** κ: the unit's own gain, so that moduli of 1/κ make its output as large as the feedback. */
    private static final double GAIN = 12;
    private static final double TAU = 0.05;
    private static final double LAMBDA = 1;
    private static final double BETA = 0.01;
    private static final int CONSOLIDATE_EVERY = 20;
    private static final double GAMMA = 0.1;
    private static final double POWER = 0.5;
    private static final double SILENT_SHARE = 0.3;

    private SynapticMeasure<Complex> unit;
    private int steps;
    private boolean frozen;

    /** Uniform mass, phases at random. */
    LockingUnit(int inputs, RandomGenerator random) {
        List<VectorLaw<Complex>> laws = new ArrayList<>();
        for (int x = 0; x < inputs; x++) {
            laws.add(new ComplexGaussian(Complex.polar(1 / GAIN, random.nextDouble(-Math.PI, Math.PI)), 0));
        }
        unit = new SynapticMeasure<>(AmplitudeSpace.uniform(inputs).weights(), laws);
    }

    SynapticMeasure<Complex> state() { return unit; }

    SpectralMemory memory() { return SpectralMemory.of(unit); }

    /** Learns from one example; returns the step of the amplitudes. */
    StepResult<List<Complex>> learn(List<Complex> inputs, Complex feedback) {
        AmplitudeSpace space = AmplitudeSpace.of(unit);
        var response = new Alignment(new Complex(GAIN, 0), Complex.ZERO, feedback);
        var energy = new PenalizedAlignment(space, inputs, response, new Elastic(LAMBDA, frozen ? 0 : BETA),
                AmplitudePotential.COUNTING);
        StepResult<List<Complex>> step = Proximal.step(energy, AmplitudeSpace.means(unit), TAU);
        unit = space.moved(unit, step.to());
        if (++steps % CONSOLIDATE_EVERY == 0) consolidate(SILENT_SHARE);
        return step;
    }

    /** Ends the β part of the potential: synapses that are silent now hand over all their mass, and the support stays as it is. */
    void freeze() {
        frozen = true;
        consolidate(Double.POSITIVE_INFINITY);
    }

    private void consolidate(double silentShare) {
        double[] observable = new double[unit.size()];
        for (int x = 0; x < observable.length; x++) observable[x] = unit.observable(x).modulus();
        unit = unit.reweighted(new SlowRegime(GAMMA, POWER, silentShare).step(unit.weights(), observable));
    }
}
