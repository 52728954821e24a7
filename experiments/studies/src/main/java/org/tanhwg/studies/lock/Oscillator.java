package org.tanhwg.studies.lock;

import org.tanhwg.core.space.Complex;

/**
 * An internal oscillator (Rem 6.20): a self-sustained rotation that the inputs are heard against, so that the memory can store offsets
 * relative to it.
 *
 * <p>It is driven by the memory: what the memory had to turn in a step pulls its frequency by the share {@link #DRIVE}. The frequency
 * settles where the memory no longer turns, which is the mismatch, though nothing tells it.
 *
 * @param phase Ψ, radians
 * @param frequency radians per step
 */
record Oscillator(double phase, double frequency) {
    private static final double DRIVE = 0.02;

    /** At rest. */
    static final Oscillator SILENT = new Oscillator(0, 0);

    Complex wave() {
        return Complex.polar(1, phase);
    }

    /** One step on, in which the memory turned by so many radians. */
    Oscillator next(double turn) {
        return new Oscillator(Math.IEEEremainder(phase + frequency, 2 * Math.PI), frequency + DRIVE * turn);
    }
}
