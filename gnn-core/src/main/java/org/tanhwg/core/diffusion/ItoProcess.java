package org.tanhwg.core.diffusion;

/** A stochastic differential equation dz = f(z)dt + G(z)dB in the sense of Itô, z in R^k, B of m independent components. */
public interface ItoProcess {
    /** k. */
    int dimension();

    /** m. */
    int noises();

    /** Writes f(z) into {@code drift}, of length k. */
    void drift(double[] z, double[] drift);

    /** Writes G(z), row by row, into {@code diffusion}, of length k·m. */
    void diffusion(double[] z, double[] diffusion);
}
