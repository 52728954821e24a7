package org.tanhwg.core.memory;

/** What the covariances of a memory have in common, from the most to the least special. */
public enum Structure {
    /** Multiples of the identity. */
    SPHERICAL,
    /** Diagonal matrices. */
    DIAGONAL,
    /** The same eigenvectors. */
    COMMUTING,
    /** Nothing. */
    GENERAL
}
