package org.tanhwg.studies.drift;

import java.util.Locale;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.datasets.sde.Systems.DoubleWell;
import org.tanhwg.datasets.sde.Systems.Lorenz;
import org.tanhwg.datasets.sde.Systems.MultiplicativeNoise;
import org.tanhwg.datasets.sde.Systems.OrnsteinUhlenbeck;
import org.tanhwg.datasets.sde.Systems.SmoothGradient;
import org.tanhwg.datasets.sde.Systems.VanDerPol;
import org.tanhwg.datasets.sde.Wells;

/** The equations that a network can be asked to follow, each with a step size that suits it. */
public enum Target {
    /** Ornstein–Uhlenbeck with rotation 2. */
    OU(new OrnsteinUhlenbeck(1, 2, 0.7), 0.01, 1),
    /** Two wells on the line. */
    DOUBLE_WELL(new DoubleWell(0.5), 0.01, 1),
    /** A noisy limit cycle. */
    VAN_DER_POL(new VanDerPol(1, 0.2), 0.01, 1),
    /** A noisy strange attractor. */
    LORENZ(new Lorenz(0.5), 0.005, 0.5),
    /** Four wells between which an input switches. */
    WELLS(new Wells(4, 1.5, 0.9, 0.6, 0, 0.3), 0.01, 2),
    /** Four wells with a rotation, so that noise leads from well to well one way. */
    CYCLING_WELLS(new Wells(4, 1.5, 0.9, 0.6, 0.25, 0.4), 0.01, 2),
    /** Noise that depends on the state. */
    MULTIPLICATIVE(new MultiplicativeNoise(1, 0.5), 0.01, 1),
    /** A gradient that symmetric networks can follow: the control of the ablation. */
    GRADIENT(new SmoothGradient(0.4), 0.01, 2);

    private final ItoProcess process;
    private final double dt;
    private final double gain;

    Target(ItoProcess process, double dt, double gain) {
        this.process = process;
        this.dt = dt;
        this.gain = gain;
    }

    public ItoProcess process() { return process; }

    /** Length of a step of simulations. */
    double dt() { return dt; }

    /** Gain of the random map: larger where the drift is steeper. */
    double gain() { return gain; }

    /** Whether the map is learned unless something else is said: wells are too steep for a random one. */
    public boolean learned() {
        return process instanceof Wells;
    }

    /** As options and configurations call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
