/**
 * Energies and their proximal maps (theory §2 and §4, paper §2, §5 and §7).
 *
 * <p>An energy knows its space, its value and its prox with the signal held; nothing about layers, batches or files, nor about runs of
 * many steps ({@code step}). A new family comes with a case in the shared step tests (StepContract), which check descent, masses,
 * equivariance and the distance to a brute-force minimiser once for all of them.
 */
package org.tanhwg.core.energy;
