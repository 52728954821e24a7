package org.tanhwg.layers.optimizer;

/** What draws structural mass in the slow regime of {@link TanHwg}. */
public enum MassRule {
    /** |O|^p: what the potential makes of pressure at rest (theory §4.2). */
    OBSERVABLE,
    /** Measured pressure, w (−p)₊^p (theory §4.8): half of the target where there is a potential, all of it where there is none. */
    PRESSURE,
    /** |O|^p of another synapse of the unit that is not silent: what the amount of mass does without its place. For ablations only. */
    PERMUTED
}
