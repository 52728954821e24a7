/**
 * What laws of synapses are good for, measured beside points, ensembles and dropout; and what structural mass protects when one task follows another.
 *
 * <p>Each case trains small networks in this process, on data that are made noisy, ambiguous, moved or few. Nothing here decides whether a figure is good.
 */
package org.tanhwg.studies.laws;
