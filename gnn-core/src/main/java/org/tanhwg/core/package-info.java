/**
 * Geometry and dynamics of memory fields, in doubles and in the notation of docs/theory.md; and, in floats, attractor networks and the network to ship.
 *
 * <p>Plain Java and one linear-algebra library; nothing of Deeplearning4j or ND4J may be imported below this package.
 */
package org.tanhwg.core;
