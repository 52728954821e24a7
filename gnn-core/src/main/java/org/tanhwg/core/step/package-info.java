/**
 * The proximal step and the minimising-movement scheme made of it, with the energy-descent record (theory §2, paper §3); the fast, slow and
 * joint steps of a unit in plain numbers (theory §4).
 *
 * <p>Everything that moves in the project moves by this step or by a kernel that is tested against it. How an energy finds its
 * minimiser is {@code energy}'s; what an observer sees of the movement is {@code observable}'s.
 */
package org.tanhwg.core.step;
